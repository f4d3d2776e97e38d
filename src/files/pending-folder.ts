import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { WrittenFile } from "../model/exporter.ts";
import { problem } from "../model/problem.ts";
import { isAlive } from "./alive.ts";
import { fail } from "./fail.ts";
import { makeFolder } from "./make-folder.ts";
import { FOLDER_MODE, refuseLink } from "./pending-file.ts";
import { pendingParts } from "./pending-parts.ts";

/** Marks a folder whose files all come from here, so that those of an earlier run may be taken away. */
const MARK = ".postern";

/** A folder whose parts are being written beside it. */
export interface PendingFolder {
  /** Adds to one part; its name leads nowhere but into the folder. */
  append(name: string, text: string): Promise<void>;
  /** Ends the writing; answers each part with its sha256. */
  finish(): Promise<readonly WrittenFile[]>;
  /** Puts the whole folder in its place, and takes the parts of an earlier run away. */
  switch(): void;
  /** Takes away what was written, and a folder that was made for nothing. */
  discard(): Promise<void>;
}

/**
 * Makes a folder ready for the parts of one format: one that is new, empty, or was written by an earlier run. It is
 * there at once, so that a place that cannot be written is known before anything is read.
 *
 * A part left from an earlier run would be uploaded as if it were of this one, so the folder is replaced as a whole: a
 * run that is killed leaves the earlier parts or its own, never some of both.
 */
export const pendingFolder = async (given: string): Promise<PendingFolder> => {
  const path = given.replace(/(?<=.)\/+$/, "");
  refuseLink(path);
  await restore(path);
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
  const staged = `${path}.${process.pid}.part`;
  const old = `${path}.${process.pid}.old.part`;
  const parts = pendingParts(staged, path);
  return {
    append: parts.append,
    finish: parts.finish,
    switch: () => {
      try {
        makeFolder(staged, FOLDER_MODE, path);
        writeFileSync(join(staged, MARK), "", { mode: 0o600 });
        renameSync(path, old);
        renameSync(staged, path);
        rmSync(old, { recursive: true, force: true });
      } catch (error) {
        fail(path, error);
      }
    },
    // One that has something in it stays.
    discard: async () => {
      await rm(staged, { recursive: true, force: true });
      if (isNew) await rmdir(path).catch(() => undefined);
    },
  };
};

/** What processes that are gone have left beside the folder: one that was taken out of its place goes back into it. */
const restore = async (path: string): Promise<void> => {
  for (const name of namesIn(dirname(path))) {
    const [, whole = "", writer = "", kept] = /^(.+?)\.(\d+)(\.old)?\.part$/.exec(name) ?? [];
    if (whole !== basename(path) || isAlive(Number(writer))) continue;
    const left = join(dirname(path), name);
    if (kept !== undefined && !existsSync(path)) await rename(left, path);
    else await rm(left, { recursive: true, force: true });
  }
};

const namesIn = (path: string): readonly string[] => {
  try {
    return existsSync(path) ? readdirSync(path) : [];
  } catch (error) {
    return fail(path, error);
  }
};
