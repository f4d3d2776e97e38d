import { first, NOTHING, seek, type Case, type Sought } from "./case.ts";
import type { Compiled } from "./compile.ts";
import { inAccount, LIMITED, SERVICE, type Party } from "./party.ts";
import { placesOf, samePlace } from "./places.ts";

/** Accounts that the policies name and that are neither the owner nor trusted. */
export const outsiders = (the: Case): readonly string[] => {
  const { owner, trust } = the.question;
  return the.world
    .named()
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

const seekThroughService: Search = (the, account, allow) =>
  canAnybody(the, allow, UNBOUND) ? NOTHING : seek(the, { ...SERVICE, source: { account } }, [allow]);

/** More places than one account is let in from; each takes two searches. */
const MOST_PLACES = 8;

/** A request of the account from a place from which not just any account can. */
const seekInPlace: Search = (the, account, allow) => {
  if (!canAnybody(the, allow, LIMITED)) return seek(the, inAccount(account), [allow]);
  let given: Party["given"] = [];
  for (let left = MOST_PLACES; left > 0; left -= 1) {
    const sought = seek(the, { ...inAccount(account), given }, [allow]);
    if (sought.granted === null) return sought;
    const { ask, state } = sought.granted;
    const others = { ...LIMITED, given: samePlace(the.world, ask, state) };
    if (seek(the, others, [allow]).granted === null) return sought;
    const [place] = placesOf(the.world, ask, state);
    if (place === undefined) return NOTHING;
    given = [...given, place.without];
  }
  return NOTHING;
};

const AS_ITSELF = [seekAnywhere, seekInPlace, seekThroughService];

const UNBOUND: Party = { ...SERVICE, source: "unnamed" };

/** Asked again for every account that is named, so remembered. */
const canAnybody = (the: Case, allow: Compiled, party: Party): boolean => {
  const asked = the.anybody.get(party) ?? new Map<Compiled, boolean>();
  the.anybody.set(party, asked);
  const can = asked.get(allow) ?? seek(the, party, [allow]).granted !== null;
  asked.set(allow, can);
  return can;
};
