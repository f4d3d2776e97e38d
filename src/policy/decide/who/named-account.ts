import { firstFound, NOTHING, seek, type Query, type SearchResult } from "../search/query.ts";
import type { CompiledStatement } from "../compile/statement.ts";
import { namedAccounts } from "../request/named-or-trusted.ts";
import { inAccount, LIMITED, SERVICE, type CallerClass } from "../request/caller-class.ts";
import { placesOf, samePlace } from "./named-places.ts";

/** Accounts that the policies name and that are neither the owner nor trusted. */
export const outsiders = (query: Query): readonly string[] => {
  const { owner, trust } = query.question;
  return namedAccounts(query.environment)
    .filter((account) => account !== owner && !trust.accounts.includes(account))
    .sort();
};

/**
 * A request by the account, or by a service for a resource of it, that its being this account makes possible: where any
 * account in the same place can, the place is what counts.
 */
export const seekAccount = (query: Query, account: string): SearchResult =>
  firstFound(query.allows, (allow) => firstFound(AS_ITSELF, (search) => search(query, account, allow)));

type Search = (query: Query, account: string, allow: CompiledStatement) => SearchResult;

const seekAnywhere: Search = (query, account, allow) =>
  seek(query, { ...inAccount(account), stranger: true }, [allow]);

/** Far more than the places of one account; each takes two searches or three. */
const MOST_PLACES = 16;

/** A request of the account's from a place from which not just anybody else can. */
const seekInPlace = (
  query: Query,
  own: CallerClass,
  anybody: readonly CallerClass[],
  allow: CompiledStatement,
): SearchResult => {
  const others = anybody.filter((caller) => canAnybody(query, allow, caller));
  if (others.length === 0) return seek(query, own, [allow]);
  // Grows as it is gone through: where anybody can as well, it may be one place at hand or another that lets them.
  const left: CallerClass["given"][] = [[]];
  return firstFound(left, (given) => {
    const sought = seek(query, { ...own, given }, [allow]);
    if (sought.granted === null) return sought;
    const { context, request } = sought.granted;
    const there = samePlace(query.environment, context, request);
    if (others.every((caller) => seek(query, { ...caller, given: there }, [allow]).granted === null))
      return sought;
    for (const { without } of placesOf(query.environment, context, request))
      if (left.length < MOST_PLACES) left.push([...given, without]);
    return NOTHING;
  });
};

const seekDirectly: Search = (query, account, allow) =>
  seekInPlace(query, inAccount(account), [LIMITED], allow);

/** What somebody can do himself, he needs no service for. What no service can do for anybody, none can do for an account. */
const seekThroughService: Search = (query, account, allow) =>
  isFruitless(askedOnce(query, allow, SERVICE))
    ? NOTHING
    : seekInPlace(query, { ...SERVICE, source: { account } }, [UNBOUND, LIMITED], allow);

const AS_ITSELF = [seekAnywhere, seekDirectly, seekThroughService];

const UNBOUND: CallerClass = { ...SERVICE, source: "unnamed" };

const isFruitless = ({ granted, stopped }: SearchResult): boolean => granted === null && stopped === null;

const canAnybody = (query: Query, allow: CompiledStatement, caller: CallerClass): boolean =>
  askedOnce(query, allow, caller).granted !== null;

/** Asked again for every account that is named, so remembered. */
const askedOnce = (query: Query, allow: CompiledStatement, caller: CallerClass): SearchResult => {
  const asked = query.anybody.get(caller) ?? new Map<CompiledStatement, SearchResult>();
  query.anybody.set(caller, asked);
  const result = asked.get(allow) ?? seek(query, caller, [allow]);
  asked.set(allow, result);
  return result;
};
