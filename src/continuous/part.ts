import { createHash } from "node:crypto";
import { isCount } from "../model/fact.ts";
import type { ReadingNote } from "../model/kind.ts";
import { problem } from "../model/problem.ts";
import type { ScopeId } from "../model/scope.ts";
import type { ResourceRecord, ScopeRecord } from "../model/snapshot.ts";
import { recordIn } from "../snapshot/journal-lines.ts";
import { utf8Chunks } from "../snapshot/utf8-chunks.ts";
import { isObject } from "../text/is-object.ts";
import { lines } from "../text/lines.ts";
import { partKey } from "./keys.ts";
import type { ObjectStore, StoredObject } from "./object-store.ts";
import { RUN_VERSION, type Shard } from "./run.ts";
import { sha256 } from "./settings.ts";

/** The first line of a part: what it is of, and what the rest of it has to be. */
interface PartHead extends Shard {
  readonly kind: "part";
  readonly version: typeof RUN_VERSION;
  readonly resources: number;
  /** Of all bytes behind this line. */
  readonly sha256: string;
}

/** The last line of a part that did not come to the end of its scope. */
export interface Cursor {
  readonly kind: "cursor";
  /** The part that goes on. */
  readonly next: number;
}

export type PartRecord = ResourceRecord | ReadingNote;

/** A part that is as it was written. */
export interface Part {
  readonly etag: string;
  /** Of the whole object. */
  readonly sha256: string;
  readonly bytes: number;
  readonly resources: number;
  readonly end: ScopeRecord | Cursor;
  /**
   * What was read, in the order in which it was.
   *
   * @throws an input problem where the object was written anew in the meantime, or its writer wrote what is no record
   */
  records(): AsyncIterable<PartRecord>;
}

/** Why an object is not taken for a part. */
export interface Unusable {
  readonly code: "ObjectMissing" | "ObjectChanged" | "ForeignVersion" | "ForeignPart";
  readonly message: string;
  /** Null where there is no object. */
  readonly etag: string | null;
}

export const isUsable = (part: Part | Unusable): part is Part => !("code" in part);

/** A part as the bytes of its object. */
export const partBytes = (
  { run, settings, scope, part }: Shard,
  records: readonly string[],
  resources: number,
  end: ScopeRecord | Cursor,
): Buffer => {
  const rest = Buffer.from([...records, JSON.stringify(end), ""].join("\n"));
  const head: PartHead = {
    kind: "part",
    version: RUN_VERSION,
    run,
    settings,
    scope,
    part,
    resources,
    sha256: sha256(rest),
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), rest]);
};

/** In bytes: a part that may be kept is fetched twice where it is larger. */
const KEPT = 4 * 1024 * 1024;
/** In bytes: the last line names lanes and refusals, and no resources; the first has a few hundred. */
const TAIL = 65_536;

const NEW_LINE = 0x0a;

/**
 * Reads a part and holds it against its own hash, and against the hash that its function has told.
 *
 * @param told where absent, the object's own word has to do
 * @param keep whether a small one stays in memory, so that its records need no second fetch
 */
export const readPart = async (
  store: ObjectStore,
  shard: Shard,
  { told, keep = false }: { readonly told?: string; readonly keep?: boolean } = {},
): Promise<Part | Unusable> => {
  const key = partKey(shard.run, shard.scope, shard.part);
  const object = await store.get(key);
  if (object === null) return { code: "ObjectMissing", message: `${key} is missing`, etag: null };
  const looked = await lookThrough(object, keep);
  const unusable = (code: Unusable["code"], message: string): Unusable => ({
    code,
    message: `${key} ${message}`,
    etag: object.etag,
  });
  if (told !== undefined && looked.sha256 !== told)
    return unusable("ObjectChanged", "is not what its function has written");
  const { head, end } = looked;
  if (isObject(head) && head["kind"] === "part" && head["version"] !== RUN_VERSION)
    return unusable(
      "ForeignVersion",
      `has version ${JSON.stringify(head["version"])}, and this is version ${RUN_VERSION}`,
    );
  if (!isHead(head)) return unusable("ObjectChanged", "has no head of a part");
  if (head.sha256 !== looked.restSha256) return unusable("ObjectChanged", "was cut off, or changed");
  if (head.settings !== shard.settings)
    return unusable("ForeignPart", "was read by another version of the tool, or with other settings");
  if (head.run !== shard.run || head.scope !== shard.scope || head.part !== shard.part)
    return unusable("ForeignPart", `says that it is part ${head.part} of ${head.scope} in run ${head.run}`);
  if (end === null) return unusable("ObjectChanged", "has no last line");
  if (end.kind === "scope" ? end.id !== shard.scope : end.next !== shard.part + 1)
    return unusable(
      "ForeignPart",
      end.kind === "scope" ? `closes ${end.id}` : `says that part ${end.next} goes on`,
    );
  return {
    etag: object.etag,
    sha256: looked.sha256,
    bytes: looked.bytes,
    resources: head.resources,
    end,
    records: () =>
      recordsOf(
        looked.kept ?? again(store, key, { etag: object.etag, sha256: looked.sha256 }),
        key,
        shard.scope,
      ),
  };
};

