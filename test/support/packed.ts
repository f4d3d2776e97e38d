import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";

const ROOT = resolve(import.meta.dirname, "../..");
const execute = promisify(execFile);

const LOCK = join(ROOT, ".tools/packing.lock");

/** In milliseconds. */
const PATIENCE = 240_000;
const PAUSE = 200;

/** Builds the package and packs it into a folder; the path of the tarball. */
export const packed = async (folder: string): Promise<string> => {
  await alone(() => execute("npm", ["pack", "--pack-destination", folder], { cwd: ROOT }));
  return join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "");
};

/** Suites run side by side, and a build takes away what another one packs. */
const alone = async (work: () => Promise<unknown>): Promise<void> => {
  mkdirSync(dirname(LOCK), { recursive: true });
  for (let waited = 0; !isFirst(); waited += PAUSE) {
    if (waited > PATIENCE) throw new Error(`nobody takes ${LOCK} away; remove it`);
    await wait(PAUSE);
  }
  try {
    await work();
  } finally {
    rmSync(LOCK, { recursive: true });
  }
};

const isFirst = (): boolean => {
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    return false;
  }
};

/** Types commands into a shell of a user who has Node and nothing of this repository; what they print. */
export const typed = async (
  commands: string,
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const { PATH, HOME } = process.env;
  const { stdout } = await execute("sh", ["-ec", commands], { cwd, env: { PATH, HOME, ...env } });
  return stdout;
};
