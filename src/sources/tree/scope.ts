import { filesScopeId } from "../../model/scope.ts";
import type { FileNote, SnapshotRecord } from "../../model/snapshot.ts";
import { by } from "../../text/order.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { identityRecord, type WrittenIdentity } from "../written/identity.ts";
import { boundedNotes } from "./notes.ts";

/** The records of one tree and kind: its resources by id, then its closing line. */
export function* scopeOf(
  tree: string,
  kind: CodeKind,
  identities: readonly WrittenIdentity[],
  notes: readonly FileNote[],
): Iterable<SnapshotRecord> {
  const id = filesScopeId(tree, kind.service);
  yield* identities.map((identity) => identityRecord(identity, id, kind)).toSorted(by((record) => record.id));
  const open = notes.filter(({ status }) => status === "not-understood");
  yield {
    kind: "scope",
    id,
    status: open.length === 0 ? "complete" : "partial",
    listed: identities.length,
    ...(open.length === 0 ? {} : { reason: reasonOf(open) }),
    files: boundedNotes(tree, notes),
  };
}

const reasonOf = (open: readonly FileNote[]): string => {
  const [first] = open;
  const example =
    first === undefined
      ? ""
      : `${first.path}${first.line === undefined ? "" : `:${first.line}`}: ${first.reason ?? ""}`;
  return open.length === 1
    ? `a file could not be understood: ${example}`
    : `${open.length} files could not be understood, such as ${example}`;
};
