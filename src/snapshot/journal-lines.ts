import { open } from "node:fs/promises";
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
 * @throws what the file system says, but for a file that is not there.
 */
export async function* journalLines(path: string): AsyncIterable<JournalLine> {
  let at = 0;
  for await (const { bytes, isWhole } of byLine(path)) {
    const record = isWhole ? recordIn(bytes) : null;
    if (record === null) return;
    yield { record, at, length: bytes.length + 1 };
    at += bytes.length + 1;
  }
}

async function* byLine(path: string): AsyncIterable<{ readonly bytes: Buffer; readonly isWhole: boolean }> {
  const file = await open(path, "r").catch(unlessMissing);
  if (file === null) return;
  try {
    let rest = Buffer.alloc(0);
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK);
      if (bytesRead === 0) break;
      const chunk = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
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
    await file.close();
  }
}

const unlessMissing = (error: unknown): null => {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
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
