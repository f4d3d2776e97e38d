import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const ROOT = resolve(import.meta.dirname, "../..");
const execute = promisify(execFile);

/** Builds the package and packs it into a folder; the path of the tarball. */
export const packed = async (folder: string): Promise<string> => {
  await execute("npm", ["run", "build"], { cwd: ROOT });
  await execute("npm", ["pack", "--pack-destination", folder], { cwd: ROOT });
  return join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "");
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
