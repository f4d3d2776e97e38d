import { parentPort, workerData } from "node:worker_threads";
import { lateVerdict, type ActiveRule, type Judgement } from "../assess/judge.ts";
import { judgementsOf } from "../assess/judge-ahead.ts";
import { judgingOf } from "../judging.ts";
import { DOING, NO_RULE, type Block, type Inside } from "./thread.ts";

// The inside of a thread: it answers each block with what the rules say of its resources, as JSON, which is handed over more
// quickly than objects.
const { config, doing, ...options } = workerData as Inside;
const judging = await judgingOf({
  ...options,
  config: config === null ? null : { ...config, where: () => config.name },
});
const context = { ...judging, kinds: new Map(judging.kinds.map((kind) => [kind.kind, kind])) };

/** Says what is asked next, before it is asked; answers for a rule that was late. */
const asking =
  ({ late, timeLimit }: Block, resource: number) =>
  (active: ActiveRule): Judgement | null => {
    const rule = active.foreign ? context.rules.indexOf(active) : NO_RULE;
    if (late.some((one) => one.resource === resource && one.rule === rule))
      return { verdict: lateVerdict(active.rule, timeLimit ?? 0) };
    Atomics.store(doing, DOING.resource, resource);
    Atomics.add(doing, DOING.asked, 1);
    Atomics.store(doing, DOING.rule, rule);
    return null;
  };

parentPort?.on("message", (block: Block) => {
  const judgements = block.records.map((record, resource) =>
    judgementsOf(record, context, asking(block, resource)),
  );
  Atomics.store(doing, DOING.rule, NO_RULE);
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(JSON.stringify(judgements));
});
