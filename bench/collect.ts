import { calls } from "./collect/calls.ts";
import { judged } from "./judged.ts";
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
  const isAlone = process.argv.includes("collect");
  judged(await pace(), isAlone);
  judged(await calls(), isAlone);
  judged(await scopes(isFull), isAlone);
  judged(await resumed(isFull), isAlone);
  judged(await memory(isFull), isAlone);
};
