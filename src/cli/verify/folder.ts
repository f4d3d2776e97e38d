import { createHash } from "node:crypto";
import { constants, createReadStream, lstatSync, readdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { problem } from "../../model/problem.ts";
import { by } from "../../text/order.ts";

/** Empty; marks a folder that an export of several files wrote. */
const MARK = ".postern";

export interface FolderEntry {
  /** Below the folder, with `/`. */
  readonly name: string;
  readonly kind: "file" | "link" | "other";
}

/** A bundle has a few dozen files; more are somebody's mistake or malice. */
const MOST_ENTRIES = 10_000;

/** Everything below a folder; links are named and never followed. @throws a problem where it is no folder, or has too much in it. */
export const entriesOf = (folder: string): readonly FolderEntry[] => {
  requireFolder(folder);
  const entries: FolderEntry[] = [];
  const waiting = [""];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const entry of readdirSync(join(folder, at), { withFileTypes: true })) {
      const name = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entries.length + waiting.length > MOST_ENTRIES)
        throw problem({ what: "there are too many files", where: folder, todo: "Name a bundle.", exit: 3 });
      if (entry.isDirectory()) waiting.push(name);
      else if (!isMark(folder, name)) entries.push({ name, kind: kindOf(entry) });
    }
  }
  return entries.toSorted(by(({ name }) => name));
};

const kindOf = (entry: { isFile(): boolean; isSymbolicLink(): boolean }): FolderEntry["kind"] =>
  entry.isFile() ? "file" : entry.isSymbolicLink() ? "link" : "other";

const isMark = (folder: string, name: string): boolean =>
  name.endsWith(`/${MARK}`) &&
  lstatSync(join(folder, name)).isFile() &&
  lstatSync(join(folder, name)).size === 0;

const requireFolder = (folder: string): void => {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true)
    throw problem({
      what: found === undefined ? "there is no such folder" : "it is not a folder",
      where: folder,
      todo: "Name the folder that `--bundle` has written.",
      exit: 2,
    });
};

/** The bytes of a file that is no link and not longer than `limit`. @throws a problem (exit 3) where it cannot be read. */
export const readPlain = async (path: string, limit: number): Promise<Buffer> => {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => null);
  if (file === null)
    throw problem({
      what: "the file is missing, or is a link",
      where: path,
      todo: "Get a whole bundle.",
      exit: 3,
    });
  try {
    if ((await file.stat()).size > limit)
      throw problem({
        what: `the file is longer than ${limit} bytes`,
        where: path,
        todo: "Get the bundle as it was written.",
        exit: 3,
      });
    return await file.readFile();
  } finally {
    await file.close();
  }
};

export const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash("sha256");
  const stream = createReadStream(path, { flags: "r", highWaterMark: 2 ** 20 });
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash.digest("hex");
};
