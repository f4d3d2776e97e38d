import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { open, rename, rm, type FileHandle } from "node:fs/promises";
import type { EarlierReading, ReadingNote } from "../model/kind.ts";
import type { ScopeId } from "../model/scope.ts";
import type { ResourceRecord, ScopeRecord } from "../model/snapshot.ts";
import { whyOf } from "../files/fail.ts";
import { isProblem, problem } from "../model/problem.ts";
import { byCodeUnits } from "../text/order.ts";
import { earlierReading } from "./earlier-reading.ts";
import {
  journalLines,
  recordIn,
  type JournalHead,
  type JournalLine,
  type JournalRecord,
} from "./journal-lines.ts";

/** What is read of one scope, kept as it is read. */
export interface ScopeJournal {
  /** What an earlier run has left in it. */
  readonly earlier: EarlierReading;
  append(record: ResourceRecord): Promise<void>;
  note(note: ReadingNote): void;
  /** Sorts what was read by id and adds the closing record; the scope is then on the disk, to be read from there. */
  close(record: ScopeRecord): Promise<ClosedScope>;
  /** Closes the file, whatever is in it. */
  leave(): Promise<void>;
}

/** The resources of a scope by id, and then its closing record. */
export type ClosedScope = () => AsyncIterable<ResourceRecord | ScopeRecord>;

/** Milliseconds after which what was written has reached the disk; a killed process loses nothing, a power cut so much. */
const SYNC_AFTER = 1_000;

/** The bytes of one line of the file. */
interface Place {
  readonly at: number;
  readonly length: number;
}

/** What stands in a journal: the resources that were read whole, and where the last good line ends. */
interface Found extends EarlierReading {
  readonly places: Map<string, Place>;
  readonly end: number;
  readonly isSorted: boolean;
}

/**
 * Opens the journal of a scope, which is made with the first thing that is kept in it. A line that was cut off, and all
 * that stands behind it, is taken away.
 *
 * @param isThere whether there may be a file of this name; most scopes of an organisation have none
 * @param gathers characters that are gathered before they are written; none where what is written is to outlive a kill
 * @param keepEmpty keeps the closing record of a scope that has nothing in it, and so no journal
 * @throws an output problem where it cannot be written
 */
export const openJournal = async (
  path: string,
  scope: ScopeId,
  { isThere, gathers }: { readonly isThere: boolean; readonly gathers: number },
  keepEmpty: (record: ScopeRecord) => Promise<void>,
): Promise<ScopeJournal> => {
  const found = isThere ? inJournal(path, scope) : nothingFound();
  const { places } = found;
  const isContinued = found.end > 0;
  let isSorted = found.isSorted;
  let last = [...places.keys()].at(-1) ?? "";
  let end = found.end;
  let file: FileHandle | null = null;
  let syncedAt = performance.now();
  let writing: Promise<void> = Promise.resolve();
  let isLeft = false;

  let held = "";
  const flush = async (): Promise<void> => {
    const text = held;
    held = "";
    if (text !== "") await file?.appendFile(text);
  };
  const write = async (record: JournalRecord): Promise<Place> => {
    if (isLeft) throw new Error(`${path} was left`);
    file ??= await begun(path, found.end);
    const head: JournalHead = { kind: "journal", version: 1, scope };
    const line = lineOf(record);
    const lines = `${end === 0 ? lineOf(head) : ""}${line}`;
    held += lines;
    const length = Buffer.byteLength(line);
    end += Buffer.byteLength(lines);
    if (held.length > gathers) await flush();
    if (gathers === 0 && performance.now() - syncedAt >= SYNC_AFTER) {
      await file.datasync();
      syncedAt = performance.now();
    }
    return { at: end - length, length };
  };
  /** One after the other, and nothing after a failure. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    writing = writing.then(() => work().catch((error: unknown) => unwritable(path, error)));
    writing.catch(() => undefined);
    return writing;
  };

  return {
    earlier: found,
    append: (record) =>
      inTurn(async () => {
        const place = await write(record);
        if (record.id <= last) isSorted = false;
        last = record.id;
        // Where nothing stood before, the resources come in order and need no index.
        if (isContinued) places.set(record.id, place);
      }),
    note: (note) =>
      void inTurn(async () => {
        await write(note);
      }),
    close: async (record) => {
      await writing;
      if (end === 0) {
        await keepEmpty(record);
        return () => alone(record);
      }
      await inTurn(async () => {
        if (!isSorted) {
          await flush();
          return rewritten(path, scope, places, record);
        }
        await write(record);
        await flush();
        await file?.datasync();
      });
      return () => closedJournal(path, scope);
    },
    leave: async () => {
      await writing.then(flush).catch(() => undefined);
      isLeft = true;
      await file?.close();
      file = null;
    },
  };
};

/** @throws an output problem that says why, and how to go on. */
export const unwritable = (path: string, error: unknown): never => {
  if (isProblem(error)) throw error;
  throw problem({
    what: `what was read cannot be written down: ${whyOf(error)}`,
    where: path,
    todo: "Mend that, and go on with `postern scan --resume FILE`: nothing that was written before is lost.",
    kind: "output",
  });
};

async function* alone(record: ScopeRecord): AsyncIterable<ScopeRecord> {
  await Promise.resolve();
  yield record;
}

const lineOf = (record: JournalRecord): string => `${JSON.stringify(record)}\n`;

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_RDWR } = constants;

