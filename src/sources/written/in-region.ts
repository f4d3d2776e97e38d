import type { Account } from "./identity.ts";
import { expressionOf, knownText, type Value } from "./value.ts";

const REGION = /^[a-z]{2,4}(?:-[a-z]{1,12}){1,3}-\d{1,2}$/;

/** An account in the region that a value names; one that is not known is told apart by its expression. */
export const inRegion = (
  account: Account,
  region: Value | null,
  shown: (value: Value) => string = expressionOf,
): Account => {
  if (region === null || region.kind === "null") return account;
  const known = knownText(region);
  return known !== null && REGION.test(known)
    ? { ...account, region: known, regionKey: known, regionKnown: true }
    : { ...account, regionKey: `?${known ?? shown(region)}`, regionKnown: false };
};
