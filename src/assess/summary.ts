import type { ExceptionEntry } from "../model/exception.ts";
import type { Change } from "../model/finding.ts";
import type { Coverage, StatusCounts, Summary } from "../model/results.ts";
import type { ScopeStatus } from "../model/scope.ts";
import type { EndRecord } from "../model/snapshot.ts";
import { NO_COUNTS, plus } from "../model/status-counts.ts";
import { rollUp } from "../standards/roll-up.ts";
import type { ActiveRule } from "./judge.ts";

export interface SummaryInput {
  readonly coverage: readonly Coverage[];
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
    ...gaps(coverage),
  ];
  return {
    kind: "summary",
    finishedAt: end?.finishedAt ?? null,
    complete: incomplete.length === 0,
    incomplete,
    counts: Object.values(counts).reduce(plus, NO_COUNTS),
    rules: counts,
    resources: coverage.reduce((sum, { read, unread }) => sum + read + unread, 0),
    scopes: scopeCounts(coverage),
    standards: rollUp(
      input.rules.map(({ rule }) => rule.meta),
      counts,
    ),
    exceptions,
    changes: changes === null ? null : { ...changes, gone },
    snapshotSha256,
  };
};

/** One line for each scope that was not read to its end. */
const gaps = (coverage: readonly Coverage[]): readonly string[] =>
  coverage
    .filter(({ status }) => status === "unread" || status === "partial")
    .map(({ scope, status, refusal, reason, unread, listed }) => {
      const why =
        reason ??
        (refusal === null ? `${unread} of ${listed} not read` : `${refusal.operation}: ${refusal.code}`);
      return `${scope} is ${status} (${why})`;
    });

const scopeCounts = (coverage: readonly Coverage[]): Readonly<Record<ScopeStatus, number>> => {
  const count = (wanted: ScopeStatus): number => coverage.filter(({ status }) => status === wanted).length;
  return {
    complete: count("complete"),
    partial: count("partial"),
    unread: count("unread"),
    unavailable: count("unavailable"),
    excluded: count("excluded"),
  };
};
