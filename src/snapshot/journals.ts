import { existsSync, readdirSync } from "node:fs";
import { open, readFile, rename, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { whyOf } from "../files/fail.ts";
import { lock } from "../files/lock.ts";
import { makeFolder } from "../files/make-folder.ts";
import { FOLDER_MODE, refuseLink } from "../files/pending-file.ts";
import { problem } from "../model/problem.ts";
import { parseScope, type ScopeId } from "../model/scope.ts";
import type { ScopeRecord, SnapshotHead } from "../model/snapshot.ts";
import { isObject } from "../text/is-object.ts";
import {
  closedJournal,
  closedScope,
  isClosed,
  openJournal,
  UNFINISHED,
  unwritable,
  type ClosedScope,
  type ScopeJournal,
} from "./journal.ts";
import { journalLines } from "./journal-lines.ts";
import { brokenScope, indexSnapshot, type ScopePlace } from "./snapshot-index.ts";
import { wrongMember } from "./wrong-member.ts";

/** What a scan has read so far: a journal for each scope, in the folder `<snapshot>.partial`. */
export interface Journals {
  /** How the reading began that is continued; null where it begins now. */
  readonly head: SnapshotHead | null;
  /** The scopes that something was read of. */
  readonly scopes: ReadonlySet<ScopeId>;
  /** Keeps how the reading begins, unless it is continued. */
  begin(head: SnapshotHead): Promise<void>;
  /** A scope that was read whole; null where there is something left to ask. */
  closed(scope: ScopeId): ClosedScope | null;
  open(scope: ScopeId): Promise<ScopeJournal>;
  /** Lets go of the folder and keeps what is in it. */
  leave(): Promise<void>;
  /** Takes the folder away: the snapshot is written. */
  remove(): Promise<void>;
}

/** The head of the snapshot, which names the version and the settings of the reading. */
const HEAD = "head.jsonl";
/** The closing records of scopes that hold nothing: tens of thousands in an organisation, each too small for a file. */
const EMPTY = "empty.jsonl";
/** A copy of the snapshot that is gone on with: the scopes that it holds whole are read from there. */
export const EARLIER = "earlier.jsonl";
const OWN = /^(?:head\.jsonl(?:\.new)?|(?:empty|earlier)\.jsonl)$/;
/** Milliseconds in which the closing records of empty scopes are gathered. */
const WRITE_AFTER = 100;
/** Milliseconds between two moments at which the closing records of empty scopes are made to reach the disk. */
const SYNC_AFTER = 1_000;

/** The folder of a snapshot's journals. */
export const journalFolder = (snapshot: string): string => `${snapshot}.partial`;

/**
 * Opens the journals of a snapshot for this process alone.
 *
 * @param since ISO 8601, told to another process that wants them
 * @param prepare called where no reading has begun in the folder, while no other process may use it; it may begin one
 * @throws an output problem where another process has them, or they cannot be written
 */
export const openJournals = async (
  snapshot: string,
  since: string,
  prepare?: () => Promise<void>,
): Promise<Journals> => {
  const folder = journalFolder(snapshot);
  refuseLink(folder);
  const unlock = await lock(folder, since);
  try {
    const journals = await journalsIn(folder, unlock);
    if (prepare === undefined || journals.head !== null) return journals;
    await prepare();
    return await journalsIn(folder, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
};

/**
 * The journals of a folder, as they are; `unlock` is called once they are let go of.
 *
 * @param gathers characters of a journal that are gathered before they are written, where all can be read again
 */
export const journalsIn = async (
  folder: string,
  unlock: () => Promise<void>,
  gathers = 0,
): Promise<Journals> => {
  const names = namesIn(folder);
  const foreign = names.find((name) => !OWN.test(name) && scopeOf(name) === null);
  if (foreign !== undefined)
    throw problem({
      what: `the folder holds ${JSON.stringify(foreign)}, which no scan has written`,
      where: folder,
      todo: "Name another snapshot, or move the folder away.",
      kind: "output",
    });
  const head = await headIn(join(folder, HEAD));
  // Without its head nobody knows what was to be read.
  const journals = new Set(head === null ? [] : names.flatMap((name) => scopeOf(name) ?? []));
  const empty = new Map<ScopeId, ScopeRecord>();
  let emptyEnd = 0;
  if (head !== null)
    for (const { record, at, length } of journalLines(join(folder, EMPTY))) {
      emptyEnd = at + length;
      if (record.kind === "scope") empty.set(record.id, record);
    }
  const earlier = join(folder, EARLIER);
  const whole = head === null ? new Map<ScopeId, ScopePlace>() : wholeScopes(earlier);
  const pathOf = (scope: ScopeId): string => join(folder, nameOf(scope));
  // Many scopes close at a time: the file is opened once for all of them.
  let log: Promise<FileHandle> | null = null;
  let syncedAt = performance.now();

  // One write for many: a scope that holds nothing costs one call, and is listed again where its line was not written.
  let lines = "";
  let writtenAt = performance.now();
  let writing = Promise.resolve();
  const writeLines = async (): Promise<void> => {
    const text = lines;
    lines = "";
    if (text === "") return;
    try {
      log ??= appendable(join(folder, EMPTY), emptyEnd);
      const file = await log;
      await file.appendFile(text);
      if (performance.now() - syncedAt < SYNC_AFTER) return;
      syncedAt = performance.now();
      await file.datasync();
    } catch (error) {
      unwritable(join(folder, EMPTY), error);
    }
  };
  const keepEmpty = async (record: ScopeRecord): Promise<void> => {
    if (record.status !== "complete") return;
    lines += `${JSON.stringify(record)}\n`;
    if (performance.now() - writtenAt < WRITE_AFTER) return;
    writtenAt = performance.now();
    writing = writing.then(writeLines);
    await writing;
  };
  const begun = new Set<ScopeJournal>();
  let isLeft = false;
  const leave = async (): Promise<void> => {
    if (isLeft) return;
    isLeft = true;
    await Promise.all([...begun].map((journal) => journal.leave()));
    // Whoever leaves with a disk that is full was told so by what it could not write.
    await writing.then(writeLines).catch(() => undefined);
    const file = await log?.catch(() => null);
    log = null;
    await file?.close();
    await unlock();
  };
  return {
    head,
    scopes: new Set([...journals, ...empty.keys(), ...whole.keys()]),
    begin: async (first) => {
      if (head !== null) return;
      await rm(folder, { recursive: true, force: true });
      makeFolder(folder, FOLDER_MODE);
      await keptHead(join(folder, HEAD), first);
    },
    closed: (scope) => {
      const record = empty.get(scope);
      if (record !== undefined) return () => streamed(record);
      const path = pathOf(scope);
      if (journals.has(scope)) return isClosed(path) ? () => closedJournal(path, scope) : null;
      const place = whole.get(scope);
      return place === undefined
        ? null
        : () => closedScope(journalLines(earlier, place), scope, () => brokenScope(earlier, place));
    },
    open: async (scope) => {
      const isThere = journals.has(scope);
      const journal = await openJournal(pathOf(scope), scope, { isThere, gathers }, keepEmpty);
      begun.add(journal);
      return {
        ...journal,
        leave: async () => {
          begun.delete(journal);
          await journal.leave();
        },
      };
    },
    leave,
    remove: async () => {
      lines = "";
      await rm(folder, { recursive: true, force: true });
      await leave();
    },
  };
};

/** The scopes that a snapshot holds whole; none where there is no snapshot. */
const wholeScopes = (path: string): ReadonlyMap<ScopeId, ScopePlace> =>
  existsSync(path)
    ? new Map([...indexSnapshot(path).scopes].filter(([, { status }]) => status === "complete"))
    : new Map();

/** Opens a file to add to it behind its last whole line. */
const appendable = async (path: string, end: number): Promise<FileHandle> => {
  const file = await open(path, "a", 0o600);
  await file.truncate(end);
  return file;
};

async function* streamed(record: ScopeRecord): AsyncIterable<ScopeRecord> {
  await Promise.resolve();
  yield record;
}

const namesIn = (folder: string): readonly string[] => {
  try {
    return existsSync(folder) ? readdirSync(folder) : [];
  } catch (error) {
    throw problem({
      what: `the journals cannot be read: ${whyOf(error)}`,
      where: folder,
      todo: "Run it as whoever ran the scan.",
      kind: "output",
    });
  }
};

/** A scope's id has no dots. */
const nameOf = (scope: ScopeId): string => `${scope.replaceAll("/", ".")}.jsonl`;

const scopeOf = (name: string): ScopeId | null => {
  const whole = name.endsWith(UNFINISHED) ? name.slice(0, -UNFINISHED.length) : name;
  return whole.endsWith(".jsonl") ? (parseScope(whole.slice(0, -6).replaceAll(".", "/"))?.id ?? null) : null;
};

/** Null where there is none, or not the whole of it: then nothing was read either. */
const headIn = async (path: string): Promise<SnapshotHead | null> => {
  const text = await readFile(path, "utf8").catch(() => "");
  if (!text.endsWith("\n")) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isHead(value) ? value : null;
  } catch {
    return null;
  }
};

const isHead = (value: unknown): value is SnapshotHead =>
  isObject(value) && value["kind"] === "snapshot" && wrongMember(value) === null;

/** INVARIANT: journals without a head are worth nothing, so it is on the disk before the first of them. */
const keptHead = async (path: string, head: SnapshotHead): Promise<void> => {
  const whole = `${path}${UNFINISHED}`;
  try {
    const file = await open(whole, "wx", 0o600);
    try {
      await file.appendFile(`${JSON.stringify(head)}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(whole, path);
  } catch (error) {
    unwritable(path, error);
  }
};
