import { first, NOTHING, seek, type Case, type Sought } from "../search/query.ts";
import type { Compiled } from "../compile/statement.ts";
import { namedAccounts } from "../request/named-in-policies.ts";
import { inAccount, LIMITED, SERVICE, type Party } from "../request/caller-class.ts";
import { placesOf, samePlace } from "./named-places.ts";

/** Accounts that the policies name and that are neither the owner nor trusted. */
export const outsiders = (the: Case): readonly string[] => {
  const { owner, trust } = the.question;
  return namedAccounts(the.world)
    .filter((account) => account !== owner && !trust.accounts.includes(account))
    .sort();
};

/**
 * A request by the account, or by a service for a resource of it, that its being this account makes possible: where any
 * account in the same place can, the place is what counts.
 */
export const seekAccount = (the: Case, account: string): Sought =>
  first(the.allows, (allow) => first(AS_ITSELF, (search) => search(the, account, allow)));

type Search = (the: Case, account: string, allow: Compiled) => Sought;

const seekAnywhere: Search = (the, account, allow) =>
  seek(the, { ...inAccount(account), stranger: true }, [allow]);

/** Far more than the places of one account; each takes two searches or three. */
const MOST_PLACES = 16;

/** A request of the account's from a place from which not just anybody else can. */
const seekInPlace = (the: Case, own: Party, anybody: readonly Party[], allow: Compiled): Sought => {
  const others = anybody.filter((party) => canAnybody(the, allow, party));
  if (others.length === 0) return seek(the, own, [allow]);
  // Grows as it is gone through: where anybody can as well, it may be one place at hand or another that lets them.
  const left: Party["given"][] = [[]];
  return first(left, (given) => {
    const sought = seek(the, { ...own, given }, [allow]);
    if (sought.granted === null) return sought;
    const { ask, state } = sought.granted;
    const there = samePlace(the.world, ask, state);
    if (others.every((party) => seek(the, { ...party, given: there }, [allow]).granted === null))
      return sought;
    for (const { without } of placesOf(the.world, ask, state))
      if (left.length < MOST_PLACES) left.push([...given, without]);
    return NOTHING;
  });
};

const seekDirectly: Search = (the, account, allow) => seekInPlace(the, inAccount(account), [LIMITED], allow);

/** What somebody can do himself, he needs no service for. */
const seekThroughService: Search = (the, account, allow) =>
  seekInPlace(the, { ...SERVICE, source: { account } }, [UNBOUND, LIMITED], allow);

const AS_ITSELF = [seekAnywhere, seekDirectly, seekThroughService];

const UNBOUND: Party = { ...SERVICE, source: "unnamed" };

/** Asked again for every account that is named, so remembered. */
const canAnybody = (the: Case, allow: Compiled, party: Party): boolean => {
  const asked = the.anybody.get(party) ?? new Map<Compiled, boolean>();
  the.anybody.set(party, asked);
  const can = asked.get(allow) ?? seek(the, party, [allow]).granted !== null;
  asked.set(allow, can);
  return can;
};
