import {
  ALL_ADDRESSES,
  common,
  covers,
  isEmpty,
  joined,
  NO_ADDRESSES,
  openPart,
  without,
  type Addresses,
} from "../../sets/addresses.ts";
import { holds } from "./assume.ts";
import type { Clause } from "../compile/predicate.ts";
import type { Compiled } from "../compile/statement.ts";
import { withEntry } from "../request/persistent-map.ts";
import { isMeant, meant } from "./principal.ts";
import { lowest } from "../keys/dimensions.ts";
import { addressesLeft } from "../solve/solve-range.ts";
import { knowing, type State } from "../request/symbolic-request.ts";
import { valuesOf, type Ask } from "../request/assignment.ts";
import { withRule } from "./add-constraint.ts";

const isAddress = (clause: Clause): boolean => clause.slot.variable === "aws:sourceip";

export const asksForAddress = (compiled: Compiled): boolean => compiled.clauses().all.some(isAddress);

const addressOf = (ask: Ask, state: State): readonly string[] | null =>
  valuesOf(ask, state, ask.world.find("aws:SourceIp"));

export const hasAddress = (ask: Ask, state: State): boolean => addressOf(ask, state) !== null;

/**
 * The request at hand from an address of so many that they are no place, where it is allowed from so many by all
 * statements together; else null. Narrow blocks in several statements can make a wide one, and the address at hand can
 * be in a narrow block beside it.
 */
export const fromOpen = (
  ask: Ask,
  state: State,
  allows: readonly Compiled[],
  denies: readonly Compiled[],
): State | null => {
  const open = openPart(allowedFrom(ask, state, allows, denies));
  if (isEmpty(open)) return null;
  if (isFrom(ask, state, open)) return state;
  const moved = movedTo(ask, state, open);
  // A text that speaks of the address has been chosen for the one at hand.
  return moved !== null && isFrom(ask, moved, allowedFrom(ask, moved, allows, denies)) ? moved : state;
};

const allowedFrom = (
  ask: Ask,
  state: State,
  allows: readonly Compiled[],
  denies: readonly Compiled[],
): Addresses => {
  if (!hasAddress(ask, state)) return NO_ADDRESSES;
  const from = (statements: readonly Compiled[]): Addresses =>
    statements.map((one) => addressesOf(ask, state, one)).reduce(joined, NO_ADDRESSES);
  return common(ask.world.publicSpace(), without(from(allows), from(denies)));
};

const isFrom = (ask: Ask, state: State, addresses: Addresses): boolean =>
  covers(addresses, addressOf(ask, state)?.[0] ?? "");

/** The request from one of the addresses, whatever its own had to be. */
const movedTo = (ask: Ask, state: State, addresses: Addresses): State | null => {
  const slot = ask.world.find("aws:SourceIp");
  const free = knowing(state, state.present, withEntry(state.rules, slot.variable, []), state.values);
  return withRule(ask, free, { slot, every: false, sign: true, operand: { form: "addresses", addresses } });
};

/** The addresses from which the statement matches the request at hand. */
const addressesOf = (ask: Ask, state: State, compiled: Compiled): Addresses => {
  if ((lowest(state.actions) & compiled.actions) === 0) return NO_ADDRESSES;
  if (!isMeant(ask, state, meant(compiled.statement.principal, ask.party, ask.world.find)))
    return NO_ADDRESSES;
  const clauses = compiled.clauses().all;
  if (!clauses.every((clause) => isAddress(clause) || holds(ask, state, clause))) return NO_ADDRESSES;
  const own = clauses.filter(isAddress);
  if (own.some((clause) => clause.whenPresent === false)) return NO_ADDRESSES;
  return addressesLeft(
    own.filter((clause) => clause.whenPresent === null),
    ALL_ADDRESSES,
  );
};
