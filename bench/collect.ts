import { calls } from "./collect/calls.ts";
import { judged } from "./collect/judged.ts";
import { memory } from "./collect/memory.ts";
import { pace } from "./collect/pace.ts";
import { resumed } from "./collect/resumed.ts";
import { scopes } from "./collect/scopes.ts";

/**
 * How fast live accounts are read, against an embedded AWS in a process of its own; exits 1 where a figure misses its limit.
 * Less than a minute, or with `--full` 85,000 scopes and 100,000 identities: some twenty minutes.
 */
export const bench = async (): Promise<void> => {
  const isFull = process.argv.includes("--full");
  judged(await pace());
  judged(await calls());
  judged(await scopes(isFull));
  judged(await resumed(isFull));
  judged(await memory(isFull));
};
