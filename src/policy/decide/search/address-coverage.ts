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
import type { Predicate } from "../compile/predicate.ts";
import type { CompiledStatement } from "../compile/statement.ts";
import { withEntry } from "../request/persistent-map.ts";
import { isMatched, matchPrincipal } from "./principal.ts";
import { lowest } from "../keys/dimensions.ts";
import { addressesLeft } from "../solve/solve-range.ts";
import { withKnowledge, type SymbolicRequest } from "../request/symbolic-request.ts";
import { valuesOf, type SearchContext } from "../request/assignment.ts";
import { withConstraint } from "./add-constraint.ts";

const isAddress = (predicate: Predicate): boolean => predicate.key.variable === "aws:sourceip";

export const asksForAddress = (compiled: CompiledStatement): boolean =>
  compiled.predicates().all.some(isAddress);

const addressOf = (context: SearchContext, request: SymbolicRequest): readonly string[] | null =>
  valuesOf(context, request, context.environment.find("aws:SourceIp"));

export const hasAddress = (context: SearchContext, request: SymbolicRequest): boolean =>
  addressOf(context, request) !== null;

/**
 * The request at hand from an address of so many that they are no place, where it is allowed from so many by all
 * statements together; else null. Narrow blocks in several statements can make a wide one, and the address at hand can
 * be in a narrow block beside it.
 */
export const fromOpen = (
  context: SearchContext,
  request: SymbolicRequest,
  allows: readonly CompiledStatement[],
  denies: readonly CompiledStatement[],
): SymbolicRequest | null => {
  const open = openPart(allowedFrom(context, request, allows, denies));
  if (isEmpty(open)) return null;
  if (isFrom(context, request, open)) return request;
  const moved = movedTo(context, request, open);
  // A text that repeats the address was chosen for the current one.
  return moved !== null && isFrom(context, moved, allowedFrom(context, moved, allows, denies))
    ? moved
    : request;
};

const allowedFrom = (
  context: SearchContext,
  request: SymbolicRequest,
  allows: readonly CompiledStatement[],
  denies: readonly CompiledStatement[],
): Addresses => {
  if (!hasAddress(context, request)) return NO_ADDRESSES;
  const from = (statements: readonly CompiledStatement[]): Addresses =>
    statements.map((one) => addressesOf(context, request, one)).reduce(joined, NO_ADDRESSES);
  return common(context.environment.publicSpace(), without(from(allows), from(denies)));
};

const isFrom = (context: SearchContext, request: SymbolicRequest, addresses: Addresses): boolean =>
  covers(addresses, addressOf(context, request)?.[0] ?? "");

/** The request from one of the addresses, whatever address it has now. */
const movedTo = (
  context: SearchContext,
  request: SymbolicRequest,
  addresses: Addresses,
): SymbolicRequest | null => {
  const key = context.environment.find("aws:SourceIp");
  const free = withKnowledge(
    request,
    request.present,
    withEntry(request.constraints, key.variable, []),
    request.values,
  );
  return withConstraint(context, free, {
    key,
    every: false,
    sign: true,
    operand: { form: "addresses", addresses },
  });
};

/** The addresses from which the statement matches the request at hand. */
const addressesOf = (
  context: SearchContext,
  request: SymbolicRequest,
  compiled: CompiledStatement,
): Addresses => {
  if ((lowest(request.actions) & compiled.actions) === 0) return NO_ADDRESSES;
  if (
    !isMatched(
      context,
      request,
      matchPrincipal(compiled.statement.principal, context.caller, context.environment.find),
    )
  )
    return NO_ADDRESSES;
  const predicates = compiled.predicates().all;
  if (!predicates.every((predicate) => isAddress(predicate) || holds(context, request, predicate)))
    return NO_ADDRESSES;
  const own = predicates.filter(isAddress);
  if (own.some((predicate) => predicate.whenPresent === false)) return NO_ADDRESSES;
  return addressesLeft(
    own.filter((predicate) => predicate.whenPresent === null),
    ALL_ADDRESSES,
  );
};
