import type { Knot } from "../../../src/policy/decide/relations/component.ts";
import type { Operand, Pattern } from "../../../src/policy/decide/compile/operand.ts";
import type { Slot } from "../../../src/policy/decide/keys/condition-key.ts";
import type { Rule } from "../../../src/policy/decide/request/symbolic-request.ts";
import { isSlot, type Bit, type Tie } from "../../../src/policy/decide/request/relation.ts";
import { MANY, ONE, type Token } from "../../../src/policy/sets/pattern.ts";

const nameOf = ({ variable, view }: Slot): string =>
  view === "whole" ? variable.replace("aws:principaltag/", "") : `${variable}'s ${view}`;

/** Wildcards that stay in their field as `+` and `!`. */
const unit = (token: Token): string =>
  typeof token === "string" ? token : token === MANY ? "*" : token === ONE ? "?" : token.repeat ? "+" : "!";

const bit = (one: Bit): string => (isSlot(one) ? `{${nameOf(one)}}` : one.map(unit).join(""));

const pattern = (one: Pattern): string => (typeof one === "string" ? one : one.map(unit).join(""));

const operand = (one: Operand): string => {
  switch (one.form) {
    case "exact":
      return `${one.fold ? "about " : ""}${one.texts.map((text) => `"${text}"`).join(" or ")}`;
    case "glob":
    case "arn":
      return `${one.form} ${one.patterns.map(pattern).join(" or ")}`;
    case "numbers":
    case "instants":
    case "addresses":
      return one.form;
  }
};

const is = (sign: boolean): string => (sign ? "is" : "is not");

export const shownTie = ({ key, sign, operator, bits }: Tie): string =>
  `${nameOf(key)} ${is(sign)} ${operator} ${bits.map(bit).join("")}`;

export const shownRule = ({ slot, sign, operand: own }: Rule): string =>
  `${nameOf(slot)} ${is(sign)} ${operand(own)}`;

/** Ties, and behind them the rules; null where nothing meets them. */
export const shownKnot = (knot: Knot | null): readonly string[] | null =>
  knot === null ? null : [...knot.ties.map(shownTie), ...[...knot.rules.values()].flat().map(shownRule)];
