import { constants, lstatSync } from "node:fs";
import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { problem } from "../model/problem.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";

/** A snapshot being written; nothing stands at its path before `close`. */
export interface SnapshotWriter {
  append(record: SnapshotRecord): Promise<void>;
  /** Puts the file in its place, whole or as far as it was read. */
  close(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** The line of a record, as `snapshotSha256` counts it. */
export const snapshotLine = (record: SnapshotRecord): string => `${JSON.stringify(record)}\n`;

/** Begins a snapshot beside its path, mode 0600; never follows a link. */
export const writeSnapshot = async (path: string): Promise<SnapshotWriter> => {
  refuseLink(path);
  const temporary = `${path}.${process.pid}.part`;
  const file = await opened(temporary, path);
  return {
    append: async (record) => {
      await file.write(snapshotLine(record)).catch((error: unknown) => {
        throw cannotWrite(path, error);
      });
    },
    close: async () => {
      await file.close();
      await rename(temporary, path);
    },
    discard: async () => {
      await file.close();
      await rm(temporary, { force: true });
    },
  };
};

const opened = async (temporary: string, path: string): Promise<FileHandle> => {
  const flags = constants.O_CREAT | constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW;
  return open(temporary, flags, 0o600).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
};

/** A link in place of a file could lead the output anywhere. */
const refuseLink = (path: string): void => {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
    throw problem({
      what: "the path is a symbolic link",
      where: path,
      todo: "Name the file itself.",
      exit: 4,
    });
};

const cannotWrite = (path: string, error: unknown): Error =>
  problem({
    what: `the file cannot be written (${error instanceof Error && "code" in error ? String(error.code) : "unknown error"})`,
    where: path,
    todo: "Choose a directory that exists and can be written, with room left.",
    exit: 4,
  });
