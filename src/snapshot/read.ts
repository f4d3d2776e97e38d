import { problem, type Problem, type ProblemError } from "../model/problem.ts";
import { awsScopeId, parseScope, type ScopeId } from "../model/scope.ts";
import {
  isResourceRecord,
  type FileNote,
  type ResourceRecord,
  type ScopeRecord,
  type SnapshotRecord,
} from "../model/snapshot.ts";
import { isObject } from "../text/is-object.ts";
import { isDeeperThan } from "../text/depth.ts";
import { lines, type Line } from "../text/lines.ts";
import { by, groupBy } from "../text/order.ts";
import { lineNotes, partialBy, shownKind } from "./line-notes.ts";
import { isKnownKind, wrongMember } from "./wrong-member.ts";

/** The longest line that is read, in UTF-16 units: an identity has at most 20 policies of 4 KB. */
const LONGEST_LINE = 4_000_000;

/** The deepest record that is read, in levels: what an API answers has a handful. */
const DEEPEST = 100;

/**
 * Reads a snapshot (JSON Lines) or a hand-written file of resource lines.
 *
 * A broken line, or one out of order, is a problem with its line number. A line that is only too long, too deep or of
 * an unknown kind is a note of its scope, which is then partial; so is a scope that contradicts its resources. A file
 * of resource lines alone gets its scopes from the ARNs, and each scope says that its population is unknown.
 *
 * @param kinds the kinds of resources that can be read; where absent, whoever judges says which are not known.
 */
export async function* readSnapshot(
  chunks: AsyncIterable<string> | Iterable<string>,
  file: string,
  kinds?: ReadonlySet<string>,
): AsyncIterable<SnapshotRecord> {
  const order = inOrder(file);
  const noted = lineNotes(file, kinds);
  const loose: ResourceRecord[] = [];
  const looseIds = new Set<string>();
  let headed = false;
  for await (const line of lines(chunks, LONGEST_LINE)) {
    if (line.text.trim() === "") continue;
    const record = parseLine(line, file);
    if (isUnreadLine(record)) {
      noted.add(line.number, record.unread);
      continue;
    }
    if (record.kind === "snapshot") {
      if (loose.length > 0)
        throw broken(
          file,
          line,
          "a snapshot begins behind lines of resources alone",
          "Give the two as files of their own.",
        );
      headed = true;
    }
    if (!headed) {
      const resource = looseResource(record, line, file);
      const key = `${resource.scope} ${resource.id}`;
      if (looseIds.has(key))
        throw broken(
          file,
          line,
          `the resource ${resource.id} stands here twice`,
          "Keep one of the two lines.",
        );
      looseIds.add(key);
      loose.push(noted.weigh(resource, line.number));
      continue;
    }
    order(record, line);
    if (record.kind === "end") yield* noted.rest();
    yield noted.weigh(record, line.number);
  }
  if (headed) yield* noted.rest();
  else if (loose.length > 0) yield* handWritten(loose, noted.notes());
  else throw problem(nothingIn(file, noted.notes()));
}

/**
 * Reads what was saved while it was judged, as it stands: files have no head, and several inputs follow one another.
 *
 * @throws a problem with the line's number where a line is no record, or a resource has no scope.
 */
export async function* readJudged(
  chunks: AsyncIterable<string> | Iterable<string>,
  file: string,
): AsyncIterable<SnapshotRecord> {
  for await (const line of lines(chunks, LONGEST_LINE)) {
    const record = parseLine(line, file);
    if (isUnreadLine(record)) throw broken(file, line, record.unread, "Get the file as it was written.");
    if (isResourceRecord(record) && (typeof record.scope !== "string" || parseScope(record.scope) === null))
      throw broken(file, line, "the resource has no valid scope", "Get the file as it was written.");
    yield record;
  }
}

const nothingIn = (file: string, [note]: readonly FileNote[]): Problem =>
  note === undefined
    ? {
        what: "the file holds no snapshot record",
        where: file,
        todo: "Write one with `postern scan --save-snapshot FILE`.",
        kind: "usage",
      }
    : { what: note.reason ?? "", where: `${file}:${note.line ?? 1}`, todo: "Scan again.", kind: "input" };

const broken = (file: string, line: Line, what: string, todo: string): ProblemError =>
  problem({ what, where: `${file}:${line.number}`, todo, kind: "input" });

/** A line that is passed over, and why. */
interface UnreadLine {
  readonly unread: string;
}

