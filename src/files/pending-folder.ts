import { existsSync, readdirSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { problem } from "../model/problem.ts";
import { fail, FOLDER_MODE, refuseLink } from "./pending-file.ts";

/** Marks a folder whose files all come from here, so that those of an earlier run may be taken away. */
const MARK = ".postern";

/**
 * Makes a folder ready for the parts of one format: one that is new, empty, or was written by an earlier run.
 *
 * A part left from an earlier run would be uploaded as if it were of this one, so `clear` takes them away first.
 */
export const pendingFolder = async (path: string): Promise<{ clear(): Promise<void> }> => {
  refuseLink(path.replace(/\/+$/, ""));
  const ours = existsSync(join(path, MARK));
  if (!ours && namesIn(path).length > 0)
    throw problem({
      what: "the folder is not empty and was not written by postern",
      where: path,
      todo: "Name a new or an empty folder.",
      exit: 4,
    });
  return {
    clear: async () => {
      if (ours) for (const name of readdirSync(path)) await rm(join(path, name), { recursive: true });
      await mkdir(path, { recursive: true, mode: FOLDER_MODE });
      await writeFile(join(path, MARK), "", { mode: 0o600 });
    },
  };
};

const namesIn = (path: string): readonly string[] => {
  try {
    return existsSync(path) ? readdirSync(path) : [];
  } catch (error) {
    return fail(path, error);
  }
};
