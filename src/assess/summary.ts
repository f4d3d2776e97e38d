import type { ExceptionEntry } from "../model/exception.ts";
import type { Change } from "../model/finding.ts";
import type { Coverage, StatusCounts, Summary } from "../model/results.ts";
import type { ScopeStatus } from "../model/scope.ts";
import type { EndRecord } from "../model/snapshot.ts";
import { NO_COUNTS, plus } from "../model/status-counts.ts";
import { rollUp } from "../standards/roll-up.ts";
import type { ActiveRule } from "./judge.ts";

/** What the rows of coverage come to. */
export interface CoverageTotals {
  /** One line for each scope that was not read to its end. */
  readonly gaps: readonly string[];
  /** Resources that were read, whole or in part. */
  readonly resources: number;
  readonly scopes: Readonly<Record<ScopeStatus, number>>;
}

/** Counts rows of coverage without keeping them: an organisation has a hundred thousand scopes. */
export const coverageTally = (): { add(row: Coverage): void; all(): CoverageTotals } => {
  const gaps: string[] = [];
  let resources = 0;
  const scopes = { complete: 0, partial: 0, unread: 0, unavailable: 0, excluded: 0 };
  return {
    add: (row) => {
      gaps.push(...gapIn(row));
      resources += row.read + row.unread;
      scopes[row.status] += 1;
    },
    all: () => ({ gaps, resources, scopes }),
  };
};

export interface SummaryInput {
  readonly coverage: CoverageTotals;
  readonly end: EndRecord | null;
  /** Whether the snapshot came to its end; a hand-written one has none. */
  readonly ended: boolean;
  readonly rules: readonly ActiveRule[];
  readonly counts: Readonly<Record<string, StatusCounts>>;
  readonly changes: Readonly<Record<Change, number>> | null;
  readonly gone: number;
  readonly exceptions: readonly ExceptionEntry[];
  readonly snapshotSha256: string;
}

/** Draws the run together: what was read, what was found, and what keeps it from being the whole truth. */
export const summarise = (input: SummaryInput): Summary => {
  const { coverage, end, counts, changes, gone, exceptions, snapshotSha256 } = input;
  const incomplete = [
    ...(input.ended ? [] : ["The snapshot was cut off before its end."]),
    ...(hasScope(coverage) ? [] : ["Nothing was read: there is no scope."]),
    ...coverage.gaps,
  ];
  return {
    kind: "summary",
    finishedAt: end?.finishedAt ?? null,
    complete: incomplete.length === 0,
    incomplete,
    counts: Object.values(counts).reduce(plus, NO_COUNTS),
    rules: counts,
    resources: coverage.resources,
    scopes: coverage.scopes,
    standards: rollUp(
      input.rules.map(({ rule }) => rule.meta),
      counts,
    ),
    exceptions,
    changes: changes === null ? null : { ...changes, gone },
    snapshotSha256,
  };
};

const hasScope = ({ scopes }: CoverageTotals): boolean => Object.values(scopes).some((count) => count > 0);

const gapIn = ({ scope, status, refusal, reason, unread, listed }: Coverage): readonly string[] => {
  if (status !== "unread" && status !== "partial") return [];
  const why =
    reason ??
    (refusal === null ? `${unread} of ${listed} not read` : `${refusal.operation}: ${refusal.code}`);
  return [`${scope} is ${status} (${why})`];
};
