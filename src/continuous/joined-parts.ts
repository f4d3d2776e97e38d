import type { Refusal } from "../model/fact.ts";
import { isResourceRecord, type ResourceRecord, type ScopeRecord } from "../model/snapshot.ts";
import { isReadWhole } from "../snapshot/earlier-reading.ts";
import { unreadScope } from "../sources/aws/plan.ts";
import type { ObjectStore } from "./object-store.ts";
import { isUsable, readPart, type Part, type PartRecord } from "./part.ts";
import type { Shard, ShardOutcome } from "./run.ts";

type Records = AsyncIterable<ResourceRecord | ScopeRecord> | Iterable<ResourceRecord | ScopeRecord>;

/**
 * The records of one scope, from the parts that its functions have written: its resources by id and its closing record.
 * Where a part cannot be used, those before it count, and the scope is partial.
 */
export const joinedParts = async (
  store: ObjectStore,
  shard: Shard,
  outcomes: readonly ShardOutcome[],
): Promise<() => Records> => {
  const parts: Part[] = [];
  for (;;) {
    const at = { ...shard, part: parts.length };
    const found = await partOf(
      store,
      at,
      outcomes.find(({ part }) => part === at.part),
    );
    if ("attempts" in found)
      return parts.length === 0
        ? () => [unreadScope(shard.scope, found)]
        : () => recordsOf(parts, (counts) => brokenOff(shard, counts, found));
    parts.push(found);
    const { end } = found;
    if (end.kind === "scope") return () => recordsOf(parts, () => end);
  }
};

const partOf = async (
  store: ObjectStore,
  shard: Shard,
  outcome: ShardOutcome | undefined,
): Promise<Part | Refusal> => {
  if (outcome === undefined) return refused("ShardMissing", `No function has told of part ${shard.part}.`);
  if (outcome.kind === "failed") return refused(outcome.error, outcome.cause);
  // A scope of many parts is read from all of them side by side.
  const part = await readPart(store, shard, {
    told: outcome.sha256,
    keep: outcome.next === null && shard.part === 0,
  });
  return isUsable(part) ? part : refused(part.code, `${part.message}.`);
};

const refused = (code: string, message: string): Refusal => ({
  operation: "scanShard",
  code,
  message,
  attempts: 1,
});

interface Counts {
  readonly resources: number;
  readonly gone: number;
}

const brokenOff = ({ scope }: Shard, { resources, gone }: Counts, unread: Refusal): ScopeRecord => ({
  kind: "scope",
  id: scope,
  status: "partial",
  listed: resources + gone,
  ...(gone === 0 ? {} : { gone }),
  unread,
});

/**
 * Each part is sorted by id. A resource that could not be read whole was asked for again by the part behind it, so
 * only the last part's word on it counts.
 */
async function* recordsOf(
  parts: readonly Part[],
  closing: (counts: Counts) => ScopeRecord,
): AsyncIterable<ResourceRecord | ScopeRecord> {
  let resources = 0;
  let gone = 0;
  const streams = await Promise.all(
    parts.map(async (part, index) => {
      const isLast = index === parts.length - 1;
      const records = resourcesOf(part, isLast, () => (gone += 1))[Symbol.asyncIterator]();
      return { records, next: await records.next() };
    }),
  );
  for (;;) {
    const first = streams.reduce<(typeof streams)[number] | null>((least, one) => {
      if (one.next.done === true) return least;
      return least === null || least.next.done === true || one.next.value.id < least.next.value.id
        ? one
        : least;
    }, null);
    if (first === null || first.next.done === true) break;
    resources += 1;
    yield first.next.value;
    first.next = await first.records.next();
  }
  yield closing({ resources, gone });
}

async function* resourcesOf(part: Part, isLast: boolean, onGone: () => void): AsyncIterable<ResourceRecord> {
  for await (const record of part.records()) {
    if (record.kind === "gone") onGone();
    else if (isResource(record) && (isLast || isReadWhole(record))) yield record;
  }
}

const isResource = (record: PartRecord): record is ResourceRecord =>
  record.kind !== "gone" && record.kind !== "lane" && isResourceRecord(record);
