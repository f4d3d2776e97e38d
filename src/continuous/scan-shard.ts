import { homeRegion } from "../aws/home-region.ts";
import { judgingOf } from "../judging.ts";
import type { EarlierReading, Kind } from "../model/kind.ts";
import { problem } from "../model/problem.ts";
import { parseScope } from "../model/scope.ts";
import { isResourceRecord, type ScopeRecord, type SnapshotRecord } from "../model/snapshot.ts";
import { connectAs, readKinds, type LiveOptions } from "../reading.ts";
import { earlierReading } from "../snapshot/earlier-reading.ts";
import type { PlannedScope } from "../sources/aws/plan.ts";
import { readScope } from "../sources/aws/read-scope.ts";
import { partKey } from "./keys.ts";
import type { ObjectStore } from "./object-store.ts";
import { isUsable, partBytes, readPart, type Cursor, type Part } from "./part.ts";
import { RUN_VERSION, type Shard, type ShardSummary } from "./run.ts";
import { settingsOf } from "./settings.ts";

export interface ShardOptions extends LiveOptions {
  /** Aborts shortly before the function's time is up: what was read by then is written, and the shard handed back. */
  readonly handBack?: AbortSignal;
  /** Bytes after which a part is closed and the shard handed back; it is held in memory. */
  readonly largestPart?: number;
}

const LARGEST_PART = 32 * 1024 * 1024;

/**
 * Reads one shard and writes it as one object. A shard that was written before is not read again, so that a retry, or two
 * functions with the same shard, give one object and one summary.
 *
 * @throws a usage problem where the shard was planned with other settings, an input problem where the parts that it goes
 * on from are not there whole
 */
export const scanShard = async (
  shard: Shard,
  store: ObjectStore,
  options: ShardOptions,
): Promise<ShardSummary> => {
  const judging = await judgingOf(options);
  if (settingsOf(options, judging) !== shard.settings)
    throw problem({
      what: `the shard ${shard.scope} was planned by another version, or with other settings`,
      todo: "Give plan and shards the same settings.",
      kind: "usage",
    });
  const planned = plannedScope(shard, readKinds(judging));
  const known = await readPart(store, shard);
  if (isUsable(known)) return summaryOf(shard, known);
  const earlier = await earlierParts(store, shard);
  const bytes = await readShard(shard, planned, earlier, options);
  await store.put(
    partKey(shard.run, shard.scope, shard.part),
    bytes,
    known.etag === null ? { ifAbsent: true } : { ifMatch: known.etag },
  );
  // Where another was quicker, the first to come stands.
  const kept = await readPart(store, shard);
  if (isUsable(kept)) return summaryOf(shard, kept);
  throw problem({
    what: `what was written cannot be read back: ${kept.message}`,
    where: store.name,
    todo: "Check who else writes there.",
    kind: "output",
  });
};

const plannedScope = ({ scope: id }: Shard, kinds: readonly Kind[]): PlannedScope => {
  const scope = parseScope(id);
  const kind = kinds.find(({ service }) => scope?.provider === "aws" && service === scope.service);
  if (scope?.provider === "aws" && kind?.collect !== undefined) return { scope, kind, read: kind.collect };
  throw problem({
    what: `nothing reads the scope ${id}`,
    todo: "Give the plugins that the run was planned with.",
    kind: "usage",
  });
};

/** Null where the shard is the first of its scope. */
const earlierParts = async (store: ObjectStore, shard: Shard): Promise<EarlierReading | null> => {
  if (shard.part === 0) return null;
  const found = earlierReading();
  for (let part = 0; part < shard.part; part += 1) {
    const one = await readPart(store, { ...shard, part });
    if (!isUsable(one) || one.end.kind !== "cursor")
      throw problem({
        what: `part ${shard.part} cannot go on from part ${part}: ${isUsable(one) ? "that has ended the scope" : one.message}`,
        where: store.name,
        todo: "Begin a new run.",
        kind: "input",
      });
    for await (const record of one.records())
      if (record.kind === "gone" || record.kind === "lane") found.note(record);
      else found.see(record);
  }
  return found.all();
};

