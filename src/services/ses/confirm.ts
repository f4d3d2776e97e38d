import type { Refusal } from "../../model/fact.ts";
import { list, type Asking, type Listing } from "./calls.ts";

/** Listings after the first, beyond which a population that keeps changing is not known. */
const FURTHER = 3;

/**
 * A listing that may have lost something between two pages is repeated until one without overlaps names nothing new;
 * everything that any of them named is kept. Where none does, the listing broke.
 *
 * Source: ListIdentities makes no promise about a list that changes while it is read, and a token may be answered with
 * another page than the next one.
 */
export const confirmed = async (
  asking: Asking,
  first: Listing,
): Promise<Pick<Listing, "identities" | "broke">> => {
  if (first.broke !== null || (first.inOnePage && first.withoutOverlap)) return first;
  const identities = new Set(first.identities);
  const counts = [first.identities.size];
  for (let round = 0; round < FURTHER; round += 1) {
    const next = await list(asking);
    const before = identities.size;
    for (const name of next.identities) identities.add(name);
    if (next.broke !== null) return { identities, broke: next.broke };
    if (next.withoutOverlap && identities.size === before) return { identities, broke: null };
    counts.push(next.identities.size);
  }
  return { identities, broke: unsteady(counts) };
};

const unsteady = (counts: readonly number[]): Refusal => ({
  operation: "ListIdentities",
  code: "UnsteadyListing",
  message: `Listings one after the other named ${counts.join(", then ")} identities.`,
  attempts: counts.length,
});

/**
 * The names as the account has them. One in lower case is taken as it is; for any other the listing is asked, since SES takes a
 * domain in any case, and one identity in two spellings would be two resources.
 */
export const spelled = async (
  asking: Asking,
  names: readonly string[],
): Promise<Pick<Listing, "identities" | "broke">> => {
  if (names.every((name) => name === name.toLowerCase())) return { identities: new Set(names), broke: null };
  const { identities, broke } = await list(asking);
  const foundFor = (name: string): readonly string[] =>
    [...identities].filter((listed) => listed.toLowerCase() === name.toLowerCase());
  return {
    identities: new Set(names.flatMap((name) => (foundFor(name).length === 0 ? [name] : foundFor(name)))),
    broke,
  };
};

/**
 * Whether an identity is in a further listing, which is asked for once, when first needed. True, so not known to be gone,
 * where that listing broke or overlaps.
 */
export const relisting = (asking: Asking): ((name: string) => Promise<boolean>) => {
  let again: Promise<Listing> | null = null;
  return async (name) => {
    const { identities, broke, withoutOverlap } = await (again ??= list(asking));
    return broke !== null || !withoutOverlap || identities.has(name);
  };
};
