import type { WrittenIdentity } from "../written/identity.ts";
import { definingCode, type Named } from "./defining-code.ts";

/** Identities of a plan or a state with the places of the Terraform that defines their policies, where it is at hand. */
export const withSourcePlaces = (
  planned: readonly WrittenIdentity[],
  sources: readonly WrittenIdentity[],
): readonly WrittenIdentity[] => {
  const defining = definingCode(sources.flatMap(namedPolicies));
  return planned.map((identity) => ({
    ...identity,
    policies: namedPolicies(identity).map((named) => {
      const places = defining(named);
      return places === null ? named.policy : { ...named.policy, places };
    }),
  }));
};

const namedPolicies = ({ arn, name, policies }: WrittenIdentity): readonly Named[] =>
  policies.map((policy) => ({ arn, identity: name, policy }));
