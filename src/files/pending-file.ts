import { createHash, type Hash } from "node:crypto";
import { constants, existsSync, lstatSync, readdirSync, renameSync, type Stats } from "node:fs";
import { open, rename, rm, rmdir, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { problem } from "../model/problem.ts";
import { isAlive } from "./alive.ts";
import { fail } from "./fail.ts";
import { makeFolder } from "./make-folder.ts";

/** A file being written beside its path; nothing stands at the path before `commit`. */
export interface PendingFile {
  readonly path: string;
  append(content: string | Uint8Array): Promise<void>;
  /** Waits until all that was written has reached the disk. */
  sync(): Promise<void>;
  /** Ends the writing; answers the sha256 of all that was written. */
  finish(): Promise<string>;
  commit(): Promise<void>;
  /** As `commit`, without giving way to anything: files that belong together are switched in one go. */
  switch(): void;
  discard(): Promise<void>;
}

/** Only the owner may read a report: it names accounts and their weak places. */
export const PRIVATE = 0o600;
export const FOLDER_MODE = 0o700;

/** Characters that are gathered before they are written: a report has hundreds of thousands of pieces. */
const CHUNK = 65_536;

/** Begins a file, mode 0600 unless told otherwise; never follows a link. @throws an output problem where it cannot be written. */
export const pendingFile = async (
  path: string,
  mode: number = PRIVATE,
  chunk: number = CHUNK,
): Promise<PendingFile> => {
  refuseLink(path);
  refuseDevice(path);
  if (lookAt(path)?.isDirectory() === true) fail(path, Object.assign(new Error(), { code: "EISDIR" }));
  const temporary = pendingName(path, process.pid);
  const isNewFolder = !existsSync(dirname(path));
  const file = await created(temporary, path, mode);
  const hash = createHash("sha256");
  let held: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    const text = held.join("");
    held = [];
    length = 0;
    if (text !== "") await appended(file, hash, path, text);
  };
  return {
    path,
    append: async (text) => {
      if (typeof text !== "string") {
        await flush();
        return appended(file, hash, path, text);
      }
      held.push(text);
      length += text.length;
      if (length >= chunk) await flush();
    },
    sync: async () => {
      await flush();
      await file.datasync().catch((error: unknown) => fail(path, error));
    },
    finish: async () => {
      await flush();
      await file.close().catch((error: unknown) => fail(path, error));
      return hash.digest("hex");
    },
    commit: async () => {
      await rename(temporary, path).catch((error: unknown) => fail(path, error));
    },
    switch: () => {
      try {
        renameSync(temporary, path);
      } catch (error) {
        fail(path, error);
      }
    },
    discard: async () => {
      await file.close().catch(() => undefined);
      await rm(temporary, { force: true });
      // One that has something in it stays.
      if (isNewFolder) await rmdir(dirname(path)).catch(() => undefined);
    },
  };
};

const pendingName = (path: string, writer: number): string => `${path}.${writer}.part`;

/** What a name stands for while it is being written, or put aside to be replaced, and by which process; null for any other name. */
export const pendingFor = (name: string): { readonly name: string; readonly writer: number } | null => {
  const [, whole = "", writer = ""] = /^(.+)\.(\d+)(?:\.old)?\.part$/.exec(name) ?? [];
  return whole === "" ? null : { name: whole, writer: Number(writer) };
};

const created = async (temporary: string, path: string, mode: number): Promise<FileHandle> => {
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW;
  makeFolder(dirname(path), FOLDER_MODE, path);
  try {
    // What a killed run left would keep its owner and its mode.
    await rm(temporary, { force: true });
    await sweep(path);
    return await open(temporary, flags, mode);
  } catch (error) {
    return fail(path, error);
  }
};

/** Takes away what processes that are gone have left of this file. */
const sweep = async (path: string): Promise<void> => {
  for (const name of namesIn(dirname(path))) {
    const pending = pendingFor(name);
    if (pending?.name === basename(path) && !isAlive(pending.writer))
      await rm(join(dirname(path), name), { force: true, recursive: true });
  }
};

/** A folder that may be written and not read holds what it holds. */
const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const appended = async (
  file: FileHandle,
  hash: Hash,
  path: string,
  content: string | Uint8Array,
): Promise<void> => {
  hash.update(content);
  await file.writeFile(content).catch((error: unknown) => fail(path, error));
};

/** A link in place of a file could lead the output anywhere. */
export const refuseLink = (path: string): void => {
  if (lookAt(path)?.isSymbolicLink() === true)
    throw problem({
      what: "the path is a symbolic link",
      where: path,
      todo: "Name the file itself.",
      kind: "output",
    });
};

/** The finished file is renamed onto its path: that would put a plain file in the place of `/dev/null`, or of a pipe. */
const refuseDevice = (path: string): void => {
  const there = lookAt(path);
  if (there === undefined || there.isFile() || there.isDirectory()) return;
  throw problem({
    what: "the path is a device, a pipe or a socket",
    where: path,
    todo: "Name a file, or leave it out to write to the terminal.",
    kind: "output",
  });
};

/** What cannot be looked at, cannot be written either, and the writing says why. */
const lookAt = (path: string): Stats | undefined => {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
};
