import type { PolicyDocument } from "../../model/resource.ts";
import { isResourceRecord, type ResourceRecord, type SnapshotRecord } from "../../model/snapshot.ts";
import { SES_IDENTITY } from "../../resources/ses-identity.ts";
import { groupBy } from "../../text/order.ts";
import { parseIdentityArn } from "../written/identity.ts";
import { placesOfSame, type Owned } from "../written/same-policy.ts";

/**
 * Gives the policies of live identities the places of the source code that defines them.
 *
 * The identity's name, the policy's name and the policy itself must all be the same. Where the code says it in two
 * places, or not quite the same, the policy gets no place: never a guess.
 */
export async function* withIacPlaces(
  snapshot: AsyncIterable<SnapshotRecord>,
  written: readonly ResourceRecord[],
): AsyncIterable<SnapshotRecord> {
  const byName = groupBy(written.flatMap(ownedPolicies), keyOf);
  for await (const record of snapshot)
    yield isResourceRecord(record) && record.kind === SES_IDENTITY ? placed(record, byName) : record;
}

interface Named extends Owned {
  readonly identity: string;
}

const keyOf = ({ identity, policy }: Named): string => JSON.stringify([identity, policy.name]);

const policiesOf = (record: ResourceRecord): readonly PolicyDocument[] =>
  Array.isArray(record["policies"]) ? (record["policies"] as readonly PolicyDocument[]) : [];

const ownedPolicies = (record: ResourceRecord): readonly Named[] => {
  const arn = typeof record["arn"] === "string" ? record["arn"] : record.id;
  const identity = parseIdentityArn(arn)?.name;
  return identity === undefined ? [] : policiesOf(record).map((policy) => ({ arn, identity, policy }));
};

const placed = (record: ResourceRecord, written: ReadonlyMap<string, readonly Named[]>): ResourceRecord => {
  const own = ownedPolicies(record);
  if (own.length === 0) return record;
  return { ...record, policies: own.map((live) => placedPolicy(live, written.get(keyOf(live)) ?? [])) };
};

const placedPolicy = (live: Named, candidates: readonly Named[]): PolicyDocument => {
  if (live.policy.places !== undefined) return live.policy;
  const found = candidates.flatMap((candidate) => {
    const places = placesOfSame(live, candidate);
    return places === null ? [] : [places];
  });
  const [only] = found;
  return only !== undefined && new Set(found.map((places) => JSON.stringify(places))).size === 1
    ? { ...live.policy, places: only }
    : live.policy;
};
