import type { Place } from "../../model/resource.ts";
import { groupBy } from "../../text/order.ts";
import { placesOfSame, type Owned } from "../written/same-policy.ts";

/** A policy of the identity with this name. */
export interface Named extends Owned {
  readonly identity: string;
}

const keyOf = ({ identity, policy }: Named): string => JSON.stringify([identity, policy.name]);

/**
 * Finds the places of the source code that defines a policy: the identity's name, the policy's name and the policy
 * itself must all be the same. Null where the code says it in two places, or not quite the same: never a guess.
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
