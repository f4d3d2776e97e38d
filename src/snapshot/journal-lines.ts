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
 * @throws what the file system says, but for a file that is not there.
 */
export function* journalLines(path: string): Iterable<JournalLine> {
  let at = 0;
  for (const { bytes, isWhole } of byLine(path)) {
    const record = isWhole ? recordIn(bytes) : null;
    if (record === null) return;
    yield { record, at, length: bytes.length + 1 };
    at += bytes.length + 1;
  }
}

function* byLine(path: string): Iterable<{ readonly bytes: Buffer; readonly isWhole: boolean }> {
  const file = opened(path);
  if (file === null) return;
  try {
    const whole = Buffer.allocUnsafe(Math.min(CHUNK, fstatSync(file).size + 1));
    let rest = Buffer.alloc(0);
    for (;;) {
      const length = readSync(file, whole);
      if (length === 0) break;
      const chunk = Buffer.concat([rest, whole.subarray(0, length)]);
      let from = 0;
      for (let end = chunk.indexOf(NEW_LINE); end >= 0; end = chunk.indexOf(NEW_LINE, from)) {
        yield { bytes: chunk.subarray(from, end), isWhole: true };
        from = end + 1;
      }
      rest = chunk.subarray(from);
      if (rest.length > LONGEST_LINE) break;
    }
    if (rest.length > 0) yield { bytes: rest, isWhole: false };
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

const isJournalRecord = (value: unknown): value is JournalRecord => {
  if (!isObject(value) || typeof value["kind"] !== "string" || isDeeperThan(value, DEEPEST)) return false;
  const { kind } = value;
  if (kind === "journal") return value["version"] === 1 && typeof value["scope"] === "string";
  if (kind === "gone") return typeof value["id"] === "string";
  if (kind === "lane") return typeof value["lane"] === "string" && isObject(value["unread"]);
  return (kind === "scope" || kind.includes(".")) && wrongMember(value) === null;
};
