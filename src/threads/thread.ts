import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { ActiveRule, Judgement } from "../assess/judge.ts";
import type { LoadedConfig } from "../config/config.ts";
import type { JudgingOptions } from "../judging.ts";
import type { ResourceRecord } from "../model/snapshot.ts";

/** What a thread judges by: the options that a verdict depends on, without what cannot be handed over. */
export interface Inside extends Pick<JudgingOptions, "trust" | "select" | "plugins" | "now"> {
  readonly config: Omit<LoadedConfig, "where"> | null;
  /** What it is doing, for whoever watches it; see `DOING`. */
  readonly doing: Int32Array;
}

/** The places of what a thread is doing: how often it has asked a rule of a plugin, of which resource of its block, and which rule. */
export const DOING = { asked: 0, resource: 1, rule: 2, size: 3 } as const;

/** Where the rule stands while no rule of a plugin is being asked. */
export const NO_RULE = -1;

/** A rule of a plugin that took too long for a resource of a block, by their places. */
interface Late {
  readonly resource: number;
  readonly rule: number;
}

/** What a thread is asked. */
export interface Block {
  readonly records: readonly ResourceRecord[];
  /** Those are not asked again. */
  readonly late: readonly Late[];
  /** In milliseconds, for the verdict of what is late. */
  readonly timeLimit: number | null;
}

type Judgements = readonly (readonly Judgement[])[];

/** A thread that judges blocks of resources in the order in which they are given. */
export interface Thread {
  /** Blocks that it has not answered; endless once it has ended. */
  inHand(): number;
  /** What the rules say of each; of none where the thread ends before. */
  judge(records: readonly ResourceRecord[]): Promise<Judgements>;
  close(): Promise<void>;
}

/** In MB: with Node's default a thread collects garbage three times as often, and takes a fifth longer. */
const YOUNG = 48;

/** Looks within each time limit. */
const LOOKS = 4;

/**
 * Starts a thread. One that asks a rule of a plugin for longer than the time limit is ended, and another goes on without asking that rule
 * about that resource.
 *
 * @param timeLimit in milliseconds; null where no rule is watched
 */
export const startThread = (
  options: JudgingOptions,
  rules: readonly ActiveRule[],
  timeLimit: number | null,
): Thread => {
  const asked: { readonly block: Block; readonly answer: (judgements: Judgements) => void }[] = [];
  let hasEnded = false;
  const start = (): { readonly worker: Worker; readonly doing: Int32Array } => {
    const script = new URL(`./inside${extname(import.meta.filename)}`, import.meta.url);
    const doing = new Int32Array(new SharedArrayBuffer(DOING.size * Int32Array.BYTES_PER_ELEMENT));
    doing[DOING.rule] = NO_RULE;
    const workerData: Inside = { ...portable(options), doing };
    const worker = new Worker(script, {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
    });
    worker.on("message", (text: string) => asked.shift()?.answer(JSON.parse(text) as Judgements));
    worker.on("error", end);
    worker.on("exit", end);
    return { worker, doing };
  };
  const end = (): void => {
    hasEnded = true;
    for (const { answer } of asked.splice(0)) answer([]);
  };
  let { worker, doing } = start();
  const give = (block: Block): void => {
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage(block);
  };
  const startAgain = (late: Late): void => {
    worker.removeAllListeners();
    void worker.terminate();
    const [first, ...others] = asked.splice(0);
    if (first === undefined) return;
    asked.push({ ...first, block: { ...first.block, late: [...first.block.late, late] } }, ...others);
    ({ worker, doing } = start());
    for (const { block } of asked) give(block);
  };
  const watch = timeLimit === null ? null : watched(() => doing, { rules, timeLimit, startAgain });
  return {
    inHand: () => (hasEnded ? Number.POSITIVE_INFINITY : asked.length),
    judge: (records) =>
      hasEnded
        ? Promise.resolve([])
        : new Promise((answer) => {
            const block: Block = { records, late: [], timeLimit };
            asked.push({ block, answer });
            give(block);
          }),
    close: async () => {
      clearInterval(watch ?? undefined);
      await worker.terminate();
    },
  };
};

interface Watch {
  readonly rules: readonly ActiveRule[];
  readonly timeLimit: number;
  readonly startAgain: (late: Late) => void;
}

/** Looks at what a thread is doing until the timer is cleared. */
const watched = (
  now: () => Int32Array,
  { rules, timeLimit, startAgain }: Watch,
): ReturnType<typeof setInterval> => {
  let before = { asked: 0, since: performance.now() };
  return setInterval(() => {
    const asked = Atomics.load(now(), DOING.asked);
    const rule = Atomics.load(now(), DOING.rule);
    if (asked !== before.asked || rule === NO_RULE) before = { asked, since: performance.now() };
    if (performance.now() - before.since < timeLimit || rules[rule]?.foreign !== true) return;
    before = { asked: 0, since: performance.now() };
    startAgain({ resource: Atomics.load(now(), DOING.resource), rule });
  }, timeLimit / LOOKS);
};

/** A thread takes no functions, and neither the baseline nor an exception changes a verdict. */
const portable = ({ config = null, trust, select, plugins, now }: JudgingOptions): Omit<Inside, "doing"> => ({
  config: config === null ? null : withoutFunction(config),
  now,
  ...(trust === undefined ? {} : { trust }),
  ...(select === undefined ? {} : { select }),
  ...(plugins === undefined ? {} : { plugins }),
});

const withoutFunction = ({ config, name, folder, sha256, explicit }: LoadedConfig): Inside["config"] => ({
  config,
  name,
  folder,
  sha256,
  explicit,
});
