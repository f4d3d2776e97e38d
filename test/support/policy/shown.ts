import type { Component } from "../../../src/policy/decide/relations/component.ts";
import type { Operand, Pattern } from "../../../src/policy/decide/compile/operand.ts";
import type { ConditionKey } from "../../../src/policy/decide/keys/condition-key.ts";
import type { Constraint } from "../../../src/policy/decide/request/symbolic-request.ts";
import { isKey, type Segment, type Relation } from "../../../src/policy/decide/request/relation.ts";
import { MANY, ONE, type Token } from "../../../src/policy/sets/pattern.ts";

const nameOf = ({ variable, projection }: ConditionKey): string =>
  projection === "whole" ? variable.replace("aws:principaltag/", "") : `${variable}'s ${projection}`;

/** Wildcards that stay in their field as `+` and `!`. */
const unit = (token: Token): string =>
  typeof token === "string" ? token : token === MANY ? "*" : token === ONE ? "?" : token.repeat ? "+" : "!";

const segment = (one: Segment): string => (isKey(one) ? `{${nameOf(one)}}` : one.map(unit).join(""));

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

export const shownTie = ({ key, sign, operator, segments }: Relation): string =>
  `${nameOf(key)} ${is(sign)} ${operator} ${segments.map(segment).join("")}`;

export const shownRule = ({ key, sign, operand: own }: Constraint): string =>
  `${nameOf(key)} ${is(sign)} ${operand(own)}`;

/** Ties, and behind them the rules; null where nothing meets them. */
export const shownKnot = (component: Component | null): readonly string[] | null =>
  component === null
    ? null
    : [...component.relations.map(shownTie), ...[...component.constraints.values()].flat().map(shownRule)];