const begun = async (path: string, end: number): Promise<FileHandle> => {
  const file = await open(path, O_APPEND | O_CREAT | O_NOFOLLOW | O_RDWR, 0o600);
  await file.truncate(end);
  return file;
};

const nothingFound = (): Found => ({
  ...earlierReading().all(),
  places: new Map(),
  end: 0,
  isSorted: true,
});

const inJournal = (path: string, scope: ScopeId): Found => {
  const places = new Map<string, Place>();
  const unread = new Set<string>();
  const found = earlierReading();
  let end = 0;
  let isSorted = true;
  let last = "";
  for (const { record, at, length } of journalLines(path)) {
    if (at === 0 && !isHeadOf(record, scope)) break;
    end = at + length;
    // It closed the scope for a run that could not read all of it.
    if (record.kind === "scope") isSorted = false;
    else if (record.kind === "gone" || record.kind === "lane") found.note(record);
    else if (record.kind !== "journal" && record.scope === scope) {
      if (record.id <= last) isSorted = false;
      last = record.id;
      if (found.see(record)) {
        unread.delete(record.id);
        places.set(record.id, { at, length });
      } else unread.add(record.id);
    }
  }
  // What could not be read is asked for again: its line gives way to that of the answer.
  if (unread.size > 0) isSorted = false;
  return { ...found.all(), places, end, isSorted };
};

const isHeadOf = (record: JournalRecord, scope: ScopeId): boolean =>
  record.kind === "journal" && record.scope === scope;

/** Ends the name of a file that is to take another's place. */
export const UNFINISHED = ".new";

/** Puts the resources in order, each once, and the closing record behind them; the file changes at once or not at all. */
const rewritten = async (
  path: string,
  scope: ScopeId,
  places: ReadonlyMap<string, Place>,
  closing: ScopeRecord,
): Promise<void> => {
  const from = await open(path, "r");
  const sorted = `${path}${UNFINISHED}`;
  await rm(sorted, { force: true });
  const to = await open(sorted, "wx", 0o600);
  try {
    await to.appendFile(lineOf({ kind: "journal", version: 1, scope }));
    for (const [, { at, length }] of [...places].sort(([a], [b]) => byCodeUnits(a, b))) {
      const { buffer } = await from.read(Buffer.alloc(length), 0, length, at);
      await to.appendFile(buffer);
    }
    await to.appendFile(lineOf(closing));
    await to.datasync();
  } finally {
    await from.close();
    await to.close();
  }
  await rename(sorted, path);
};

/** The closing records that say that nothing is left to read. */
const isWhole = (record: JournalRecord | null): record is ScopeRecord =>
  record?.kind === "scope" && record.status === "complete";

/** In bytes: a closing record names lanes and refusals, and no resources. */
const TAIL = 65_536;

/** Whether a journal holds its scope whole, by its last line. */
export const isClosed = (path: string): boolean => {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const from = Math.max(0, size - TAIL);
    const bytes = Buffer.alloc(size - from);
    const tail = bytes.subarray(0, readSync(file, bytes, 0, size - from, from));
    if (tail.at(-1) !== 0x0a) return false;
    const begin = tail.lastIndexOf(0x0a, tail.length - 2) + 1;
    return isWhole(recordIn(tail.subarray(begin, tail.length - 1)));
  } finally {
    closeSync(file);
  }
};

/** The resources of a journal that was closed, by id, and then its closing record. */
export const closedJournal = (path: string, scope: ScopeId): AsyncIterable<ResourceRecord | ScopeRecord> =>
  closedScope(journalLines(path), scope, () =>
    problem({
      what: "the journal was changed after it had been closed",
      where: path,
      todo: "Remove this file and go on with --resume: its scope is read again.",
      kind: "input",
    }),
  );

/**
 * The resources of a scope that was read whole, by id, and then its closing record.
 *
 * @param broken what is thrown where the lines are not as they were written
 */
export async function* closedScope(
  lines: Iterable<JournalLine>,
  scope: ScopeId,
  broken: () => Error,
): AsyncIterable<ResourceRecord | ScopeRecord> {
  let last = "";
  let closing: ScopeRecord | null = null;
  await Promise.resolve();
  for (const { record } of lines) {
    // Nothing stands behind the closing record: what does would be lost.
    if (closing !== null) throw broken();
    if (record.kind === "scope") {
      if (record.id !== scope) break;
      closing = record;
      continue;
    }
    if (record.kind === "journal" || record.kind === "gone" || record.kind === "lane") continue;
    if (record.id <= last || record.scope !== scope) break;
    last = record.id;
    yield record;
  }
  if (closing === null) throw broken();
  yield closing;
}
