import {
  ALL_ADDRESSES,
  common,
  isOpen,
  joined,
  NO_ADDRESSES,
  without,
  type Addresses,
} from "../sets/addresses.ts";
import { holds } from "./assume.ts";
import type { Clause } from "./clause.ts";
import type { Compiled } from "./compile.ts";
import { isMeant, meant } from "./principal.ts";
import { lowest } from "./shape.ts";
import { addressesLeft } from "./solve-range.ts";
import type { State } from "./state.ts";
import { valuesOf, type Ask } from "./values.ts";

const isAddress = (clause: Clause): boolean => clause.slot.variable === "aws:sourceip";

export const asksForAddress = (compiled: Compiled): boolean => compiled.clauses().all.some(isAddress);

export const hasAddress = (ask: Ask, state: State): boolean =>
  valuesOf(ask, state, ask.world.find("aws:SourceIp")) !== null;

/**
 * Whether the request at hand is allowed from so many addresses, by all statements together, that they are no place:
 * narrow blocks in several statements can make a wide one.
 */
export const isOpenTogether = (
  ask: Ask,
  state: State,
  allows: readonly Compiled[],
  denies: readonly Compiled[],
): boolean => {
  if (!hasAddress(ask, state)) return false;
  const from = (statements: readonly Compiled[]): Addresses =>
    statements.map((one) => addressesOf(ask, state, one)).reduce(joined, NO_ADDRESSES);
  return isOpen(common(ask.world.publicSpace(), without(from(allows), from(denies))));
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
