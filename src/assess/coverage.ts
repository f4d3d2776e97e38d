import type { Refusal } from "../model/fact.ts";
import type { Coverage, StatusCounts } from "../model/results.ts";
import { parseScope } from "../model/scope.ts";
import type { ScopeRecord } from "../model/snapshot.ts";
import { evaluated } from "./counts.ts";

/** What the judge saw of a scope's resources. */
export interface Seen {
  readonly read: number;
  readonly unread: number;
  /** Resources with a refused fact that no rule of the run needs; they may be read or unread. */
  readonly unneeded: number;
  readonly rules: Readonly<Record<string, StatusCounts>>;
  readonly passedOver: readonly string[];
}

/** A scope that ended without its closing line was cut off: partial, as far as it was seen. */
export const cutOff = (id: ScopeRecord["id"], seen: number): ScopeRecord => ({
  kind: "scope",
  id,
  status: "partial",
  listed: seen,
  unread: {
    operation: "list",
    code: "CutOff",
    message: "the snapshot ends before this scope was closed",
    attempts: 0,
  },
});

/**
 * The closing line, set against the resources that came. Where they are fewer or more than it lists, the scope is not
 * complete, and none that the baseline knows may be taken for gone.
 */
export const weighed = (record: ScopeRecord, came: number): ScopeRecord => {
  const told = came + (record.gone ?? 0) + (record.excluded ?? 0);
  if (record.unread !== undefined)
    return record.status === "complete" ? { ...record, status: "partial" } : record;
  if (told === record.listed) return record;
  const message =
    told < record.listed
      ? `${record.listed - told} of ${record.listed} listed resources are missing`
      : `${record.listed} resources are listed, and there are ${told}`;
  return {
    ...record,
    status: record.status === "unread" ? "unread" : "partial",
    reason: record.reason ?? message,
    unread: { operation: "list", code: "WrongCount", message, attempts: 0 },
  };
};

/**
 * The coverage row of a scope, with its laws checked.
 *
 * A record that claims completeness while something in it was not read is partial. Where fewer resources came than were
 * listed, the missing ones are unread: the law holds by counting them, never by dropping them.
 */
export const coverageOf = (record: ScopeRecord, seen: Seen): Coverage => {
  const gone = record.gone ?? 0;
  const excluded = record.excluded ?? 0;
  const missing = Math.max(0, record.listed - (seen.read + seen.unread + gone + excluded));
  const unread = seen.unread + missing;
  const status = statusOf(record, unread, seen.unneeded);
  return checkLaws({
    kind: "coverage",
    scope: record.id,
    service: parseScope(record.id)?.service ?? "",
    status,
    populationKnown: record.populationKnown ?? true,
    ...(record.only === undefined ? {} : { only: record.only }),
    listed: Math.max(record.listed, seen.read + seen.unread + gone + excluded),
    read: seen.read,
    unread,
    gone,
    excluded,
    rules: withMissing(seen.rules, missing),
    passedOver: seen.passedOver,
    refusal: record.unread ?? null,
    reason: record.reason ?? null,
    files: record.files ?? [],
    ...(record.lanes === undefined ? {} : { lanes: record.lanes }),
  });
};

/** Whoever read the scope counted every refused fact; where no rule needs one of those, nothing is missing. */
const statusOf = (record: ScopeRecord, unread: number, unneeded: number): ScopeRecord["status"] => {
  if (record.status === "complete" && unread > 0) return "partial";
  const isOnlyUnneeded = unneeded > 0 && unread === 0 && record.unread === undefined;
  return record.status === "partial" && isOnlyUnneeded && record.reason === undefined
    ? "complete"
    : record.status;
};

const withMissing = (rules: Seen["rules"], missing: number): Seen["rules"] =>
  missing === 0
    ? rules
    : Object.fromEntries(
        Object.entries(rules).map(([id, counts]) => [
          id,
          { ...counts, notEvaluated: counts.notEvaluated + missing },
        ]),
      );

/** INVARIANT: the two laws of coverage. A breach is a fault of ours, never of the input. */
const checkLaws = (coverage: Coverage): Coverage => {
  const { listed, read, unread, gone, excluded } = coverage;
  if (listed !== read + unread + gone + excluded)
    throw new Error(
      `Coverage of ${coverage.scope}: ${listed} listed, ${read} + ${unread} + ${gone} + ${excluded} told`,
    );
  for (const [id, counts] of Object.entries(coverage.rules))
    if (evaluated(counts) !== read + unread)
      throw new Error(`Coverage of ${coverage.scope}: ${id} judged ${evaluated(counts)} of ${read + unread}`);
  return coverage;
};

/** Why a scope has a finding of its own, or null where it was read to its end. */
export const scopeRefusal = ({ status, refusal, reason, listed, unread }: Coverage): Refusal | null => {
  if (status === "unread")
    return (
      refusal ?? { operation: "list", code: "Unread", message: reason ?? "Nothing was read.", attempts: 0 }
    );
  if (status !== "partial") return null;
  return (
    refusal ?? {
      operation: "read",
      code: "Partial",
      message: reason ?? `${unread} of ${listed} resources were not read`,
      attempts: 0,
    }
  );
};
