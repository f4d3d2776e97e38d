import { coveredBy } from "../model/covered.ts";
import type { Finding } from "../model/finding.ts";
import type { ActiveRule } from "./judge.ts";

/**
 * The findings of one resource, in which a review that another rule's review covers is not evaluated: one expression that
 * is not known is one thing to look at, not one for each rule.
 *
 * A doubt that the other rule does not name keeps the review.
 */
export const withYields = (
  findings: readonly Finding[],
  rules: readonly ActiveRule[],
): readonly Finding[] => {
  const reviews = new Map(
    findings.filter(({ status }) => status === "NEEDS_REVIEW").map((finding) => [finding.ruleId, finding]),
  );
  return findings.map((finding, index) => {
    if (finding.status !== "NEEDS_REVIEW") return finding;
    const over = (rules[index]?.rule.yieldsTo ?? [])
      .map((id) => reviews.get(id))
      .find((one) => one !== undefined && doubtsOf(finding).every((doubt) => doubtsOf(one).includes(doubt)));
    return over === undefined ? finding : covered(finding, over.ruleId);
  });
};

const doubtsOf = ({ data }: Finding): readonly string[] =>
  (data["doubts"] ?? "").split(",").filter((doubt) => doubt !== "");

const covered = (finding: Finding, ruleId: string): Finding => {
  const unread = coveredBy(ruleId);
  return {
    ...finding,
    status: "NOT_EVALUATED",
    message: `${finding.resource.name} is not judged by ${finding.ruleId} yet. ${unread.message}`,
    data: { ...finding.data, coveredBy: ruleId },
    unread,
  };
};
