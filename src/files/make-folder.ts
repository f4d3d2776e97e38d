import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { fail } from "./fail.ts";

/**
 * Makes a folder, and those above it that are missing; `mode` is of each that is made. Node's own `recursive` takes
 * ENOENT for a folder that is missing above, and tries for ever where the one above is there and takes none: below
 * /proc, or behind a link to nothing.
 *
 * @throws an output problem about what is `wanted` there
 */
export const makeFolder = (path: string, mode?: number, wanted: string = path): void => {
  try {
    makeAll(path, mode);
  } catch (error) {
    fail(wanted, error);
  }
};

const makeAll = (path: string, mode: number | undefined): void => {
  const missing: string[] = [];
  for (let at = path; !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.push(at);
  for (const folder of missing.toReversed()) made(folder, mode);
  if (!statSync(path).isDirectory()) throw Object.assign(new Error(), { code: "ENOTDIR" });
};

/** Another process may have made it in the meantime. */
const made = (folder: string, mode: number | undefined): void => {
  try {
    mkdirSync(folder, mode);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
};
