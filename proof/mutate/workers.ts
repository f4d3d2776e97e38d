import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Answer, Order } from "./orders.ts";
import { ROOT } from "./tools.ts";

/** A worker may take so much longer than the test took when nothing was changed. */
const PATIENCE = { factor: 10, milliseconds: 4_000 };

/** Fewer random policies for each change than the suite takes. */
const FEWER = { AGREEMENT_COUNT: "100", LAW_RUNS: "20", VARIABLES_COUNT: "40", KNOT_COUNT: "40" };

/** Answers of the worker to one order; "stuck" where a test did not end, "fell" where the process did not survive. */
type Outcome = Answer | { readonly kind: "stuck" } | { readonly kind: "fell" };

export interface Worker {
  /** Resolves with the last answer. */
  ask(order: Order, told?: (answer: Answer) => void): Promise<Outcome>;
  end(): void;
}

const start = (stateFile: string): ChildProcess =>
  fork(join(import.meta.dirname, "worker.ts"), [stateFile], {
    cwd: ROOT,
    execArgv: ["--import=tsx", "--max-old-space-size=1024", "--no-warnings"],
    env: { ...FEWER, ...process.env },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });

/** A process that is started anew when a change has sent it astray. */
export const worker = (stateFile: string): Worker => {
  let child: ChildProcess | null = null;
  const ask: Worker["ask"] = (order, told) =>
    new Promise((resolve) => {
      const process = child ?? start(stateFile);
      child = process;
      let timer: NodeJS.Timeout | undefined;
      const finish = (outcome: Outcome): void => {
        clearTimeout(timer);
        process.removeAllListeners();
        if (outcome.kind === "stuck" || outcome.kind === "fell") {
          process.kill("SIGKILL");
          child = null;
        }
        resolve(outcome);
      };
      process.on("exit", () => finish({ kind: "fell" }));
      process.on("error", () => finish({ kind: "fell" }));
      process.on("message", (answer: Answer) => {
        clearTimeout(timer);
        if (answer.kind === "ready") return;
        if (answer.kind === "starts")
          timer = setTimeout(
            () => finish({ kind: "stuck" }),
            answer.milliseconds * PATIENCE.factor + PATIENCE.milliseconds,
          );
        else if (answer.kind === "broken") told?.(answer);
        else finish(answer);
      });
      process.send(order);
    });
  return { ask, end: () => void child?.kill() };
};

/** Gives each worker the next item when it is done with one; the results stand in the order of the items. */
export const shared = async <T, R>(
  workers: readonly Worker[],
  items: readonly T[],
  work: (worker: Worker, item: T) => Promise<R>,
): Promise<readonly R[]> => {
  const results: R[] = [];
  const open = items.entries();
  await Promise.all(
    workers.map(async (one) => {
      for (const [index, item] of open) results[index] = await work(one, item);
    }),
  );
  return results;
};
