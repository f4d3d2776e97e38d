import type { Refusal } from "../model/fact.ts";
import { isProblem, type Problem } from "../model/problem.ts";
import { isResourceRecord, type ResourceRecord, type ScopeRecord } from "../model/snapshot.ts";
import { isReadWhole } from "../snapshot/earlier-reading.ts";
import { unreadScope } from "../sources/aws/plan.ts";
import type { ObjectStore } from "./object-store.ts";
import { isUsable, readPart, type Part, type PartRecord } from "./part.ts";
import type { Shard, ShardOutcome } from "./run.ts";

type Records = AsyncIterable<ResourceRecord | ScopeRecord> | Iterable<ResourceRecord | ScopeRecord>;

/**
 * The records of one scope, from the parts that its functions have written: its resources by id and its closing record.
 * Where a part cannot be used, those before it count, and the scope is partial; where a part turns out to be broken while
 * it is read, what came before counts.
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
        : () => recordsOf(shard, parts, (counts) => brokenOff(shard, counts, found));
    parts.push(found);
    const { end } = found;
    if (end.kind === "scope") return () => recordsOf(shard, parts, () => end);
  }
};

const partOf = async (
  store: ObjectStore,
  shard: Shard,
  outcome: ShardOutcome | undefined,
): Promise<Part | Refusal> => {
  if (outcome === undefined) return refused("ShardMissing", `No function has told of part ${shard.part}.`);
  if (outcome.kind === "failed") return refused(outcome.error, outcome.cause);
  try {
    // A scope of many parts is read from all of them side by side.
    const part = await readPart(store, shard, {
      told: outcome.sha256,
      keep: outcome.next === null && shard.part === 0,
    });
    return isUsable(part) ? part : refused(part.code, `${part.message}.`);
  } catch (error) {
    return refused("ObjectChanged", saidBy(error));
  }
};

/** @throws the error where it is not about what was read: a store that does not answer ends the merge, which can be tried again. */
const saidBy = (error: unknown): string => {
  if (!isProblem(error) || error.problem.kind !== "input") throw error;
  const { what, where }: Problem = error.problem;
  return `${where === undefined ? "" : `${where}: `}${what}.`;
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
  /** As the scope's own closing record has it; 0 where there is none. */
  readonly listed: number;
}

const brokenOff = ({ scope }: Shard, { resources, gone, listed }: Counts, unread: Refusal): ScopeRecord => {
  const all = Math.max(resources + gone, listed);
  return {
    kind: "scope",
    id: scope,
    status: all === 0 ? "unread" : "partial",
    listed: all,
    ...(gone === 0 ? {} : { gone }),
    unread,
  };
};

/**
 * Each part is sorted by id. A resource that could not be read whole was asked for again by the part behind it, so
 * only the last part's word on it counts.
 */
async function* recordsOf(
  shard: Shard,
  parts: readonly Part[],
  closing: (counts: Counts) => ScopeRecord,
): AsyncIterable<ResourceRecord | ScopeRecord> {
  let resources = 0;
  let gone = 0;
  try {
    for await (const record of byId(parts, () => (gone += 1))) {
      resources += 1;
      yield record;
    }
  } catch (error) {
    const end = parts.at(-1)?.end;
    const listed = end?.kind === "scope" ? end.listed : 0;
    yield brokenOff(shard, { resources, gone, listed }, refused("BrokenPart", saidBy(error)));
    return;
  }
  yield closing({ resources, gone, listed: 0 });
}

async function* byId(parts: readonly Part[], onGone: () => void): AsyncIterable<ResourceRecord> {
  const streams = await Promise.all(
    parts.map(async (part, index) => {
      const isLast = index === parts.length - 1;
      const records = resourcesOf(part, isLast, onGone)[Symbol.asyncIterator]();
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
    if (first === null || first.next.done === true) return;
    yield first.next.value;
    first.next = await first.records.next();
  }
}

async function* resourcesOf(part: Part, isLast: boolean, onGone: () => void): AsyncIterable<ResourceRecord> {
  for await (const record of part.records()) {
    if (record.kind === "gone") onGone();
    else if (isResource(record) && (isLast || isReadWhole(record))) yield record;
  }
}

const isResource = (record: PartRecord): record is ResourceRecord =>
  record.kind !== "gone" && record.kind !== "lane" && isResourceRecord(record);
