import { spawnSync } from "node:child_process";
import { join } from "node:path";

export interface ProcessCost {
  /** Of the processor. */
  readonly seconds: number;
  /** From start to end, by the clock. */
  readonly elapsed: number;
  /** The most that the process held at a time, in MB. */
  readonly megabytes: number;
  readonly status: number;
}

const TELLS_COST = join(import.meta.dirname, "tells-cost.cjs");

/** What a process of Node took; throws where it ends with a signal, or with exit code 2. */
export const processCost = (
  argv: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): ProcessCost => {
  const begun = performance.now();
  const { stderr, status } = spawnSync(process.execPath, ["--require", TELLS_COST, ...argv], {
    cwd,
    env,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  const elapsed = (performance.now() - begun) / 1000;
  const [, microseconds, kilobytes] = /^cost (\d+) (\d+)$/m.exec(stderr) ?? [];
  if (microseconds === undefined || status === null || status === 2)
    throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr.slice(0, 500)}`);
  return { seconds: Number(microseconds) / 1e6, elapsed, megabytes: Number(kilobytes) / 1024, status };
};
