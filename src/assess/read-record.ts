import type { Refusal } from "../model/fact.ts";
import type { Kind } from "../model/kind.ts";
import { isPlace, type Resource } from "../model/resource.ts";
import type { ResourceRecord } from "../model/snapshot.ts";

/** A resource, or as much of one as a record says that its kind cannot read. */
export type ReadRecord = Resource | (Resource & { readonly problem: Refusal });

/** Reads a record by its kind; one that cannot be read is a resource with the problem. */
export const readRecord = (record: ResourceRecord, kind: Kind | undefined): ReadRecord => {
  const read = kind === undefined ? { problem: `The kind ${record.kind} is not known.` } : kind.read(record);
  const { id, scope } = record;
  const place = isPlace(record["place"]) ? { place: record["place"] } : {};
  if (!("problem" in read)) return { ...read, ...place };
  return {
    ...place,
    kind: record.kind,
    id,
    name: id,
    owner: null,
    scope,
    collectedAt: record.collectedAt ?? null,
    problem: {
      operation: "read",
      code: kind === undefined ? "UnknownKind" : "InvalidRecord",
      message: read.problem,
      attempts: 0,
    },
  };
};
