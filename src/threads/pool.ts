import { setImmediate } from "node:timers/promises";
import type { AssessOptions } from "../assess/assess.ts";
import { inTurn, judgementsOf, type JudgeAhead, type JudgedRecord } from "../assess/judge-ahead.ts";
import type { JudgingOptions } from "../judging.ts";
import { isResourceRecord, type SnapshotRecord } from "../model/snapshot.ts";
import { startThread, type Thread } from "./thread.ts";

/** Records that are judged at a time. */
const BLOCK = 64;

/** Blocks that a thread has at a time: one that it judges and one that waits for it. */
const IN_HAND = 2;

/** Who runs the sources has loaded what reads them, and a thread has not. */
const IS_SOURCE = import.meta.url.endsWith(".ts");

/** In milliseconds. */
const TIME_LIMIT = 10_000;

export interface PoolOptions {
  /** Threads beside this one that judge; none where it is left out. */
  readonly threads?: number;
  /** Resources that are judged here before one is started; none where it is left out, or a plugin has rules. */
  readonly threadsAfter?: number;
  /** Milliseconds that a plugin's rule may take for one resource, 10,000 where it is left out; endless without threads. */
  readonly timeLimit?: number;
}

/**
 * Judges in threads and, where they have enough to do, in this one; what comes out is what judging in turn gives. Rules of plugins are
 * asked in threads alone: one that takes too long is stopped there, and its verdict on that resource is NEEDS_REVIEW.
 *
 * @param options those that `judging` was made of: each thread makes its own of them
 */
export const judgingPool = (options: JudgingOptions & PoolOptions, judging: AssessOptions): JudgeAhead => {
  const { threads = 0, threadsAfter = 0, timeLimit = TIME_LIMIT } = options;
  if (threads === 0 || IS_SOURCE) return inTurn;
  const isTimed = judging.rules.some(({ foreign }) => foreign);
  const before = isTimed ? 0 : threadsAfter;
  return async function* (records) {
    const pool = startPool(options, judging, { threads, timeLimit: isTimed ? timeLimit : null });
    const waiting: Promise<readonly JudgedRecord[]>[] = [];
    let resources = 0;
    let block: SnapshotRecord[] = [];
    try {
      for await (const record of records) {
        if (isResourceRecord(record)) resources += 1;
        if (resources <= before) {
          yield { record };
          continue;
        }
        block.push(record);
        if (block.length < BLOCK) continue;
        waiting.push(pool.judge(block));
        block = [];
        // The answers of the threads are taken in between.
        await setImmediate();
        if (waiting.length > (IN_HAND + 1) * threads) yield* (await waiting.shift()) ?? [];
      }
      waiting.push(pool.judge(block));
      for (const judged of waiting) yield* await judged;
    } finally {
      await pool.close();
    }
  };
};

interface Pool {
  /** Answers them in their order; what a thread that has ended was to judge is left to be judged in its turn. */
  judge(records: readonly SnapshotRecord[]): Promise<readonly JudgedRecord[]>;
  close(): Promise<void>;
}

/** Starts a thread where the others are busy; without a time limit it judges here what they have no time for. */
const startPool = (
  options: JudgingOptions,
  judging: AssessOptions,
  { threads: most, timeLimit }: { readonly threads: number; readonly timeLimit: number | null },
): Pool => {
  const threads: Thread[] = [];
  const kinds = new Map(judging.kinds.map((kind) => [kind.kind, kind]));
  const here = (record: SnapshotRecord): JudgedRecord =>
    isResourceRecord(record)
      ? { record, judgements: judgementsOf(record, { ...judging, kinds }) }
      : { record };
  return {
    judge: async (records) => {
      const resources = records.filter(isResourceRecord);
      if (resources.length === 0) return records.map((record) => ({ record }));
      if (threads.length < most && threads.every((thread) => thread.inHand() > 0))
        threads.push(startThread(options, judging.rules, timeLimit));
      const idlest = threads.reduce((one, other) => (other.inHand() < one.inHand() ? other : one));
      if (timeLimit === null && idlest.inHand() >= IN_HAND) return records.map(here);
      const judgements = (await idlest.judge(resources)).values();
      return records.map((record) => {
        const { value } = isResourceRecord(record) ? judgements.next() : { value: undefined };
        return value === undefined ? { record } : { record, judgements: value };
      });
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
};
