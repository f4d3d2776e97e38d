import { constants } from "node:fs";
import { open, readFile, rename, rm, type FileHandle } from "node:fs/promises";
import { lock } from "../../files/lock.ts";
import { isProblem, problem } from "../../model/problem.ts";
import { asText, HEAD, type Line } from "./ledger-lines.ts";

/** The file of a ledger while a push goes on. */
export interface Journal {
  append(lines: readonly Line[]): Promise<void>;
  close(): Promise<void>;
}

/** Appends in the order of asking, each time to the disk; the file is made when the first line comes. */
export const newJournal = (file: string, whole: string): Journal => {
  let handle: FileHandle | null = null;
  let isNew = whole === "";
  let last: Promise<void> = Promise.resolve();
  const write = async (lines: readonly Line[]): Promise<void> => {
    if (handle === null) {
      handle = await openFile(file);
      await handle.truncate(Buffer.byteLength(whole));
    }
    try {
      await handle.appendFile(asText(isNew ? [HEAD, ...lines] : lines));
      isNew = false;
      await handle.sync();
    } catch (error) {
      throw notWritten(file, error);
    }
  };
  return {
    append: (lines: readonly Line[]): Promise<void> => {
      last = last.then(() => write(lines));
      return last;
    },
    close: async (): Promise<void> => {
      await last.catch(() => undefined);
      await handle?.close();
    },
  };
};

/** Answers the way to let others use the file again. @throws an output problem where another push uses it, else a usage problem. */
export const locked = async (file: string, now: string): Promise<() => Promise<void>> => {
  try {
    return await lock(file, now);
  } catch (error) {
    throw isProblem(error) ? error : notOpened(file, error);
  }
};

/** A file that is not there yet is an empty one. @throws a usage problem. */
export const textOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return "";
    throw notOpened(file, error);
  }
};

/** Never through a link, and for the owner alone: it holds policies. */
const openFile = async (file: string): Promise<FileHandle> => {
  try {
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW;
    return await open(file, flags, 0o600);
  } catch (error) {
    throw notOpened(file, error);
  }
};

/** Puts a shorter ledger in the place of the file, at once or not at all. */
export const rewrite = async (file: string, lines: readonly Line[]): Promise<void> => {
  const beside = `${file}.new`;
  try {
    await rm(beside, { force: true });
    const handle = await open(beside, "wx", 0o600);
    await handle.writeFile(asText(lines));
    await handle.sync();
    await handle.close();
    await rename(beside, file);
  } catch (error) {
    throw notWritten(file, error);
  }
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

const notOpened = (file: string, error: unknown): Error =>
  problem({
    what: `the ledger cannot be opened (${error instanceof Error ? error.message : String(error)})`,
    where: file,
    todo: "Give --ledger a file in a folder that you may write to.",
    kind: "usage",
  });

const notWritten = (file: string, error: unknown): Error =>
  problem({
    what: `the ledger cannot be written (${error instanceof Error ? error.message : String(error)})`,
    where: file,
    todo: "Make room and push again: Security Hub is then asked what has arrived.",
    kind: "output",
  });
