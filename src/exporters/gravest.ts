import type { Finding } from "../model/finding.ts";
import { RISK_LEVELS } from "../model/rule.ts";
import type { Status } from "../model/verdict.ts";
import { byCodeUnits } from "../text/order.ts";

/** Failures before what is open, and among equals the higher risk. */
const gravestFirst = (a: Finding, b: Finding): number =>
  RANK.indexOf(a.status) - RANK.indexOf(b.status) ||
  RISK_LEVELS.indexOf(b.riskLevel) - RISK_LEVELS.indexOf(a.riskLevel) ||
  byCodeUnits(a.id, b.id);

const RANK: readonly Status[] = ["FAILURE", "NEEDS_REVIEW", "NOT_EVALUATED", "SUCCESS"];

/** A bounded list: of all findings that are added the gravest are kept, the others counted. */
export interface Gravest {
  readonly add: (finding: Finding) => void;
  readonly kept: () => readonly Finding[];
  /** How many were added and not kept. */
  readonly more: () => number;
}

export const keepGravest = (limit: number): Gravest => {
  let kept: Finding[] = [];
  let added = 0;
  const trimmed = (): Finding[] => (kept = kept.toSorted(gravestFirst).slice(0, limit));
  return {
    add: (finding) => {
      added += 1;
      kept.push(finding);
      // Sorting at every second limit keeps the memory bounded and the cost of an addition constant.
      if (kept.length >= 2 * limit + 1) trimmed();
    },
    kept: trimmed,
    more: () => Math.max(0, added - limit),
  };
};
