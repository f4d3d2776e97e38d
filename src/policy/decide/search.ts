import { spend } from "../sets/budget.ts";
import { assume, holds } from "./assume.ts";
import type { Clause } from "./clause.ts";
import type { Compiled } from "./compile.ts";
import { asksForAddress, fromOpen, hasAddress } from "./joined.ts";
import { assumeMeant, isMeant, meant } from "./principal.ts";
import { ANY_SHAPE, KINDS, lowest, NO_ORGANISATION, PUBLIC_ADDRESS, DIRECT } from "./shape.ts";
import { present } from "./presence.ts";
import type { Slot } from "./slot.ts";
import { narrowed, type State } from "./state.ts";
import type { Ask } from "./values.ts";

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
  const states = initial(ask, actions);
  const callers = who === true ? states : states.flatMap((state) => assumeMeant(ask, state, who, true));
  const { plain, late } = allow.clauses();
  if (denies.length === 0) {
    const clauses = late.length === 0 ? plain : [...plain, ...late];
    return firstOf(callers, (state) => granted(ask, state, clauses, 0, denies, asItIs));
  }
  return firstOf(callers, (state) =>
    granted(ask, state, plain, 0, denies, (one) =>
      escape(ask, one, denies, (free) =>
        granted(ask, free, late, 0, denies, (last) =>
          escape(ask, last, denies, (found) => widely(ask, found, allow, denies, [])),
        ),
      ),
    ),
  );
};

const asItIs = (state: State): State => state;

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
  return firstOf(escapes(ask, state, deny, denies), (one) =>
    escape(ask, one, denies, (free) => widely(ask, free, allow, denies, [...escaped, deny])),
  );
};

/** The actions that no Deny takes away whole: one to everybody that asks for nothing that the Allow does not ask for. */
const leftBy = (ask: Ask, allow: Compiled, denies: readonly Compiled[]): number => {
  let actions = allow.actions;
  for (const deny of denies) {
    if ((actions & deny.actions) === 0) continue;
    if (meant(deny.statement.principal, ask.party, ask.world.find) !== true) continue;
    if (deny.clauses().all.every((clause) => allow.clauses().all.some((own) => isSame(clause, own))))
      actions &= ~deny.actions;
  }
  return actions;
};

const isSame = (a: Clause, b: Clause): boolean =>
  a.condition !== null &&
  b.condition !== null &&
  a.slot.key === b.slot.key &&
  a.condition.operator === b.condition.operator &&
  a.condition.qualifier === b.condition.qualifier &&
  a.condition.ifExists === b.condition.ifExists &&
  (a.variables === null) === (b.variables === null) &&
  a.condition.values.length === b.condition.values.length &&
  a.condition.values.every((value, index) => value.text === b.condition?.values[index]?.text);

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
  denies: readonly Compiled[],
  then: (state: State) => State | null,
): State | null => {
  const clause = clauses[index];
  if (clause === undefined) return then(state);
  spend(ask.world.budget, 10);
  return firstOf(ways(ask, state, clause, true, denies), (one) =>
    granted(ask, one, clauses, index + 1, denies, then),
  );
};

const escape = (
  ask: Ask,
  state: State,
  denies: readonly Compiled[],
  then: (state: State) => State | null,
): State | null => {
  spend(ask.world.budget, 10 + denies.length);
  const deny = matching(ask, state, denies);
  if (deny === undefined) return then(state);
  return firstOf(escapes(ask, state, deny, denies), (one) => escape(ask, one, denies, then));
};

/** The first of the Denies that matches the request at hand. */
const matching = (ask: Ask, state: State, denies: readonly Compiled[]): Compiled | undefined =>
  denies.length === 0 ? undefined : denies.find((one) => applies(ask, state, one));

/** Whether the statement matches the request at hand. */
export const applies = (ask: Ask, state: State, compiled: Compiled): boolean => {
  if ((lowest(state.actions) & compiled.actions) === 0) return false;
  const who = meant(compiled.statement.principal, ask.party, ask.world.find);
  return isMeant(ask, state, who) && compiled.clauses().all.every((clause) => holds(ask, state, clause));
};

/** The requests of the state that the Deny does not match, as states. */
const escapes = function* (
  ask: Ask,
  state: State,
  deny: Compiled,
  denies: readonly Compiled[],
): Iterable<State> {
  const others = narrowed(state, { actions: ~deny.actions });
  if (others !== null) yield others;
  const who = meant(deny.statement.principal, ask.party, ask.world.find);
  yield* assumeMeant(ask, state, who, false);
  for (const clause of deny.clauses().all) yield* ways(ask, state, clause, false, denies);
};

/**
 * The parts of the state in which the clause is true, or not. What variables must be depends on what the Denies leave
 * of the keys, and a Deny may not have matched only because the key was not there: so it is tried again with all keys
 * there, past every Deny without variables.
 */
const ways = (
  ask: Ask,
  state: State,
  clause: Clause,
  truth: boolean,
  denies: readonly Compiled[],
): Iterable<State> =>
  clause.variables === null
    ? assume(ask, state, clause, truth)
    : waysOfVariables(ask, state, clause, [clause.slot, ...clause.variables.slots], truth, denies);

const waysOfVariables = function* (
  ask: Ask,
  state: State,
  clause: Clause,
  slots: readonly Slot[],
  truth: boolean,
  denies: readonly Compiled[],
): Iterable<State> {
  yield* assume(ask, state, clause, truth);
  const there = slots.reduce(
    (one, slot) => (slot.behind === "never" ? one : (present(ask, one, slot) ?? one)),
    state,
  );
  if (there === state) return;
  for (const free of past(ask, there, denies)) if (free !== there) yield* assume(ask, free, clause, truth);
};

/** The state as far as no Deny without variables matches it. */
const past = function* (ask: Ask, state: State, denies: readonly Compiled[]): Iterable<State> {
  spend(ask.world.budget, 10 + denies.length);
  const deny = denies.find((one) => one.clauses().late.length === 0 && applies(ask, state, one));
  if (deny === undefined) yield state;
  else for (const one of escapes(ask, state, deny, denies)) yield* past(ask, one, denies);
};
