import { assess } from "../assess/assess.ts";
import { interruptible } from "../interruptible.ts";
import { joined, judgingOf, type JudgingOptions } from "../judging.ts";
import type { Refusal } from "../model/fact.ts";
import type { ResultsRecord } from "../model/results.ts";
import { filesScopeId } from "../model/scope.ts";
import type { ScopeRecord, SnapshotRecord } from "../model/snapshot.ts";
import { unreadScope } from "../sources/aws/plan.ts";
import { isObject } from "../text/is-object.ts";
import { byCodeUnits } from "../text/order.ts";
import { wrongMember } from "../snapshot/wrong-member.ts";
import { joinedParts } from "./joined-parts.ts";
import { readList, type ReadList } from "./lists.ts";
import { readManifest } from "./manifest.ts";
import type { ObjectStore } from "./object-store.ts";
import { readPlan } from "./plan.ts";
import {
  isShard,
  isShardOutcome,
  type Manifest,
  type RunPlan,
  type Shard,
  type ShardOutcome,
} from "./run.ts";

export interface MergeOptions extends JudgingOptions {
  readonly signal?: AbortSignal;
  /** A step between the snapshot and the judge: it may save the snapshot, or count. */
  readonly through?: (records: AsyncIterable<SnapshotRecord>) => AsyncIterable<SnapshotRecord>;
}

/**
 * Joins what the shards of a run have read and judges it; yields the results stream, which is that of one scan of all of it.
 *
 * Every object is held against the manifest. What is missing, was changed, or comes from another version is unread,
 * and the rest goes on. Memory is bounded: by the objects that are looked at ahead, whatever there are in all.
 *
 * @throws a problem where the run has no plan, or no manifest of that plan
 */
export async function* mergeRun(
  run: string,
  store: ObjectStore,
  options: MergeOptions,
): AsyncIterable<ResultsRecord> {
  const signal = options.signal ?? new AbortController().signal;
  const { plan, sha256 } = await readPlan(run, store);
  const manifest = await readManifest(run, store, sha256);
  const judging = await judgingOf(options);
  const records = mergedSnapshot(plan, manifest, store);
  const results = assess(options.through === undefined ? records : options.through(records), {
    ...judging,
    trust: joined(judging.trust, plan.trust),
  });
  yield* interruptible(results, signal);
}

/** Shards whose objects are looked at ahead of the one that is judged. */
const AHEAD = 8;

async function* mergedSnapshot(
  plan: RunPlan,
  manifest: Manifest,
  store: ObjectStore,
): AsyncIterable<SnapshotRecord> {
  const lists = {
    shards: readList(store, plan.shards, isShard),
    settled: readList(store, plan.settled, isSettled),
    parts: readList(store, manifest.parts, isShardOutcome),
  };
  let unasked = 0;
  yield plan.head;
  for await (const scope of ahead(
    scopesIn(plan, lists, () => (unasked += 1)),
    AHEAD,
    ({ shard, outcomes, record }) =>
      record === undefined ? joinedParts(store, shard, outcomes) : Promise.resolve(() => [record]),
  ))
    yield* scope();
  yield* faultsOf(lists, unasked);
  yield { kind: "end", finishedAt: manifest.finishedAt };
}

/** A scope that some function was to read, or the closing record of one that needed none. */
type Awaited =
  | { readonly shard: Shard; readonly outcomes: readonly ShardOutcome[]; readonly record?: undefined }
  | { readonly shard?: undefined; readonly outcomes?: undefined; readonly record: ScopeRecord };

interface Lists {
  readonly shards: ReadList<Shard>;
  readonly settled: ReadList<ScopeRecord>;
  readonly parts: ReadList<ShardOutcome>;
}

/**
 * Walks the three lists side by side: all are sorted by scope, so that none is held in memory.
 *
 * @param onUnasked is called for each outcome that no shard asks for
 */
async function* scopesIn(
  { run, settings }: RunPlan,
  lists: Lists,
  onUnasked: () => void,
): AsyncIterable<Awaited> {
  const shards = lists.shards.entries[Symbol.asyncIterator]();
  const settled = lists.settled.entries[Symbol.asyncIterator]();
  const parts = lists.parts.entries[Symbol.asyncIterator]();
  let [shard, closed, part] = [await shards.next(), await settled.next(), await parts.next()];
  let last = "";
  while (shard.done !== true || closed.done !== true) {
    const isClosed =
      closed.done !== true && (shard.done === true || byCodeUnits(closed.value.id, shard.value.scope) < 0);
    if (isClosed && closed.done !== true) {
      // What stands out of order was not written so: the list's fault says it.
      if (closed.value.id > last) yield { record: closed.value };
      last = closed.value.id > last ? closed.value.id : last;
      closed = await settled.next();
      continue;
    }
    if (shard.done === true) break;
    const { scope } = shard.value;
    if (scope > last) {
      const outcomes: ShardOutcome[] = [];
      while (part.done !== true && part.value.scope <= scope) {
        if (part.value.scope === scope) outcomes.push(part.value);
        else onUnasked();
        part = await parts.next();
      }
      last = scope;
      yield { shard: { run, settings, scope, part: 0 }, outcomes };
    }
    shard = await shards.next();
  }
  for (; part.done !== true; part = await parts.next()) onUnasked();
}

const isSettled = (value: unknown): value is ScopeRecord =>
  isObject(value) && value["kind"] === "scope" && wrongMember(value) === null;

/** Starts the work on several items ahead, and yields what comes of it in their order. */
async function* ahead<T, R>(
  items: AsyncIterable<T>,
  atATime: number,
  start: (item: T) => Promise<R>,
): AsyncIterable<R> {
  const begun: Promise<R>[] = [];
  for await (const item of items) {
    const work = start(item);
    work.catch(() => undefined);
    begun.push(work);
    const first = begun.length < atATime ? undefined : begun.shift();
    if (first !== undefined) yield await first;
  }
  for (const work of begun) yield await work;
}

/** What a list lacks has no scope to stand in: the list itself is a scope that was not read whole. */
function* faultsOf({ shards, settled, parts }: Lists, unasked: number): Iterable<ScopeRecord> {
  const faults = [parts.fault(), settled.fault(), shards.fault()];
  const more = unasked === 0 ? null : `the manifest tells of ${unasked} parts that no shard asks for`;
  for (const [index, message] of [...faults, more].entries())
    if (message !== null)
      yield unreadScope(
        filesScopeId(`run-${["parts", "settled", "shards", "unasked"][index] ?? ""}`, "snapshot"),
        refused(message),
      );
}

const refused = (message: string): Refusal => ({
  operation: "merge",
  code: "BrokenList",
  message,
  attempts: 1,
});
