import type { PolicyDocument } from "../../model/resource.ts";
import { isResourceRecord, type ResourceRecord, type SnapshotRecord } from "../../model/snapshot.ts";
import { SES_IDENTITY } from "../../services/ses/identity.ts";
import { parseIdentityArn } from "../written/identity.ts";
import { definingCode, type Named } from "./defining-code.ts";

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
  const defining = definingCode(written.flatMap(ownedPolicies));
  for await (const record of snapshot)
    yield isResourceRecord(record) && record.kind === SES_IDENTITY ? placed(record, defining) : record;
}

const policiesOf = (record: ResourceRecord): readonly PolicyDocument[] =>
  Array.isArray(record["policies"]) ? (record["policies"] as readonly PolicyDocument[]) : [];

const ownedPolicies = (record: ResourceRecord): readonly Named[] => {
  const arn = typeof record["arn"] === "string" ? record["arn"] : record.id;
  const identity = parseIdentityArn(arn)?.name;
  return identity === undefined ? [] : policiesOf(record).map((policy) => ({ arn, identity, policy }));
};

const placed = (record: ResourceRecord, defining: ReturnType<typeof definingCode>): ResourceRecord => {
  const own = ownedPolicies(record);
  if (own.length === 0) return record;
  return {
    ...record,
    policies: own.map((live) => {
      const places = live.policy.places === undefined ? defining(live) : null;
      return places === null ? live.policy : { ...live.policy, places };
    }),
  };
};