interface Looked {
  readonly sha256: string;
  readonly restSha256: string;
  readonly bytes: number;
  readonly head: unknown;
  readonly end: ScopeRecord | Cursor | null;
  readonly kept: readonly Uint8Array[] | null;
}

const lookThrough = async ({ bytes }: StoredObject, keep: boolean): Promise<Looked> => {
  const whole = createHash("sha256");
  const rest = createHash("sha256");
  let kept: Uint8Array[] | null = keep ? [] : null;
  let length = 0;
  let head: Buffer | null = null;
  let begun = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  for await (const chunk of bytes) {
    whole.update(chunk);
    length += chunk.length;
    kept?.push(chunk);
    if (length > KEPT) kept = null;
    tail = Buffer.concat([tail, chunk]).subarray(-TAIL);
    if (head !== null) {
      rest.update(chunk);
      continue;
    }
    begun = Buffer.concat([begun, chunk]);
    const end = begun.indexOf(NEW_LINE);
    if (end < 0 && begun.length <= TAIL) continue;
    head = begun.subarray(0, Math.max(0, end));
    rest.update(begun.subarray(end + 1));
  }
  return {
    sha256: whole.digest("hex"),
    restSha256: rest.digest("hex"),
    bytes: length,
    head: parsed((head ?? begun).toString()),
    end: endIn(tail),
    kept,
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
};

const isHead = (value: unknown): value is PartHead =>
  isObject(value) && value["kind"] === "part" && isCount(value["resources"]);

const endIn = (tail: Buffer): ScopeRecord | Cursor | null => {
  if (tail.at(-1) !== NEW_LINE) return null;
  const line = tail.subarray(tail.lastIndexOf(NEW_LINE, tail.length - 2) + 1, -1);
  const record = recordIn(line);
  if (record?.kind === "scope") return record;
  const value = parsed(line.toString());
  return isObject(value) && value["kind"] === "cursor" && isCount(value["next"])
    ? { kind: "cursor", next: value["next"] }
    : null;
};

async function* again(
  store: ObjectStore,
  key: string,
  expected: { readonly etag: string; readonly sha256: string },
): AsyncIterable<Uint8Array> {
  const object = await store.get(key);
  if (object?.etag !== expected.etag) throw broken(`${key} was written anew while it was read`);
  const hash = createHash("sha256");
  for await (const chunk of object.bytes) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest("hex") !== expected.sha256) throw broken(`${key} was written anew while it was read`);
}

const broken = (what: string): Error =>
  problem({ what, todo: "Check who else writes there, and begin a new run.", kind: "input" });

/** In UTF-16 units, as the lines of a snapshot. */
const LONGEST_LINE = 4_000_000;

async function* recordsOf(
  bytes: AsyncIterable<Uint8Array> | readonly Uint8Array[],
  key: string,
  scope: ScopeId,
): AsyncIterable<PartRecord> {
  for await (const { text, number } of lines(utf8Chunks(streamed(bytes), key), LONGEST_LINE)) {
    if (number === 1) continue;
    const record = recordIn(text);
    if (record === null || record.kind === "journal") {
      if (parsedKind(text) !== "cursor") throw broken(`${key}:${number} is no record`);
      return;
    }
    if (record.kind === "scope") return;
    if ("scope" in record && record.scope !== scope)
      throw broken(`${key}:${number} has a resource of ${record.scope}`);
    yield record;
  }
}

const parsedKind = (text: string): unknown => {
  const value = parsed(text);
  return isObject(value) ? value["kind"] : null;
};

async function* streamed(
  bytes: AsyncIterable<Uint8Array> | readonly Uint8Array[],
): AsyncIterable<Uint8Array> {
  yield* bytes;
}