const isUnreadLine = (record: SnapshotRecord | UnreadLine): record is UnreadLine => !("kind" in record);

const parseLine = (line: Line, file: string): SnapshotRecord | UnreadLine => {
  if (line.text.length > LONGEST_LINE)
    return { unread: `the line is longer than ${LONGEST_LINE} characters` };
  const value = parsed(line, file);
  if (!isObject(value) || typeof value["kind"] !== "string")
    throw broken(
      file,
      line,
      "the line is not a snapshot record: it has no kind",
      "Compare it with `postern schema snapshot`.",
    );
  if (!isKnownKind(value["kind"])) return { unread: `the kind ${shownKind(value["kind"])} is not known` };
  if (isDeeperThan(value, DEEPEST)) return { unread: `the record is nested deeper than ${DEEPEST} levels` };
  const wrong = wrongMember(value);
  if (wrong !== null) throw broken(file, line, wrong, "Compare it with `postern schema snapshot`.");
  return value as Record<string, unknown> & SnapshotRecord;
};

const parsed = (line: Line, file: string): unknown => {
  try {
    return JSON.parse(line.text);
  } catch {
    throw line.ended
      ? broken(file, line, "the line is not JSON", "Mend the line, or scan again.")
      : broken(
          file,
          line,
          "the snapshot was cut off in this line",
          "Scan again; the lines before it are whole.",
        );
  }
};

/** Holds the order of version 1: head, then scope by scope its resources and its closing line, then end. */
const inOrder = (file: string): ((record: SnapshotRecord, line: Line) => void) => {
  const closed = new Set<string>();
  let ids = new Set<string>();
  let seen = 0;
  let open: ScopeId | null = null;
  let ended = false;
  return (record, line) => {
    const wrong = (what: string): ProblemError => broken(file, line, what, "Scan again.");
    if (ended) throw wrong("a record stands after the end");
    if ((record.kind === "snapshot") !== (seen === 0)) throw wrong("the head is not the first record");
    seen += 1;
    if (record.kind === "end") ended = true;
    if (isResourceRecord(record)) {
      if (typeof record.scope !== "string" || parseScope(record.scope) === null)
        throw wrong("the resource has no valid scope");
      if (closed.has(record.scope)) throw wrong(`scope ${record.scope} was closed before`);
      if (open !== null && open !== record.scope) closed.add(open);
      if (open !== record.scope) ids = new Set();
      open = record.scope;
      if (ids.has(record.id)) throw wrong(`the resource ${record.id} stands here twice`);
      ids.add(record.id);
    }
    if (record.kind === "scope") {
      const { id } = record;
      if (closed.has(id)) throw wrong(`scope ${id} was closed before`);
      if (open !== null && open !== id) closed.add(open);
      closed.add(id);
      open = null;
    }
  };
};

const looseResource = (record: SnapshotRecord, line: Line, file: string): ResourceRecord => {
  if (!isResourceRecord(record))
    throw broken(
      file,
      line,
      `a ${record.kind} record stands in a file without a snapshot head`,
      "Scan again.",
    );
  const scope = record.scope ?? scopeOfArn(record.id);
  if (scope === null || parseScope(scope) === null)
    throw broken(
      file,
      line,
      "the resource's id is no ARN, so its scope is not known",
      "Give the line an ARN as id, or a scope.",
    );
  return { ...record, scope };
};

const scopeOfArn = (id: string): ScopeId | null => {
  const [arn, , service, region, account] = id.split(":");
  return arn === "arn" && service && region && /^\d{12}$/.test(account ?? "")
    ? awsScopeId(account ?? "", region, service)
    : null;
};

/** Which scope a line that was not read belonged to is not known: every scope is partial then. */
function* handWritten(
  records: readonly ResourceRecord[],
  notes: readonly FileNote[],
): Iterable<SnapshotRecord> {
  for (const [scope, resources] of [...groupBy(records, (record) => record.scope)].sort(by(([id]) => id))) {
    yield* resources.toSorted(by((record) => record.id));
    const closing: ScopeRecord = {
      kind: "scope",
      id: scope,
      status: "complete",
      listed: resources.length,
      populationKnown: false,
    };
    yield partialBy(closing, notes);
  }
}

/** Whether a file's first line begins a snapshot or a hand-written one: an object with a known kind. */
export const looksLikeSnapshot = (firstLine: string): boolean => {
  try {
    const value: unknown = JSON.parse(firstLine);
    return isObject(value) && /^snapshot$|\./.test(String(value["kind"]));
  } catch {
    return false;
  }
};
