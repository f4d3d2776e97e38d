import { createHash } from "node:crypto";
import { constants, createReadStream, lstatSync, readdirSync, type Dirent, type Stats } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { whyOf } from "../../files/fail.ts";
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
    for (const entry of readIn(join(folder, at))) {
      const name = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entries.length + waiting.length > MOST_ENTRIES)
        throw problem({
          what: "there are too many files",
          where: folder,
          todo: "Name a bundle.",
          kind: "input",
        });
      if (entry.isDirectory()) waiting.push(name);
      else if (!isMark(folder, name)) entries.push({ name, kind: kindOf(entry) });
    }
  }
  return entries.toSorted(by(({ name }) => name));
};

const readIn = (folder: string): readonly Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    return unreadable("folder", folder, error);
  }
};

/** @throws an input problem: what cannot be read is not said to have been changed. */
const unreadable = (kind: "folder" | "file", path: string, error: unknown): never => {
  throw problem({
    what: `the ${kind} cannot be read: ${whyOf(error)}`,
    where: path,
    todo: "Make it readable for this user.",
    kind: "input",
  });
};

const kindOf = (entry: Dirent): FolderEntry["kind"] =>
  entry.isFile() ? "file" : entry.isSymbolicLink() ? "link" : "other";

const isMark = (folder: string, name: string): boolean =>
  name.endsWith(`/${MARK}`) && isEmptyFile(lookAt(join(folder, name), "file"));

const isEmptyFile = (found: Stats | undefined): boolean => found?.isFile() === true && found.size === 0;

const lookAt = (path: string, kind: "folder" | "file"): Stats | undefined => {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    return unreadable(kind, path, error);
  }
};

const requireFolder = (folder: string): void => {
  const found = lookAt(folder, "folder");
  if (found?.isDirectory() !== true)
    throw problem({
      what: found === undefined ? "there is no such folder" : "it is not a folder",
      where: folder,
      todo: "Name the folder that `--bundle` has written.",
      kind: "usage",
    });
};

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ELOOP");

const absent = (path: string): never => {
  throw problem({
    what: "the file is missing, or is a link",
    where: path,
    todo: "Get a whole bundle.",
    kind: "input",
  });
};

/** The bytes of a file that is no link and not longer than `limit`. @throws an input problem where it cannot be read. */
export const readPlain = async (path: string, limit: number): Promise<Buffer> => {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: unknown) =>
    isAbsent(error) ? absent(path) : unreadable("file", path, error),
  );
  try {
    if ((await file.stat()).size > limit)
      throw problem({
        what: `the file is longer than ${limit} bytes`,
        where: path,
        todo: "Get the bundle as it was written.",
        kind: "input",
      });
    return await file.readFile();
  } finally {
    await file.close();
  }
};

/** Of a file's bytes, in hexadecimal. @throws an input problem where it cannot be read. */
export const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash("sha256");
  const stream = createReadStream(path, { flags: "r", highWaterMark: 2 ** 20 });
  try {
    for await (const chunk of stream) hash.update(chunk as Buffer);
  } catch (error) {
    return unreadable("file", path, error);
  }
  return hash.digest("hex");
};
