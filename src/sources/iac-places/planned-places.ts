import type { WrittenIdentity } from "../written/identity.ts";
import { definingCode, namedPolicies, type NamesPolicies } from "./defining-code.ts";

/** Resources of a plan or a state with the places of the Terraform that defines their policies, where it is at hand. */
export const withSourcePlaces = (
  planned: readonly WrittenIdentity[],
  sources: readonly WrittenIdentity[],
  kind: NamesPolicies,
): readonly WrittenIdentity[] => {
  const defining = definingCode(sources.flatMap((source) => namedPolicies(source, kind)));
  return planned.map((identity) => ({
    ...identity,
    policies: namedPolicies(identity, kind).map((named) => {
      const places = defining(named);
      return places === null ? named.policy : { ...named.policy, places };
    }),
  }));
};
