import { spend } from "../../sets/budget.ts";
import { assume, holds } from "./assume.ts";
import { isOfOneVpc, ofOneVpc, withEndpointTies } from "./endpoint-ties.ts";
import type { Predicate } from "../compile/predicate.ts";
import type { CompiledStatement } from "../compile/statement.ts";
import { asksForAddress, fromOpen, hasAddress } from "./address-coverage.ts";
import { assumePrincipal, isMatched, matchPrincipal } from "./principal.ts";
import {
  ANY_DIMENSIONS,
  KINDS,
  lowest,
  NO_ORGANIZATION,
  PUBLIC_ADDRESS,
  DIRECT,
} from "../keys/dimensions.ts";
import { narrowed, NO_RELATIONS, type SymbolicRequest } from "../request/symbolic-request.ts";
import type { SearchContext } from "../request/assignment.ts";
import { withoutGap } from "../request/environment.ts";

/**
 * All requests of the party with one of the actions. An AWS service is in no organisation, calls for itself, and comes
 * through no VPC endpoint.
 */
const requestsOf = ({ caller }: SearchContext, actions: number): SymbolicRequest => {
  const isService = caller.kinds === KINDS.service;
  return {
    actions,
    kinds: caller.kinds,
    orgs: isService ? NO_ORGANIZATION : ANY_DIMENSIONS.orgs,
    nets: isService ? PUBLIC_ADDRESS : ANY_DIMENSIONS.nets,
    vias: isService ? DIRECT : ANY_DIMENSIONS.vias,
    mfas: ANY_DIMENSIONS.mfas,
    present: null,
    constraints: null,
    values: null,
    relations: NO_RELATIONS,
  };
};

/** The same, where all of the party's own predicates are true. */
export const initialRequests = (context: SearchContext, actions: number): readonly SymbolicRequest[] =>
  context.caller.given.reduce<readonly SymbolicRequest[]>(
    (requests, predicate) => requests.flatMap((request) => assume(context, request, predicate, true)),
    [requestsOf(context, actions)],
  );

/**
 * A request of the party that the Allow matches and no Deny does, or null where there is none.
 *
 * The requests that the Allow matches are kept as states, each with one request at hand. As long as some Deny matches
 * that one, the state is split by the ways to escape it: another action, another caller, or one of its conditions not
 * met. Each way rules that Deny out for good, so the search ends; it tries all ways, so it misses no request.
 */
export const findGranted = (
  context: SearchContext,
  allow: CompiledStatement,
  denies: readonly CompiledStatement[],
): SymbolicRequest | null => {
  const who = matchPrincipal(allow.statement.principal, context.caller, context.environment.find);
  // Stryker disable next-line ConditionalExpression: an early exit; the search would begin with no request and find none
  if (who === false) return null;
  const actions = leftBy(context, allow, denies);
  if (actions === 0) return null;
  const requests = initialRequests(context, actions);
  const predicates = allow.predicates().ordered;
  const search = (from: readonly SymbolicRequest[]): SymbolicRequest | null =>
    withoutGap(context.environment, () =>
      firstOf(
        from.flatMap((request) => assumePrincipal(context, request, who, true)),
        (request) =>
          granted(context, request, predicates, 0, (one) =>
            denies.length === 0
              ? one
              : escape(context, one, denies, (free) => widely(context, free, allow, denies, [])),
          ),
      ),
    );
  const found = search(requests);
  if (found === null || isOfOneVpc(context, found)) return found;
  // To relate the keys takes many steps; nearly always it is enough that one takes the other's value.
  return search(ofOneVpc(context, found)) ?? search(withEndpointTies(context, requests));
};

/**
 * The request, if it is allowed from so many addresses that they are no place. Where Denies leave too few, they are
 * escaped one after the other, whether they match the address at hand or not.
 */
const widely = (
  context: SearchContext,
  request: SymbolicRequest,
  allow: CompiledStatement,
  denies: readonly CompiledStatement[],
  escaped: readonly CompiledStatement[],
): SymbolicRequest | null => {
  if (!context.caller.stranger || context.caller.anywhere === true) return request;
  const narrowing = denies.filter(asksForAddress);
  if (narrowing.length === 0 || !hasAddress(context, request)) return request;
  const open = fromOpen(context, request, [allow], denies);
  if (open !== null) return open;
  spend(context.environment.budget, 10);
  const deny = narrowing.find((one) => !escaped.includes(one));
  if (deny === undefined) return null;
  return firstOf(escapes(context, request, deny), (one) =>
    escape(context, one, denies, (free) => widely(context, free, allow, denies, [...escaped, deny])),
  );
};

/** The actions that no Deny takes away from everybody, whatever the request is. */
const leftBy = (
  context: SearchContext,
  allow: CompiledStatement,
  denies: readonly CompiledStatement[],
): number => {
  let actions = allow.actions;
  for (const deny of denies)
    if (
      matchPrincipal(deny.statement.principal, context.caller, context.environment.find) === true &&
      deny.predicates().all.length === 0
    )
      actions &= ~deny.actions;
  return actions;
};

const firstOf = <T>(all: Iterable<T>, test: (one: T) => SymbolicRequest | null): SymbolicRequest | null => {
  for (const one of all) {
    const found = test(one);
    if (found !== null) return found;
  }
  return null;
};

const granted = (
  context: SearchContext,
  request: SymbolicRequest,
  predicates: readonly Predicate[],
  index: number,
  then: (request: SymbolicRequest) => SymbolicRequest | null,
): SymbolicRequest | null => {
  const predicate = predicates[index];
  if (predicate === undefined) return then(request);
  spend(context.environment.budget, 10);
  return firstOf(assume(context, request, predicate, true), (one) =>
    granted(context, one, predicates, index + 1, then),
  );
};

const escape = (
  context: SearchContext,
  request: SymbolicRequest,
  denies: readonly CompiledStatement[],
  then: (request: SymbolicRequest) => SymbolicRequest | null,
): SymbolicRequest | null => {
  spend(context.environment.budget, 10 + denies.length);
  const deny = denies.find((one) => applies(context, request, one));
  if (deny === undefined) return then(request);
  return firstOf(escapes(context, request, deny), (one) => escape(context, one, denies, then));
};

/** Whether the statement matches the request at hand. */
export const applies = (
  context: SearchContext,
  request: SymbolicRequest,
  compiled: CompiledStatement,
): boolean => {
  if ((lowest(request.actions) & compiled.actions) === 0) return false;
  const who = matchPrincipal(compiled.statement.principal, context.caller, context.environment.find);
  return (
    isMatched(context, request, who) &&
    compiled.predicates().all.every((predicate) => holds(context, request, predicate))
  );
};

/** The requests of the state that the Deny does not match, as states. */
const escapes = function* (
  context: SearchContext,
  request: SymbolicRequest,
  deny: CompiledStatement,
): Iterable<SymbolicRequest> {
  const others = narrowed(request, { actions: ~deny.actions });
  if (others !== null) yield others;
  const who = matchPrincipal(deny.statement.principal, context.caller, context.environment.find);
  yield* assumePrincipal(context, request, who, false);
  for (const predicate of deny.predicates().all) yield* assume(context, request, predicate, false);
};
