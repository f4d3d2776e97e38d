import type { Place } from "../../model/resource.ts";
import { groupBy } from "../../text/order.ts";
import type { CodeKind } from "../written/code-kind.ts";
import type { WrittenIdentity } from "../written/identity.ts";
import { placesOfSame, type Owned } from "../written/same-policy.ts";

/** A policy of the resource with this name. */
export interface Named extends Owned {
  readonly resource: string;
  /** Null where a resource of the kind has one policy, which code calls otherwise than AWS. */
  readonly policyName: string | null;
}

const keyOf = ({ resource, policyName }: Named): string => JSON.stringify([resource, policyName]);

/** The policies of one resource. */
export const namedPolicies = (
  { arn, name, policies }: Pick<WrittenIdentity, "arn" | "name" | "policies">,
  { namesPolicies }: NamesPolicies,
): readonly Named[] =>
  policies.map((policy) => ({
    arn,
    resource: name,
    policyName: namesPolicies ? policy.name : null,
    policy,
  }));

export type NamesPolicies = Pick<CodeKind, "namesPolicies">;

/**
 * Finds the places of the source code that defines a policy: the resource's name, the policy's name, where it has one, and the
 * policy itself must all be the same. Null where the code says it in two places, or not quite the same: never a guess.
 */
export const definingCode = (
  written: readonly Named[],
): ((policy: Named) => Readonly<Record<string, Place>> | null) => {
  const byName = groupBy(written, keyOf);
  return (policy) => {
    const found = (byName.get(keyOf(policy)) ?? [])
      .map((candidate) => placesOfSame(policy, candidate))
      .filter((places) => places !== null);
    const [only] = found;
    return only !== undefined && new Set(found.map((places) => JSON.stringify(places))).size === 1
      ? only
      : null;
  };
};
