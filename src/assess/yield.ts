import { coveredBy } from "../model/covered.ts";
import type { Finding } from "../model/finding.ts";
import { RISK_LEVELS } from "../model/rule.ts";
import type { ActiveRule } from "./judge.ts";

/** One rule's finding on a resource; an exception, where one applies, is in it already. */
export interface OwnFinding {
  readonly active: ActiveRule;
  readonly finding: Finding;
  /** Whether a failure of a rule in `yieldsTo` says all that this failure says. */
  readonly yields: boolean;
}

/**
 * The findings of one resource, in which one mistake is one finding: where a rule that another one yields to speaks for it,
 * that other finding says so and asks nothing of anybody.
 *
 * An accepted finding speaks for nobody: whoever accepted what one rule says has not accepted what another one does.
 * `isOpen` says whether an expression of the resource's documents is not resolved.
 */
export const withYields = (own: readonly OwnFinding[], isOpen: boolean): readonly Finding[] => {
  const speaking = own.filter(({ finding }) => finding.exception === null);
  return own.map((one) => {
    const { finding, active } = one;
    if (finding.exception !== null) return finding;
    const over = (active.rule.yieldsTo ?? []).flatMap((id) =>
      speaking.filter((other) => other.finding.ruleId === id),
    );
    const failure = over.find((other) => coversFailure(other, one));
    if (failure !== undefined) return coveredFailure(finding, failure.finding.ruleId);
    const review = isOpen ? over.find((other) => coversReview(other, one)) : undefined;
    return review === undefined ? finding : coveredReview(finding, review.finding.ruleId);
  });
};

/** A graver failure does not hide behind a milder one, which may be below the level that fails a build. */
const coversFailure = ({ finding: over }: OwnFinding, { finding, yields }: OwnFinding): boolean =>
  yields &&
  finding.status === "FAILURE" &&
  over.status === "FAILURE" &&
  RISK_LEVELS.indexOf(over.riskLevel) >= RISK_LEVELS.indexOf(finding.riskLevel);

/** A doubt that the other rule does not name keeps the review. */
const coversReview = ({ finding: over }: OwnFinding, { finding }: OwnFinding): boolean =>
  finding.status === "NEEDS_REVIEW" &&
  over.status === "NEEDS_REVIEW" &&
  doubtsOf(finding).every((doubt) => doubtsOf(over).includes(doubt));

const doubtsOf = ({ data }: Finding): readonly string[] =>
  (data["doubts"] ?? "").split(",").filter((doubt) => doubt !== "");

const coveredFailure = (finding: Finding, ruleId: string): Finding => ({
  ...finding,
  status: "SUCCESS",
  message: `Covered by ${ruleId}, which fails for the same: ${finding.message}`,
  data: { ...finding.data, coveredBy: ruleId },
  witness: null,
  faults: [],
  documents: [],
});

const coveredReview = (finding: Finding, ruleId: string): Finding => {
  const unread = coveredBy(ruleId);
  return {
    ...finding,
    status: "NOT_EVALUATED",
    message: `${finding.resource.name} is not judged by ${finding.ruleId} yet. ${unread.message}`,
    data: { ...finding.data, coveredBy: ruleId },
    unread,
  };
};
