import { createHash, type Hash } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import type { WrittenFile } from "../model/exporter.ts";
import { fail } from "./fail.ts";
import { makeFolder } from "./make-folder.ts";
import { FOLDER_MODE, PRIVATE } from "./pending-file.ts";

/** The parts of a folder while they are written into its hidden twin. */
export interface PendingParts {
  append(name: string, text: string): Promise<void>;
  /** Writes what is still held; answers each part with its sha256, in the order in which they began. */
  finish(): Promise<readonly WrittenFile[]>;
}

/** Characters that all parts together hold before they are written. */
const HELD = 65_536;

/**
 * Writes parts into `staged`, which will stand at `path`; problems name the file as it will be called.
 *
 * A file is open only while something is added to it: a run may have more parts than a process may have files, and
 * until its end more may come for any of them.
 */
export const pendingParts = (staged: string, path: string): PendingParts => {
  const hashes = new Map<string, Hash>();
  const held = new Map<string, string[]>();
  let length = 0;
  const flush = async (): Promise<void> => {
    for (const [name, texts] of held) {
      const text = texts.join("");
      const begun = hashes.get(name);
      hashes.set(name, (begun ?? createHash("sha256")).update(text));
      await add(inside(staged, name), text, begun === undefined, join(path, name));
    }
    held.clear();
    length = 0;
  };
  return {
    append: async (name, text) => {
      const texts = held.get(name);
      if (texts === undefined) held.set(name, [text]);
      else texts.push(text);
      length += text.length;
      if (length >= HELD) await flush();
    },
    finish: async () => {
      await flush();
      return [...hashes].map(([name, hash]) => ({ name, sha256: hash.digest("hex") }));
    },
  };
};

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;

const add = async (place: string, text: string, isNew: boolean, shown: string): Promise<void> => {
  if (isNew) makeFolder(dirname(place), FOLDER_MODE, shown);
  try {
    const flags = O_WRONLY | O_APPEND | O_NOFOLLOW | (isNew ? O_CREAT | O_EXCL : 0);
    const file = await open(place, flags, PRIVATE);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  } catch (error) {
    fail(shown, error);
  }
};

/** INVARIANT: a part's name never leads out of its folder. */
const inside = (folder: string, name: string): string => {
  const path = resolve(folder, name);
  if (!path.startsWith(folder.endsWith(sep) ? folder : folder + sep))
    throw new Error(`The part ${name} lies outside of its folder`);
  return path;
};
