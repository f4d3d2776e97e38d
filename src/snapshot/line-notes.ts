import { filesScopeId, parseScope, type ScopeId } from "../model/scope.ts";
import {
  isResourceRecord,
  type FileNote,
  type ResourceRecord,
  type ScopeRecord,
  type SnapshotRecord,
} from "../model/snapshot.ts";

/** What a snapshot's lines leave in doubt, while they are read. */
export interface LineNotes {
  /** A line that was passed over. */
  add(line: number, reason: string): void;
  /** The record as it may be judged: a closing line that is in doubt becomes partial. */
  weigh<R extends SnapshotRecord>(record: R, line: number): R;
  /** A closing line of the file itself, for what belongs to no scope. */
  rest(): readonly ScopeRecord[];
  /** What was found and not yet told. */
  notes(): readonly FileNote[];
}

/**
 * Weighs the records of one file in their order: kinds that are not known, scopes that list fewer resources than stand
 * in them, resources that stand in two scopes or in one that their ARN does not name.
 */
export const lineNotes = (file: string, kinds?: ReadonlySet<string>): LineNotes => {
  let notes: FileNote[] = [];
  let here: { readonly scope: ScopeId; resources: number } | null = null;
  const scopes = new Map<string, ScopeId>();
  const add = (line: number, reason: string): void => {
    notes.push({ path: file, status: "not-understood", reason, line });
  };
  const seeResource = (record: ResourceRecord, line: number): void => {
    const { id, kind, scope } = record;
    if (here?.scope !== scope) here = { scope, resources: 0 };
    here.resources += 1;
    if (kinds?.has(kind) === false) add(line, `the kind ${shownKind(kind)} is not known`);
    const other = scopes.get(id);
    if (other !== undefined && other !== scope)
      add(line, `the resource ${id} stands in the scope ${other} too`);
    else if (isElsewhere(record)) add(line, `the resource ${id} does not belong in the scope ${scope}`);
    scopes.set(id, scope);
  };
  const close = (record: ScopeRecord, line: number): ScopeRecord => {
    const stand = here?.scope === record.id ? here.resources : 0;
    here = null;
    const counted = stand + (record.gone ?? 0) + (record.excluded ?? 0);
    if (counted > record.listed)
      add(line, `the scope lists ${record.listed} resources, and there are ${counted}`);
    const own = notes;
    notes = [];
    return partialBy(record, own);
  };
  return {
    add,
    weigh: (record, line) => {
      if (isResourceRecord(record)) seeResource(record, line);
      return record.kind === "scope" ? (close(record, line) as typeof record) : record;
    },
    rest: () => {
      const own = notes;
      notes = [];
      const id = filesScopeId(file, "snapshot");
      return own.length === 0 ? [] : [partialBy({ kind: "scope", id, status: "complete", listed: 0 }, own)];
    },
    notes: () => notes,
  };
};

/** A closing line with what keeps its scope from being complete; nothing that is missing may be taken for gone. */
export const partialBy = (record: ScopeRecord, notes: readonly FileNote[]): ScopeRecord => {
  const [first] = notes;
  if (first === undefined) return record;
  const more = notes.length > 1 ? `, and ${notes.length - 1} more` : "";
  const says = `${first.path}:${first.line ?? 1}: ${first.reason ?? ""}${more}`;
  return {
    ...record,
    status: record.status === "unread" ? "unread" : "partial",
    reason: record.reason ?? says,
    unread: record.unread ?? { operation: "read", code: "BrokenSnapshot", message: says, attempts: 0 },
    files: [...(record.files ?? []), ...notes],
  };
};

/** An ARN that names an account and a region has to be of the scope that it stands in. */
const isElsewhere = ({ id, scope }: ResourceRecord): boolean => {
  const parsed = parseScope(scope);
  const [arn, , , region = "", account = ""] = id.split(":", 5);
  return (
    parsed?.provider === "aws" &&
    arn === "arn" &&
    region !== "" &&
    /^\d{12}$/.test(account) &&
    (parsed.region !== region || parsed.account !== account)
  );
};

/** Longest kind that is repeated to the reader, in characters. */
const SHOWN = 60;

export const shownKind = (kind: string): string =>
  JSON.stringify(kind.length > SHOWN ? `${kind.slice(0, SHOWN)}…` : kind);
