import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

/** What Node is given to run the command from its sources. */
export const ARGUMENTS: readonly string[] = [
  `--import=${join(ROOT, "node_modules/tsx/dist/loader.mjs")}`,
  join(ROOT, "src/cli.ts"),
];

/** The command itself, in a shell and a process of its own; `$POSTERN` runs it. `preload` is a module that it loads first. */
export const shell = (
  command: string,
  cwd: string,
  preload = "data:text/javascript,",
): SpawnSyncReturns<string> => {
  const run = [process.execPath, `--import=${preload}`, ...ARGUMENTS].map((word) => `"${word}"`).join(" ");
  return spawnSync("bash", ["-c", command.replaceAll("$POSTERN", run)], { cwd, encoding: "utf8" });
};
