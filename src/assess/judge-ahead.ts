import type { Kind } from "../model/kind.ts";
import type { ResourceRecord, SnapshotRecord } from "../model/snapshot.ts";
import type { Trust } from "../model/trust.ts";
import { judge, type ActiveRule, type Judgement } from "./judge.ts";
import { readRecord, type ReadRecord } from "./read-record.ts";
import { rulesOf } from "./rules-of.ts";

/** A record of the snapshot, with what the rules of its scope say of it, in their order, where that was worked out before its turn. */
export interface JudgedRecord<Record extends SnapshotRecord = SnapshotRecord> {
  readonly record: Record;
  readonly judgements?: readonly Judgement[];
}

/** Judges resources before their turn; the records come out in the order in which they went in. */
export type JudgeAhead = (records: AsyncIterable<SnapshotRecord>) => AsyncIterable<JudgedRecord>;

/** Leaves every resource to be judged in its turn. */
export async function* inTurn(records: AsyncIterable<SnapshotRecord>): AsyncIterable<JudgedRecord> {
  for await (const record of records) yield { record };
}

/** What judging depends on beside the resource. */
export interface JudgingContext {
  readonly rules: readonly ActiveRule[];
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly now: string;
  readonly trust: Trust;
}

/**
 * What each rule of a record's scope says of it, in the order of the rules.
 *
 * @param asking is called before a rule is asked; where it answers, the rule is not asked
 */
export const judgementsOf = (
  record: ResourceRecord,
  context: JudgingContext,
  asking: (active: ActiveRule) => Judgement | null = () => null,
): readonly Judgement[] => {
  const kind = context.kinds.get(record.kind);
  const resource = readRecord(record, kind);
  return rulesOf(record.scope, context).rules.map(
    (active) => asking(active) ?? judgementOf(active, resource, kind, context),
  );
};

/** What one rule says of a resource, which its kind may not have been able to read. */
export const judgementOf = (
  active: ActiveRule,
  resource: ReadRecord,
  kind: Kind | undefined,
  { now, trust }: Pick<JudgingContext, "now" | "trust">,
): Judgement => {
  if ("problem" in resource) return { unread: resource.problem };
  return kind === undefined ? { unread: UNKNOWN_KIND } : judge(active, resource, kind, { now, trust });
};

const UNKNOWN_KIND = { operation: "read", code: "UnknownKind", message: "Not known.", attempts: 0 } as const;
