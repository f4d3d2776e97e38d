import {
  addressOf,
  ALL_ADDRESSES,
  anAddress,
  blocks,
  common,
  isEmpty,
  NO_ADDRESSES,
  openPart,
  without,
  type Addresses,
} from "../../sets/addresses.ts";
import { say } from "../../messages.ts";
import { stop } from "../../sets/budget.ts";
import { difference, intersection, union, type Ranges } from "../../sets/ranges.ts";
import { exactTexts, toNumber, toSeconds, type Operand } from "../compile/operand.ts";
import { DEFAULT_ADDRESSES, showTime } from "../request/default-values.ts";
import type { Constraint } from "../request/symbolic-request.ts";

const ALL_NUMBERS: Ranges<number> = [[-(2 ** 53), 2 ** 53]];

const inexact = (constraint: Constraint): never => stop(say("unsupported-text", constraint.key.name));

/** The addresses that an operand takes. String operators compare the address' text. */
const addressesOf = (constraint: Constraint, operand: Operand): Addresses => {
  if (operand.form === "addresses") return operand.addresses;
  const texts = exactTexts(operand);
  if (texts !== null && operand.form !== "arn") return blocks(texts.filter((text) => !text.includes("/")));
  if (operand.form === "glob") {
    const all = operand.patterns.map((pattern) =>
      typeof pattern === "string" ? prefixBlock(pattern) : null,
    );
    return all.every((block) => block !== null)
      ? { v4: union(all.flatMap((block) => block.v4)), v6: union(all.flatMap((block) => block.v6)) }
      : inexact(constraint);
  }
  return NO_ADDRESSES;
};

/** `*`, an address, or `203.0.*`: as many octets as are named. */
const prefixBlock = (pattern: string): Addresses | null => {
  if (pattern === "*") return ALL_ADDRESSES;
  if (!/[*?]/.test(pattern)) return blocks([pattern]);
  if (!/^(?:\d{1,3}\.){1,3}\*$/.test(pattern)) return null;
  const octets = pattern.split(".").slice(0, -1);
  return blocks([`${[...octets, "0", "0", "0"].slice(0, 4).join(".")}/${octets.length * 8}`]);
};

export const addressesLeft = (constraints: readonly Constraint[], domain: Addresses): Addresses =>
  constraints.reduce((left, constraint) => {
    const set = addressesOf(constraint, constraint.operand);
    return constraint.sign ? common(left, set) : without(left, set);
  }, domain);

const USUAL_INSIDE = [addressOf("10.0.0.7")];

/**
 * An address of `space`. A stranger's must be one of a set too wide to be a place, and in no narrow block that is
 * named.
 */
export const solvePublicAddress = (
  constraints: readonly Constraint[],
  space: Addresses,
  named: (() => readonly string[]) | null,
): string | null => {
  const left = addressesLeft(constraints, space);
  if (named === null) return anAddress(left, DEFAULT_ADDRESSES);
  const open = openPart(left);
  if (isEmpty(open)) return null;
  const wide = open.v4.length === 0 ? open : { v4: open.v4, v6: [] };
  const outside = constraints.length === 0 ? wide : without(wide, blocks(named()));
  return anAddress(isEmpty(outside) ? wide : outside, DEFAULT_ADDRESSES);
};

/** Inside a VPC anybody may have any private address. */
export const solveAddress = (constraints: readonly Constraint[]): string | null =>
  anAddress(addressesLeft(constraints, ALL_ADDRESSES), USUAL_INSIDE);

const numbersOf = (constraint: Constraint): Ranges<number> => {
  const { operand, key } = constraint;
  const dates = key.behind === "instant";
  if (operand.form === "instants") return dates ? operand.ranges : [];
  // The text of a timestamp is no number.
  if (operand.form === "numbers") return key.projection === "timestamp" ? [] : operand.ranges;
  const texts = exactTexts(operand);
  if (texts !== null && operand.form !== "arn")
    return union(
      texts.flatMap((text) => {
        const value = dates ? toSeconds(text) : toNumber(text);
        if (value === null) return [];
        const sent = key.projection === "timestamp" ? showTime(value) : String(value);
        if (sent === text) return [[value, value + 1 / 2] as const];
        // AWS does not document how it writes a moment that it compares as text.
        return dates ? inexact(constraint) : [];
      }),
    );
  if (operand.form !== "glob") return [];
  return operand.patterns.some((pattern) => pattern === "*") ? ALL_NUMBERS : inexact(constraint);
};

const numbersLeft = (constraints: readonly Constraint[], domain: Ranges<number>): Ranges<number> =>
  constraints.reduce((left, constraint) => {
    const set = numbersOf(constraint);
    return constraint.sign ? intersection(left, set) : difference(left, set);
  }, domain);

/** The least whole number in the set (AWS's own numbers and times are whole); null where there is none. */
const leastWhole = (ranges: Ranges<number>): number | null => {
  for (const [from, to] of ranges) if (Math.ceil(from) < to) return Math.ceil(from);
  return null;
};

/** The least number of seconds from 0 up. */
export const solveNumber = (constraints: readonly Constraint[]): number | null =>
  leastWhole(numbersLeft(constraints, [[0, 2 ** 53]]));

export interface Times {
  readonly time: number;
  readonly token: number;
}

/** A token is issued before the call that uses it, and the call is made now or later: the earlier of the two. */
export const solveTimes = (
  now: number,
  time: readonly Constraint[],
  token: readonly Constraint[],
): Times | null => {
  const issued = numbersLeft(token, [[0, 2 ** 53]]);
  const first = leastWhole(intersection(issued, [[now - 3600, now + 1]])) ?? leastWhole(issued);
  if (first === null) return null;
  const called = leastWhole(numbersLeft(time, [[Math.max(now, first), 2 ** 53]]));
  return called === null ? null : { time: called, token: first };
};
