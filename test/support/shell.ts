import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

/** The command itself, in a shell and a process of its own; `$POSTERN` runs it. `preload` is a module that it loads first. */
export const shell = (
  command: string,
  cwd: string,
  preload = "data:text/javascript,",
): SpawnSyncReturns<string> => {
  const tsx = join(ROOT, "node_modules/tsx/dist/loader.mjs");
  const run = `"${process.execPath}" --import="${tsx}" --import="${preload}" "${join(ROOT, "src/cli.ts")}"`;
  return spawnSync("bash", ["-c", command.replaceAll("$POSTERN", run)], { cwd, encoding: "utf8" });
};
