import type { Kind } from "../../model/kind.ts";
import { isPlace, type Place, type PolicyDocument } from "../../model/resource.ts";
import { isResourceRecord, type ResourceRecord, type SnapshotRecord } from "../../model/snapshot.ts";
import { codeKinds } from "../written/code-kind.ts";
import { definingCode, namedPolicies, type Named, type NamesPolicies } from "./defining-code.ts";

/**
 * Gives live resources and their policies the places of the source code that defines them.
 *
 * A resource is declared where the code declares one of its kind and name, once. For a policy the resource's name, the
 * policy's name, where the kind names policies, and the policy itself must all be the same. Where the code says it in two
 * places, or not quite the same, the policy gets no place: never a guess.
 */
export async function* withIacPlaces(
  snapshot: AsyncIterable<SnapshotRecord>,
  written: readonly ResourceRecord[],
  kinds: readonly Kind[],
): AsyncIterable<SnapshotRecord> {
  const placing = new Map(
    codeKinds(kinds).map((kind) => [
      kind.kind,
      placingOf(
        written.filter((one) => one.kind === kind.kind),
        kind,
      ),
    ]),
  );
  for await (const record of snapshot) {
    const place = isResourceRecord(record) ? placing.get(record.kind) : undefined;
    yield place !== undefined && isResourceRecord(record) ? place(record) : record;
  }
}

const placingOf = (
  written: readonly ResourceRecord[],
  kind: NamesPolicies,
): ((record: ResourceRecord) => ResourceRecord) => {
  const defining = definingCode(written.flatMap((record) => ownedPolicies(record, kind)));
  const declaring = declaringCode(written);
  return (record) => placed(record, ownedPolicies(record, kind), defining, declaring);
};

const policiesOf = (record: ResourceRecord): readonly PolicyDocument[] =>
  Array.isArray(record["policies"]) ? (record["policies"] as readonly PolicyDocument[]) : [];

const arnOf = (record: ResourceRecord): string =>
  typeof record["arn"] === "string" ? record["arn"] : record.id;

/** The service and the name that an ARN holds; undefined where it is none. The account and the region may differ. */
const nameIn = (arn: string): string | undefined => {
  const [, service, name] = /^arn:[^:]+:([^:]+):[^:]+:[^:]+:([^]*)$/.exec(arn) ?? [];
  return service === undefined || name === undefined ? undefined : `${service} ${name}`;
};

/** Where resources are declared, by name; null for one that the code declares nowhere, or in several places. */
const declaringCode = (written: readonly ResourceRecord[]): ((name: string) => Place | null) => {
  const places = new Map<string, Place | null>();
  for (const record of written) {
    const name = nameIn(arnOf(record));
    if (name === undefined || !isPlace(record["place"])) continue;
    places.set(name, places.has(name) ? null : record["place"]);
  }
  return (name) => places.get(name) ?? null;
};

const ownedPolicies = (record: ResourceRecord, kind: NamesPolicies): readonly Named[] => {
  const arn = arnOf(record);
  const name = nameIn(arn);
  return name === undefined ? [] : namedPolicies({ arn, name, policies: policiesOf(record) }, kind);
};

const placed = (
  record: ResourceRecord,
  own: readonly Named[],
  defining: ReturnType<typeof definingCode>,
  declaring: ReturnType<typeof declaringCode>,
): ResourceRecord => {
  const place = declaring(nameIn(arnOf(record)) ?? "");
  const declared = place === null ? record : { ...record, place };
  if (own.length === 0) return declared;
  return {
    ...declared,
    policies: own.map((live) => {
      const places = live.policy.places === undefined ? defining(live) : null;
      return places === null ? live.policy : { ...live.policy, places };
    }),
  };
};
