import { isUtf8 } from "node:buffer";
import { problem } from "../model/problem.ts";
import type { ScopeId, ScopeStatus } from "../model/scope.ts";
import type { SnapshotHead, SnapshotRecord } from "../model/snapshot.ts";
import { isObject } from "../text/is-object.ts";
import { byLine, isShallow, type FileLine } from "./journal-lines.ts";
import { wrongMember } from "./wrong-member.ts";

/** Where the scopes of a snapshot stand in its file. */
export interface SnapshotIndex {
  readonly head: SnapshotHead;
  readonly scopes: ReadonlyMap<ScopeId, ScopePlace>;
}

/** The lines of a scope: its resources, and then its closing record. */
export interface ScopePlace {
  /** In bytes. */
  readonly at: number;
  readonly length: number;
  /** The number of its first line, from 1. */
  readonly line: number;
  readonly status: ScopeStatus;
}

/**
 * Finds the scopes of a snapshot that a scan has written. Resources are not parsed: there may be a hundred thousand, and
 * whoever reads a scope parses them then.
 *
 * @throws a usage problem where it is no snapshot of a scan, an input problem with the line where it is broken
 */
export const indexSnapshot = (path: string): SnapshotIndex => {
  const scopes = new Map<ScopeId, ScopePlace>();
  let head: SnapshotHead | null = null;
  let begin: Pick<ScopePlace, "at" | "line"> | null = null;
  let hasEnded = false;
  for (const line of byLine(path)) {
    const wrong = (what: string): Error => broken(`${path}:${line.number}`, what);
    if (!isUtf8(line.bytes)) throw wrong("the line is not UTF-8 text");
    if (!line.isWhole) throw wrong("the snapshot was cut off in this line");
    const isOfScope: boolean = head !== null && startsAsResource(line);
    const record: SnapshotRecord | null = isOfScope ? null : recordOf(line);
    if (head === null && record?.kind !== "snapshot") throw noSnapshot(path);
    if (record === null && !isOfScope) throw wrong("the line is not a record of a snapshot");
    if (hasEnded) throw wrong("a record stands after the end");
    if (record?.kind === "snapshot") {
      if (head !== null) throw wrong("the head is not the first record");
      head = record;
    } else if (record?.kind === "end") hasEnded = true;
    else begin ??= { at: line.at, line: line.number };
    if (record?.kind !== "scope" || begin === null) continue;
    if (scopes.has(record.id)) throw wrong(`scope ${record.id} was closed before`);
    const length = line.at + line.bytes.length + 1 - begin.at;
    scopes.set(record.id, { ...begin, length, status: record.status });
    begin = null;
  }
  if (head === null) throw noSnapshot(path);
  if (begin !== null)
    throw broken(`${path}:${begin.line}`, "the snapshot was cut off in the scope of this line");
  return { head, scopes };
};

const noSnapshot = (where: string): Error =>
  problem({
    what: "the file is not a snapshot that a scan has written",
    where,
    todo: "Name the FILE of an earlier --save-snapshot.",
    kind: "usage",
  });

const broken = (where: string, what: string): Error =>
  problem({
    what,
    where,
    todo: "Scan again into another file; this one, and the folder beside it that ends in .partial, are of no more use.",
    kind: "input",
  });

/** What is thrown where the lines of a scope are not as a scan writes them. */
export const brokenScope = (path: string, { line }: ScopePlace): Error =>
  broken(`${path}:${line}`, "a resource of the scope that begins in this line is not as a scan writes it");

/** How the line of a resource begins where a scan has written it: its kind alone has a dot in it. */
const RESOURCE = /^\{"kind":"[a-z0-9-]+\.[a-z0-9.-]+"/;
/** In bytes. */
const BEGINNING = 100;

const startsAsResource = ({ bytes }: FileLine): boolean =>
  RESOURCE.test(bytes.toString("latin1", 0, BEGINNING));

const recordOf = ({ bytes }: FileLine): SnapshotRecord | null => {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
};

const isRecord = (value: unknown): value is SnapshotRecord =>
  isObject(value) && isShallow(value) && typeof value["kind"] === "string" && wrongMember(value) === null;
