import type { Finding } from "../model/finding.ts";
import type { ChangeHint } from "./change-event.ts";

/**
 * The finding with who wrote the policy that it is about: where it does not pass, rests on the policy that the call named, and
 * that policy still says what the call wrote. Events come in any order, so that nobody is named for what others did.
 */
export const withOrigin = (finding: Finding, { policy, origin }: ChangeHint): Finding => {
  const isAbout = finding.status === "FAILURE" || finding.status === "NEEDS_REVIEW";
  if (!isAbout || policy === null || origin === null) return finding;
  const restsOn = finding.faults.length > 0 ? finding.faults : finding.evidence;
  const standing = finding.documents.find(({ name }) => name === policy.name);
  const isWritten =
    policy.document === null
      ? /^(Put|Create|Update)/.test(origin.call)
      : standing !== undefined && isSame(standing.text, policy.document);
  return standing !== undefined && isWritten && restsOn.some(({ document }) => document === policy.name)
    ? { ...finding, origin }
    : finding;
};

/** The two APIs, and CloudTrail, may space JSON differently. */
const isSame = (one: string, other: string): boolean =>
  one === other || withoutSpacing(one) === withoutSpacing(other);

const withoutSpacing = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
};
