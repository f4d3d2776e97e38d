import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { problem } from "../model/problem.ts";
import { statsOf } from "../sources/tree/repository.ts";

/** Something to be written, as messages call it, and where. */
export interface Wanted {
  readonly what: string;
  readonly path: string;
}

/**
 * Refuses to write two things in one place, of which one would be lost, and to write over a file that is read.
 *
 * @param inputs what is read, relative to the working directory; of a folder only itself counts.
 * @throws a usage problem that names the place.
 */
export const refuseShared = (wanted: readonly Wanted[], inputs: readonly string[], cwd: string): void => {
  const read = new Set(inputs.map((path) => realPlace(cwd, path)));
  const taken = new Map<string, string>();
  for (const { what, path } of wanted) {
    const at = realPlace(cwd, path);
    const other = taken.get(at);
    // What asks for a folder cannot replace a file.
    if (other !== undefined || (read.has(at) && !path.endsWith("/")))
      throw problem({
        what:
          other === undefined
            ? `${what} would take the place of an input`
            : `${other} and ${what} both want this place`,
        where: path,
        todo: "Give each a place of its own.",
        kind: "usage",
      });
    taken.set(at, what);
  }
};

const realPlace = (cwd: string, path: string): string => {
  const at = resolve(cwd, path);
  return statsOf(at)?.isFile() === true ? realpathSync(at) : at;
};
