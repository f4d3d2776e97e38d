import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { join } from "node:path";
import { COMPILED } from "./compiled.ts";

/** The command as a file that Node can run, joined as npm gets it. */
export const COMMAND: string = join(COMPILED, "src/cli.cjs");

/** The same with a file for each module: it shows which ones a command loads. */
export const BY_MODULE: string = join(COMPILED, "src/cli.js");

/** The command itself, in a shell and a process of its own; `$POSTERN` runs it. `preload` is a module that it loads first. */
export const shell = (
  command: string,
  cwd: string,
  preload = "data:text/javascript,",
): SpawnSyncReturns<string> => {
  const run = [process.execPath, `--import=${preload}`, COMMAND].map((word) => `"${word}"`).join(" ");
  return spawnSync("bash", ["-c", command.replaceAll("$POSTERN", run)], { cwd, encoding: "utf8" });
};
