import { spend } from "../../sets/budget.ts";
import { assume, holds } from "./assume.ts";
import type { Clause } from "../compile/predicate.ts";
import type { Compiled } from "../compile/statement.ts";
import { asksForAddress, fromOpen, hasAddress } from "./address-coverage.ts";
import { assumeMeant, isMeant, meant } from "./principal.ts";
import { ANY_SHAPE, KINDS, lowest, NO_ORGANISATION, PUBLIC_ADDRESS, DIRECT } from "../keys/dimensions.ts";
import { narrowed, NO_TIES, type State } from "../request/symbolic-request.ts";
import type { Ask } from "../request/assignment.ts";
import { withoutDoubt } from "../request/environment.ts";

/**
 * All requests of the party with one of the actions. An AWS service is in no organisation, calls for itself, and through
 * no VPC endpoint of anybody's.
 */
const requestsOf = ({ party }: Ask, actions: number): State => {
  const isService = party.kinds === KINDS.service;
  return {
    actions,
    kinds: party.kinds,
    orgs: isService ? NO_ORGANISATION : ANY_SHAPE.orgs,
    nets: isService ? PUBLIC_ADDRESS : ANY_SHAPE.nets,
    vias: isService ? DIRECT : ANY_SHAPE.vias,
    mfas: ANY_SHAPE.mfas,
    present: null,
    rules: null,
    values: null,
    ties: NO_TIES,
  };
};

/** The same, where all of the party's own clauses are true. */
export const initial = (ask: Ask, actions: number): readonly State[] =>
  ask.party.given.reduce<readonly State[]>(
    (states, clause) => states.flatMap((state) => assume(ask, state, clause, true)),
    [requestsOf(ask, actions)],
  );

/**
 * A request of the party that the Allow matches and no Deny does, or null where there is none.
 *
 * The requests that the Allow matches are kept as states, each with one request at hand. As long as some Deny matches
 * that one, the state is split by the ways to escape it: another action, another caller, or one of its conditions not
 * met. Each way rules that Deny out for good, so the search ends; it tries all ways, so it misses no request.
 */
export const find = (ask: Ask, allow: Compiled, denies: readonly Compiled[]): State | null => {
  const who = meant(allow.statement.principal, ask.party, ask.world.find);
  if (who === false) return null;
  const actions = leftBy(ask, allow, denies);
  if (actions === 0) return null;
  const callers = initial(ask, actions).flatMap((state) => assumeMeant(ask, state, who, true));
  const clauses = allow.clauses().ordered;
  return withoutDoubt(ask.world, () =>
    firstOf(callers, (state) =>
      granted(ask, state, clauses, 0, (one) =>
        denies.length === 0 ? one : escape(ask, one, denies, (free) => widely(ask, free, allow, denies, [])),
      ),
    ),
  );
};

/**
 * The request, if it is allowed from so many addresses that they are no place. Where Denies leave too few, they are
 * escaped one after the other, whether they match the address at hand or not.
 */
const widely = (
  ask: Ask,
  state: State,
  allow: Compiled,
  denies: readonly Compiled[],
  escaped: readonly Compiled[],
): State | null => {
  if (!ask.party.stranger || ask.party.anywhere === true) return state;
  const narrowing = denies.filter(asksForAddress);
  if (narrowing.length === 0 || !hasAddress(ask, state)) return state;
  const open = fromOpen(ask, state, [allow], denies);
  if (open !== null) return open;
  spend(ask.world.budget, 10);
  const deny = narrowing.find((one) => !escaped.includes(one));
  if (deny === undefined) return null;
  return firstOf(escapes(ask, state, deny), (one) =>
    escape(ask, one, denies, (free) => widely(ask, free, allow, denies, [...escaped, deny])),
  );
};

/** The actions that no Deny takes away from everybody, whatever the request is. */
const leftBy = (ask: Ask, allow: Compiled, denies: readonly Compiled[]): number => {
  let actions = allow.actions;
  for (const deny of denies)
    if (
      meant(deny.statement.principal, ask.party, ask.world.find) === true &&
      deny.clauses().all.length === 0
    )
      actions &= ~deny.actions;
  return actions;
};

const firstOf = <T>(all: Iterable<T>, test: (one: T) => State | null): State | null => {
  for (const one of all) {
    const found = test(one);
    if (found !== null) return found;
  }
  return null;
};

const granted = (
  ask: Ask,
  state: State,
  clauses: readonly Clause[],
  index: number,
  then: (state: State) => State | null,
): State | null => {
  const clause = clauses[index];
  if (clause === undefined) return then(state);
  spend(ask.world.budget, 10);
  return firstOf(assume(ask, state, clause, true), (one) => granted(ask, one, clauses, index + 1, then));
};

const escape = (
  ask: Ask,
  state: State,
  denies: readonly Compiled[],
  then: (state: State) => State | null,
): State | null => {
  spend(ask.world.budget, 10 + denies.length);
  const deny = denies.find((one) => applies(ask, state, one));
  if (deny === undefined) return then(state);
  return firstOf(escapes(ask, state, deny), (one) => escape(ask, one, denies, then));
};

/** Whether the statement matches the request at hand. */
export const applies = (ask: Ask, state: State, compiled: Compiled): boolean => {
  if ((lowest(state.actions) & compiled.actions) === 0) return false;
  const who = meant(compiled.statement.principal, ask.party, ask.world.find);
  return isMeant(ask, state, who) && compiled.clauses().all.every((clause) => holds(ask, state, clause));
};

/** The requests of the state that the Deny does not match, as states. */
const escapes = function* (ask: Ask, state: State, deny: Compiled): Iterable<State> {
  const others = narrowed(state, { actions: ~deny.actions });
  if (others !== null) yield others;
  const who = meant(deny.statement.principal, ask.party, ask.world.find);
  yield* assumeMeant(ask, state, who, false);
  for (const clause of deny.clauses().all) yield* assume(ask, state, clause, false);
};
