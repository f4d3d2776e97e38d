import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ReadingNote } from "../model/kind.ts";
import type { ResourceRecord, ScopeRecord } from "../model/snapshot.ts";
import { isObject } from "../text/is-object.ts";
import { isDeeperThan } from "../text/depth.ts";
import { wrongMember } from "./wrong-member.ts";

/** Begins a journal. */
export interface JournalHead {
  readonly kind: "journal";
  readonly version: 1;
  readonly scope: string;
}

export type JournalRecord = JournalHead | ReadingNote | ResourceRecord | ScopeRecord;

/** A whole line of a journal, and where its bytes stand in the file. */
export interface JournalLine {
  readonly record: JournalRecord;
  readonly at: number;
  /** In bytes, with its line feed. */
  readonly length: number;
}

/** In bytes. The lines of a snapshot are no longer: see snapshot/read.ts. */
const LONGEST_LINE = 4_000_000;
const DEEPEST = 100;
const CHUNK = 1 << 18;
const NEW_LINE = 0x0a;

/**
 * The lines of a file that a killed process may have left: up to the first that is cut off or is no record of a
 * journal. A file that is not there has none.
 *
 * They are read at once: most journals are small, and each wait for the disk is as long as all calls that are answered
 * meanwhile take together.
 *
 * @param part the lines to read; all where absent
 * @throws what the file system says, but for a file that is not there.
 */
export function* journalLines(path: string, part?: Part): Iterable<JournalLine> {
  for (const { bytes, at, isWhole } of byLine(path, part)) {
    const record = isWhole ? recordIn(bytes) : null;
    if (record === null) return;
    yield { record, at, length: bytes.length + 1 };
  }
}

/** Of a file, whole lines alone. In bytes. */
export interface Part {
  readonly at: number;
  readonly length: number;
}

/** A line without its line feed. */
export interface FileLine {
  readonly bytes: Buffer;
  /** Where it stands in the file, in bytes. */
  readonly at: number;
  /** From 1, counted from where the reading began. */
  readonly number: number;
  /** Whether a line feed ends it. */
  readonly isWhole: boolean;
}

/** The lines of a file, or of a part of it; one that is too long ends them. */
export function* byLine(path: string, part?: Part): Iterable<FileLine> {
  const file = opened(path);
  if (file === null) return;
  try {
    const size = part?.length ?? fstatSync(file).size + 1;
    const whole = Buffer.allocUnsafe(Math.min(CHUNK, size));
    let position = part?.at ?? 0;
    const end = part === undefined ? Number.POSITIVE_INFINITY : position + part.length;
    let rest = Buffer.alloc(0);
    let at = position;
    let number = 1;
    for (;;) {
      const length = readSync(file, whole, 0, Math.min(whole.length, end - position), position);
      if (length === 0) break;
      position += length;
      const chunk = Buffer.concat([rest, whole.subarray(0, length)]);
      let from = 0;
      for (let feed = chunk.indexOf(NEW_LINE); feed >= 0; feed = chunk.indexOf(NEW_LINE, from)) {
        const bytes = chunk.subarray(from, feed);
        yield { bytes, at, number, isWhole: true };
        from = feed + 1;
        at += bytes.length + 1;
        number += 1;
      }
      rest = chunk.subarray(from);
      if (rest.length > LONGEST_LINE) break;
    }
    if (rest.length > 0) yield { bytes: rest, at, number, isWhole: false };
  } finally {
    closeSync(file);
  }
}

const opened = (path: string): number | null => {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
};

/** A line as a record, or null where it is none: what stands there may be the rest of a write that was cut off. */
export const recordIn = (line: Buffer | string): JournalRecord | null => {
  try {
    const value: unknown = JSON.parse(line.toString());
    return isJournalRecord(value) ? value : null;
  } catch {
    return null;
  }
};

/** Whether a record is nested no deeper than one that a scan has written. */
export const isShallow = (value: unknown): boolean => !isDeeperThan(value, DEEPEST);

const isJournalRecord = (value: unknown): value is JournalRecord => {
  if (!isObject(value) || typeof value["kind"] !== "string" || !isShallow(value)) return false;
  const { kind } = value;
  if (kind === "journal") return value["version"] === 1 && typeof value["scope"] === "string";
  if (kind === "gone") return typeof value["id"] === "string";
  if (kind === "lane") return typeof value["lane"] === "string" && isObject(value["unread"]);
  return (kind === "scope" || kind.includes(".")) && wrongMember(value) === null;
};
