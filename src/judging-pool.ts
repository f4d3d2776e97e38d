import { extname } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { AssessOptions } from "./assess/assess.ts";
import { judgementsOf, type JudgeAhead, type JudgedRecord } from "./assess/judge-ahead.ts";
import type { Judgement } from "./assess/judge.ts";
import type { LoadedConfig } from "./config/config.ts";
import type { JudgingOptions } from "./judging.ts";
import { isResourceRecord, type ResourceRecord, type SnapshotRecord } from "./model/snapshot.ts";

/** What a thread judges by: the options that a verdict depends on, without what cannot be handed over. */
export interface ThreadOptions extends Pick<JudgingOptions, "trust" | "select" | "plugins" | "now"> {
  readonly config: Omit<LoadedConfig, "where"> | null;
}

/** Records that are judged at a time. */
const BLOCK = 64;

/** Resources that are judged before threads are started: to start one costs as much as to judge some hundred. */
const BEFORE_THREADS = 512;

/** Blocks that a thread has at a time: one that it judges and one that waits for it. */
const IN_HAND = 2;

/** In MB: with Node's default a thread collects garbage three times as often, and takes a fifth longer. */
const YOUNG = 48;

/**
 * Judges in so many threads and, where they have enough to do, in this one; what comes out is what judging in turn gives.
 *
 * @param options those that `judging` was made of: each thread makes its own of them
 */
export const judgingPool = (options: JudgingOptions, judging: AssessOptions, threads: number): JudgeAhead =>
  async function* (records) {
    const pool = startPool(options, judging, threads);
    const waiting: Promise<readonly JudgedRecord[]>[] = [];
    let resources = 0;
    let block: SnapshotRecord[] = [];
    try {
      for await (const record of records) {
        if (isResourceRecord(record)) resources += 1;
        if (resources <= BEFORE_THREADS) {
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
      for (const judged of waiting) yield* await judged;
      yield* block.map((record) => ({ record }));
    } finally {
      await pool.close();
    }
  };

interface Pool {
  /** Answers them in their order; what a thread that has ended was to judge is left to be judged in its turn. */
  judge(records: readonly SnapshotRecord[]): Promise<readonly JudgedRecord[]>;
  close(): Promise<void>;
}

/** Starts its threads with the first block. */
const startPool = (options: JudgingOptions, judging: AssessOptions, most: number): Pool => {
  const threads: Thread[] = [];
  const kinds = new Map(judging.kinds.map((kind) => [kind.kind, kind]));
  const here = (record: SnapshotRecord): JudgedRecord =>
    isResourceRecord(record)
      ? { record, judgements: judgementsOf(record, { ...judging, kinds }) }
      : { record };
  return {
    judge: async (records) => {
      while (threads.length < most) threads.push(startThread(options));
      const free = threads.find((thread) => thread.inHand() < IN_HAND);
      if (free === undefined) return records.map(here);
      const judgements = (await free.judge(records.filter(isResourceRecord))).values();
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

interface Thread {
  /** Blocks that were given to it and that it has not answered. Once it has ended it takes no more. */
  inHand(): number;
  /** What the rules say of each; of none where the thread ends before. */
  judge(records: readonly ResourceRecord[]): Promise<readonly (readonly Judgement[])[]>;
  close(): Promise<void>;
}

const startThread = (options: JudgingOptions): Thread => {
  const script = new URL(`./judging-thread${extname(import.meta.filename)}`, import.meta.url);
  const worker = new Worker(script, {
    workerData: portable(options),
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
  });
  const asked: ((judgements: readonly (readonly Judgement[])[]) => void)[] = [];
  let hasEnded = false;
  const end = (): void => {
    hasEnded = true;
    for (const answer of asked.splice(0)) answer([]);
  };
  // Blocks are answered in the order in which they were given.
  worker.on("message", (text: string) => asked.shift()?.(JSON.parse(text) as readonly Judgement[][]));
  worker.on("error", end);
  worker.on("exit", end);
  return {
    inHand: () => (hasEnded ? IN_HAND : asked.length),
    judge: (records) =>
      new Promise((resolve) => {
        asked.push(resolve);
        // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        worker.postMessage(records);
      }),
    close: async () => {
      await worker.terminate();
    },
  };
};

/** A thread takes no functions, and neither the baseline nor an exception changes a verdict. */
const portable = ({ config = null, trust, select, plugins, now }: JudgingOptions): ThreadOptions => ({
  config: config === null ? null : withoutFunction(config),
  now,
  ...(trust === undefined ? {} : { trust }),
  ...(select === undefined ? {} : { select }),
  ...(plugins === undefined ? {} : { plugins }),
});

const withoutFunction = ({
  config,
  name,
  folder,
  sha256,
  explicit,
}: LoadedConfig): ThreadOptions["config"] => ({
  config,
  name,
  folder,
  sha256,
  explicit,
});
