import { isCovered, isCoveredFailure } from "../model/covered.ts";
import type { Finding } from "../model/finding.ts";
import type { StatusCounts } from "../model/results.ts";
import { NO_COUNTS } from "../model/status-counts.ts";

const MEMBER = {
  SUCCESS: "success",
  FAILURE: "failure",
  NEEDS_REVIEW: "needsReview",
  NOT_EVALUATED: "notEvaluated",
} as const;

/** The counts with one more finding. */
const counted = (counts: StatusCounts, finding: Finding): StatusCounts => ({
  ...counts,
  [MEMBER[finding.status]]: counts[MEMBER[finding.status]] + 1,
  excepted: counts.excepted + (finding.exception === null ? 0 : 1),
  ...(isCovered(finding) ? { covered: (counts.covered ?? 0) + 1 } : {}),
  ...(isCoveredFailure(finding) ? { coveredFailure: (counts.coveredFailure ?? 0) + 1 } : {}),
});

/** Findings by status, an excepted one under its own status. */
export const evaluated = ({ success, failure, needsReview, notEvaluated }: StatusCounts): number =>
  success + failure + needsReview + notEvaluated;

/** Counts by rule, as findings come. */
export interface Tally {
  add(finding: Finding): void;
  byRule(): Readonly<Record<string, StatusCounts>>;
}

export const tally = (ruleIds: readonly string[]): Tally => {
  const counts = new Map(ruleIds.map((id) => [id, NO_COUNTS]));
  return {
    add: (finding) => counts.set(finding.ruleId, counted(counts.get(finding.ruleId) ?? NO_COUNTS, finding)),
    byRule: () => Object.fromEntries(counts),
  };
};