const summaryOf = (shard: Shard, { sha256, bytes, resources, end }: Part): ShardSummary => ({
  kind: "read",
  version: RUN_VERSION,
  run: shard.run,
  scope: shard.scope,
  part: shard.part,
  key: partKey(shard.run, shard.scope, shard.part),
  sha256,
  bytes,
  resources,
  status: end.kind === "scope" ? end.status : null,
  next: end.kind === "cursor" ? { ...shard, part: end.next } : null,
});

/** Reads until the scope or the function's time comes to its end; answers the bytes of the part. */
const readShard = async (
  shard: Shard,
  planned: PlannedScope,
  earlier: EarlierReading | null,
  options: ShardOptions,
): Promise<Buffer> => {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const session = connectAs({
    ...options,
    region: await homeRegion(options, [...new Set(options.regions)]),
    signal,
  });
  const found = gathered(planned, options.largestPart ?? LARGEST_PART);
  const records = readScope(
    planned,
    { ...options, session, progress: found.progress(options.progress) },
    { ...(earlier === null ? {} : { earlier }), noted: found.note },
  )[Symbol.asyncIterator]();
  try {
    const closing = await untilHandedBack(records, found, options.handBack);
    if (closing !== null) return found.bytes(shard, closing);
    options.signal?.throwIfAborted();
    return found.bytes(
      shard,
      found.hasGoneOn() ? { kind: "cursor", next: shard.part + 1 } : found.outOfTime(earlier),
    );
  } finally {
    stop.abort();
    await records.return?.().catch(() => undefined);
    session.close();
  }
};

/** What one function has read of a scope. */
interface Gathered {
  add(record: SnapshotRecord): void;
  note(note: { readonly kind: "gone" | "lane" }): void;
  progress(also: LiveOptions["progress"]): NonNullable<LiveOptions["progress"]>;
  isFull(): boolean;
  /** Whether another function would find less to do. */
  hasGoneOn(): boolean;
  /** Closes a scope of which nothing more can be read in the time that a function has. */
  outOfTime(earlier: EarlierReading | null): ScopeRecord;
  bytes(shard: Shard, end: ScopeRecord | Cursor): Buffer;
}

const gathered = ({ scope }: PlannedScope, largest: number): Gathered => {
  const lines: string[] = [];
  const found = earlierReading();
  let resources = 0;
  let length = 0;
  let gone = 0;
  let listed = 0;
  const keep = (record: object): void => {
    const line = JSON.stringify(record);
    lines.push(line);
    length += line.length;
  };
  return {
    add: (record) => {
      if (!isResourceRecord(record)) return;
      keep(record);
      found.see(record);
      resources += 1;
    },
    note: (note) => {
      keep(note);
      if (note.kind === "gone") gone += 1;
    },
    progress: (also) => (event) => {
      if (event.kind === "listed") listed = event.resources;
      also?.(event);
    },
    isFull: () => length >= largest,
    hasGoneOn: () => found.all().read.size + gone > 0,
    outOfTime: (earlier) => {
      const before = (earlier?.read.size ?? 0) + (earlier?.gone.size ?? 0);
      const all = before + Math.max(listed, resources);
      return {
        kind: "scope",
        id: scope.id,
        status: all === 0 ? "unread" : "partial",
        listed: all,
        ...(earlier === null || earlier.gone.size === 0 ? {} : { gone: earlier.gone.size }),
        unread: {
          operation: "scanShard",
          code: "OutOfTime",
          message: "The time of one function was up before it had read anything.",
          attempts: 1,
        },
      };
    },
    bytes: (shard, end) => partBytes(shard, lines, resources, end),
  };
};

/** Null where the time was up, or the part full, before the scope had come to its end. */
const untilHandedBack = async (
  records: AsyncIterator<SnapshotRecord>,
  found: Gathered,
  handBack: AbortSignal | undefined,
): Promise<ScopeRecord | null> => {
  const up = new Promise<"up">((resolve) => {
    if (handBack?.aborted === true) resolve("up");
    handBack?.addEventListener("abort", () => resolve("up"), { once: true });
  });
  for (;;) {
    const next = records.next();
    next.catch(() => undefined);
    const one = await Promise.race([next, up]);
    if (one === "up") return null;
    if (one.done === true) throw new Error("the reading ended without a closing record");
    if (one.value.kind === "scope") return one.value;
    found.add(one.value);
    if (found.isFull() || handBack?.aborted === true) return null;
  }
};
