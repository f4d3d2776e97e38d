import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readAtMost, whyUnread } from "../files/read-at-most.ts";
import { open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder } from "../files/make-folder.ts";
import { fail } from "../files/fail.ts";
import { refuseLink } from "../files/pending-file.ts";
import { problem } from "../model/problem.ts";
import { isObject } from "../text/is-object.ts";

/**
 * What happened to one policy: `begun` a write is about to be sent · `written` it was answered · `found` an answer was
 * lost, and the text was there · `refused` AWS said no · `lost` no answer came and the text is not there · `verified` and
 * `unverified` what was read back, for the resource · `undoing` and `undone` the way back · `left` it was left as it is.
 */
const EVENTS = [
  "begun",
  "written",
  "found",
  "refused",
  "lost",
  "verified",
  "unverified",
  "undoing",
  "undone",
  "left",
] as const;
export type JournalEvent = (typeof EVENTS)[number];

/** One line of a journal. Hashes are SHA-256 in hexadecimal digits. */
export interface JournalEntry {
  readonly kind: "journal";
  readonly version: 1;
  /** Counts from 1. */
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  /** Who wrote: the ARN of the writer's credentials. */
  readonly caller: string;
  readonly event: JournalEvent;
  readonly plan: string;
  /** The kind of the resource, its id, its name and where it is. */
  readonly resource: {
    readonly kind: string;
    readonly id: string;
    readonly name: string;
    readonly account: string;
    readonly region: string;
  };
  /** Null for what is said of the resource as a whole. */
  readonly document: string | null;
  readonly beforeSha256: string | null;
  /** Null where the policy was to be taken away. */
  readonly afterSha256: string | null;
  /** The file of the original text, beside the journal. */
  readonly backup: string | null;
  readonly requestId: string | null;
  readonly says: string;
  /** Of the line before, with its line feed; of nothing for the first. */
  readonly previous: string;
}

type Note = Omit<JournalEntry, "kind" | "version" | "number" | "previous">;

export interface Journal {
  readonly entries: readonly JournalEntry[];
  /** Appends a line and waits until it is on the disk. */
  append(note: Note): Promise<void>;
  close(): Promise<void>;
}

const textIn = (path: string): string => {
  try {
    return readAtMost(path).toString("utf8");
  } catch (error) {
    throw problem({ what: whyUnread(error), where: path, todo: "Check the path.", kind: "usage" });
  }
};

/** Opens a journal to append to; its lines have to hold together. @throws a usage problem where they do not, an output problem where it cannot be written. */
export const openJournal = async (path: string): Promise<Journal> => {
  refuseLink(path);
  const text = existsSync(path) ? textIn(path) : "";
  const entries = [...readJournal(text, path)];
  let previous = hashOf(text.split("\n").at(-2) ?? null);
  makeFolder(dirname(path), 0o700, path);
  const file: FileHandle = await open(path, "a", 0o600).catch((error: unknown) => fail(path, error));
  return {
    entries,
    append: async (note) => {
      const entry: JournalEntry = {
        kind: "journal",
        version: 1,
        number: entries.length + 1,
        ...note,
        previous,
      };
      const line = JSON.stringify(entry);
      try {
        await file.appendFile(`${line}\n`);
        await file.sync();
      } catch (error) {
        fail(path, error);
      }
      previous = hashOf(line);
      entries.push(entry);
    },
    close: () => file.close(),
  };
};

const hashOf = (line: string | null): string =>
  createHash("sha256")
    .update(line === null ? "" : `${line}\n`)
    .digest("hex");

/** The entries of a journal. @throws a usage problem at the first line that is broken, missing or changed. */
export const readJournal = (text: string, path: string): readonly JournalEntry[] => {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  const broken = (number: number, what: string): Error =>
    problem({
      what,
      where: `${path}:${number}`,
      todo: "Restore the journal from a copy; the policies and their backups are as they were.",
      kind: "usage",
    });
  if (last !== "") throw broken(lines.length + 1, "the journal is cut off in the middle of this line");
  let previous = hashOf(null);
  return lines.map((line, index) => {
    const entry = parsed(line);
    if (entry === null) throw broken(index + 1, "this is not a line of a journal");
    if (entry.number !== index + 1 || entry.previous !== previous)
      throw broken(index + 1, "the line before was changed or taken out");
    previous = hashOf(line);
    return entry;
  });
};

const parsed = (line: string): JournalEntry | null => {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : null;
  } catch {
    return null;
  }
};

const TEXTS = ["at", "caller", "plan", "says", "previous"] as const;
const TEXTS_OR_NULL = ["document", "beforeSha256", "afterSha256", "backup", "requestId"] as const;

const isEntry = (value: unknown): value is JournalEntry =>
  isObject(value) &&
  value["kind"] === "journal" &&
  value["version"] === 1 &&
  Number.isSafeInteger(value["number"]) &&
  EVENTS.some((event) => event === value["event"]) &&
  TEXTS.every((name) => typeof value[name] === "string") &&
  TEXTS_OR_NULL.every((name) => value[name] === null || typeof value[name] === "string") &&
  isObject(value["resource"]) &&
  ["kind", "id", "name", "account", "region"].every(
    (name) => isObject(value["resource"]) && typeof value["resource"][name] === "string",
  );
