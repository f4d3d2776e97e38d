import { existsSync, readdirSync } from "node:fs";
import { rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { problem } from "../model/problem.ts";
import { fail } from "./fail.ts";
import { makeFolder } from "./make-folder.ts";
import { FOLDER_MODE, refuseLink } from "./pending-file.ts";

/** Marks a folder whose files all come from here, so that those of an earlier run may be taken away. */
const MARK = ".postern";

/** A folder into which parts are to be written. */
interface PendingFolder {
  /** Takes away the parts of an earlier run. */
  clear(): Promise<void>;
  /** Takes away a folder that was made for nothing. */
  discard(): Promise<void>;
}

/**
 * Makes a folder ready for the parts of one format: one that is new, empty, or was written by an earlier run. It is
 * there at once, so that a place that cannot be written is known before anything is read.
 *
 * A part left from an earlier run would be uploaded as if it were of this one, so `clear` takes them away first.
 */
export const pendingFolder = async (path: string): Promise<PendingFolder> => {
  refuseLink(path.replace(/\/+$/, ""));
  const ours = existsSync(join(path, MARK));
  if (!ours && namesIn(path).length > 0)
    throw problem({
      what: "the folder is not empty and was not written by postern",
      where: path,
      todo: "Name a new or an empty folder.",
      kind: "output",
    });
  const isNew = !existsSync(path);
  makeFolder(path, FOLDER_MODE);
  return {
    clear: async () => {
      try {
        if (ours) for (const name of readdirSync(path)) await rm(join(path, name), { recursive: true });
        await writeFile(join(path, MARK), "", { mode: 0o600 });
      } catch (error) {
        fail(path, error);
      }
    },
    // One that has something in it stays.
    discard: () => (isNew ? rmdir(path).catch(() => undefined) : Promise.resolve()),
  };
};

const namesIn = (path: string): readonly string[] => {
  try {
    return existsSync(path) ? readdirSync(path) : [];
  } catch (error) {
    return fail(path, error);
  }
};
