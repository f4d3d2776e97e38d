import type { Finding } from "../model/finding.ts";
import { RISK_LEVELS } from "../model/rule.ts";
import type { Status } from "../model/verdict.ts";
import { byCodeUnits } from "../text/order.ts";
import { keepFirst } from "./keep-first.ts";

/** Accepted risks last; failures before what is open, and among equals the higher risk. */
const gravestFirst = (a: Finding, b: Finding): number =>
  Number(a.exception !== null) - Number(b.exception !== null) ||
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
  const { add, values, total } = keepFirst(limit, gravestFirst);
  return { add, kept: values, more: () => Math.max(0, total() - limit) };
};
