import { createHash } from "node:crypto";
import type { Exception } from "../model/exception.ts";
import type { Finding } from "../model/finding.ts";
import { DEFAULT_FOLLOW_UP, type FollowUpPlan } from "../model/follow-up.ts";
import type { Kind } from "../model/kind.ts";
import { problem } from "../model/problem.ts";
import type { Results, ResultsRecord, Run } from "../model/results.ts";
import type { ScopeId } from "../model/scope.ts";
import {
  isResourceRecord,
  type EndRecord,
  type ResourceRecord,
  type ScopeRecord,
  type SnapshotHead,
  type SnapshotRecord,
} from "../model/snapshot.ts";
import { snapshotLine } from "../model/snapshot-line.ts";
import type { Trust } from "../model/trust.ts";
import { acceptance } from "./accept.ts";
import { comparison } from "./compare.ts";
import { coverageOf, cutOff, scopeRefusal, weighed } from "./coverage.ts";
import { openScope, type OpenScope } from "./open-scope.ts";
import { tally } from "./counts.ts";
import { scopeFinding } from "./finding.ts";
import type { ActiveRule } from "./judge.ts";
import { inTurn, type JudgeAhead } from "./judge-ahead.ts";
import { fingerprintKeys, withWholeTrees } from "./moved.ts";
import { coverageTally, summarise } from "./summary.ts";

export interface AssessOptions {
  readonly tool: Run["tool"];
  /** ISO 8601, UTC: the clock of the run. */
  readonly now: string;
  readonly rules: readonly ActiveRule[];
  readonly kinds: readonly Kind[];
  readonly trust: Trust;
  readonly exceptions: readonly Exception[];
  /** The defaults where it is left out. */
  readonly followUp?: FollowUpPlan;
  readonly baseline: Results | null;
  readonly configuration: Run["configuration"];
  readonly disabledRules: readonly string[];
  readonly plugins: readonly string[];
  /** Judges resources before their turn, elsewhere; each in its turn where it is left out. */
  readonly ahead?: JudgeAhead;
}

/**
 * Judges a snapshot: yields the run, then per scope its findings and its coverage, then gones, then the summary.
 *
 * Pure but for its input: the same snapshot and options give the same records. Holds one scope's counts at a time.
 *
 * @throws a problem where two kinds claim one service, or what the snapshot's reader throws.
 */
export async function* assess(
  snapshot: AsyncIterable<SnapshotRecord>,
  options: AssessOptions,
): AsyncIterable<ResultsRecord> {
  const kinds = byName(options.kinds);
  const against = comparison(options.baseline);
  const accepted = acceptance(options.exceptions, options.now);
  const total = tally(options.rules.map(({ rule }) => rule.meta.id));
  const digest = createHash("sha256");
  const coverage = coverageTally();
  let caller: string | null = null;
  let headed = false;
  let unended = 0;
  let end: EndRecord | null = null;
  let scope: OpenScope | null = null;
  const finished = (finding: Finding): Finding => {
    const done = against.compare(finding);
    total.add(done);
    return done;
  };
  const keys = new Map<string, string>();
  const fingerprintKey = (id: string): string => keys.get(id) ?? id;
  const open = (id: ScopeId): OpenScope =>
    openScope(id, { kinds, options, fingerprintKey, accepted: accepted.accept, finished });
  const known = (records: readonly ResourceRecord[]): void => {
    keys.clear();
    for (const [id, key] of fingerprintKeys(records)) keys.set(id, key);
    against.expect(records.map(({ id }) => id));
  };
  const close = function* (closing: ScopeRecord, of: OpenScope): Iterable<ResultsRecord> {
    const record = weighed(closing, of.count());
    yield* of.unreached(record, against.unreached(record.id));
    const row = coverageOf(record, of.seen());
    coverage.add(row);
    against.closed(row);
    const refusal = scopeRefusal(row);
    if (refusal !== null)
      for (const active of of.rules)
        yield finished(scopeFinding(active, record.id, { refusal, status: row.status }, caller, options.now));
    yield row;
  };

  for await (const { record, judgements } of (options.ahead ?? inTurn)(withWholeTrees(snapshot, known))) {
    digest.update(snapshotLine(record));
    if (!headed) yield runRecord(isHead(record) ? record : null, options);
    headed = true;
    if (isHead(record)) {
      caller = record.caller?.account ?? null;
      unended += 1;
    } else if (isResourceRecord(record)) {
      if (scope !== null && scope.id !== record.scope) yield* close(cutOff(scope.id, scope.count()), scope);
      if (scope === null || scope.id !== record.scope) scope = open(record.scope);
      yield* scope.judge({ record, ...(judgements === undefined ? {} : { judgements }) });
    } else if (record.kind === "scope") {
      if (scope !== null && scope.id !== record.id) yield* close(cutOff(scope.id, scope.count()), scope);
      yield* close(record, scope?.id === record.id ? scope : open(record.id));
      scope = null;
    } else {
      end = record;
      unended -= 1;
    }
  }
  if (!headed) yield runRecord(null, options);
  if (scope !== null) yield* close(cutOff(scope.id, scope.count()), scope);
  const goneNow = against.gone(new Set(options.rules.map(({ rule }) => rule.meta.id)));
  yield* goneNow;
  yield summarise({
    coverage: coverage.all(),
    end,
    ended: unended === 0,
    rules: options.rules,
    counts: total.byRule(),
    changes: against.changes(),
    gone: goneNow.length,
    exceptions: accepted.register(),
    snapshotSha256: digest.digest("hex"),
  });
}

const isHead = (record: SnapshotRecord): record is SnapshotHead => record.kind === "snapshot";

const byName = (kinds: readonly Kind[]): ReadonlyMap<string, Kind> => {
  const services = new Map<string, string>();
  for (const { kind, service } of kinds) {
    const other = services.get(service);
    if (other !== undefined && other !== kind)
      throw problem({
        what: `kinds ${other} and ${kind} both claim the service ${service}`,
        todo: "Load only one of the two plugins.",
        kind: "usage",
      });
    services.set(service, kind);
  }
  return new Map(kinds.map((kind) => [kind.kind, kind]));
};

const runRecord = (head: SnapshotHead | null, options: AssessOptions): ResultsRecord => ({
  kind: "run",
  version: 1,
  run: {
    tool: options.tool,
    now: options.now,
    startedAt: head?.startedAt ?? null,
    caller: head?.caller ?? null,
    parameters: head?.parameters ?? {},
    trust: options.trust,
    configuration: options.configuration,
    disabledRules: options.disabledRules,
    followUp: options.followUp ?? DEFAULT_FOLLOW_UP,
    plugins: options.plugins,
    baseline:
      options.baseline === null
        ? null
        : { now: options.baseline.run.now, findings: options.baseline.findings.length },
  },
  rules: options.rules.map(({ rule, riskLevel, settings }) => ({
    ...rule.meta,
    riskLevel,
    effectiveSettings: settings,
  })),
});
