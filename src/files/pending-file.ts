import { createHash, type Hash } from "node:crypto";
import { constants, lstatSync, type Stats } from "node:fs";
import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { problem } from "../model/problem.ts";
import { fail } from "./fail.ts";
import { makeFolder } from "./make-folder.ts";

/** A file being written beside its path; nothing stands at the path before `commit`. */
export interface PendingFile {
  readonly path: string;
  append(text: string): Promise<void>;
  /** Ends the writing; answers the sha256 of all that was written. */
  finish(): Promise<string>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/** Only the owner may read a report: it names accounts and their weak places. */
const PRIVATE = 0o600;
export const FOLDER_MODE = 0o700;

/** Characters that are gathered before they are written: a report has hundreds of thousands of pieces. */
const CHUNK = 65_536;

/** Begins a file, mode 0600 unless told otherwise; never follows a link. @throws a problem (exit 4) where it cannot be written. */
export const pendingFile = async (path: string, mode: number = PRIVATE): Promise<PendingFile> => {
  refuseLink(path);
  refuseDevice(path);
  if (lookAt(path)?.isDirectory() === true) fail(path, Object.assign(new Error(), { code: "EISDIR" }));
  const temporary = pendingName(path, process.pid);
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
      held.push(text);
      length += text.length;
      if (length >= CHUNK) await flush();
    },
    finish: async () => {
      await flush();
      await file.close().catch((error: unknown) => fail(path, error));
      return hash.digest("hex");
    },
    commit: async () => {
      await rename(temporary, path).catch((error: unknown) => fail(path, error));
    },
    discard: async () => {
      await file.close().catch(() => undefined);
      await rm(temporary, { force: true });
    },
  };
};

const pendingName = (path: string, writer: number): string => `${path}.${writer}.part`;

/** The file that a name stands for while it is being written, and by which process; null for any other name. */
export const pendingFor = (name: string): { readonly name: string; readonly writer: number } | null => {
  const [, whole = "", writer = ""] = /^(.+)\.(\d+)\.part$/.exec(name) ?? [];
  return whole === "" ? null : { name: whole, writer: Number(writer) };
};

const created = async (temporary: string, path: string, mode: number): Promise<FileHandle> => {
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW;
  makeFolder(dirname(path), FOLDER_MODE, path);
  try {
    // What a killed run left would keep its owner and its mode.
    await rm(temporary, { force: true });
    return await open(temporary, flags, mode);
  } catch (error) {
    return fail(path, error);
  }
};

const appended = async (file: FileHandle, hash: Hash, path: string, text: string): Promise<void> => {
  hash.update(text);
  await file.writeFile(text).catch((error: unknown) => fail(path, error));
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
