import type { AskedAction, Question } from "../../src/policy/question.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { always, flag, many, single, slot, symbol, when, type Chosen } from "./key.ts";
import { notCovered } from "./not-covered.ts";
import { on, room } from "./mentions.ts";
import { and, exactlyOne, leaf, not, or, TRUE, type Term } from "./term.ts";
import { literal, text, type Variable } from "./text.ts";

/** A text that its writer chooses freely: there where it can be, or not if it may be missing. */
export const freeText = (
  policies: readonly Policy[],
  name: string,
  possible: Term,
  optional = true,
): Chosen => {
  const there = flag(`${symbol(name)}/there`);
  // The value of a tag may be empty.
  const least = name.toLowerCase().startsWith("aws:principaltag/") ? 0 : 1;
  const content = text(symbol(name), "free", room(policies, name), least);
  return {
    key: single(name, optional ? and(possible, there.is) : possible, always(content.text)),
    variables: [there.variable, content.variable],
  };
};

/** A list of free texts. Each condition on it needs one value of its own at most, to hold or to fail. */
const freeTexts = (policies: readonly Policy[], name: string, possible: Term): Chosen => {
  const slots = Array.from({ length: Math.max(1, on(policies, name).length) }, (_, index) => ({
    there: flag(`${symbol(name)}/${index}`),
    content: text(`${symbol(name)}/${index}`, "free", room(policies, name)),
    first: index === 0,
  }));
  return {
    key: many(
      name,
      possible,
      ...slots.map(({ there, content, first }) => slot(first ? TRUE : there.is, always(content.text))),
    ),
    variables: slots.flatMap(({ there, content }) => [there.variable, content.variable]),
  };
};

/** A tag: text, and a number where policies compare it as one. */
export const tag = (policies: readonly Policy[], name: string, possible: Term): Chosen => {
  const operators = on(policies, name).map(({ operator }) => operator);
  const numeric = operators.filter((operator) => operator.startsWith("Numeric"));
  if (numeric.length === 0) return freeText(policies, name, possible);
  if (numeric.length < operators.filter((operator) => operator !== "Null").length)
    throw notCovered("a tag as a number and as a text");
  const there = flag(`${symbol(name)}/there`);
  const isNumber = flag(`${symbol(name)}/number`);
  const number: Variable = { names: [`${symbol(name)}/value`], sort: "Real", domain: TRUE };
  return {
    key: single(
      name,
      and(possible, there.is),
      { when: isNumber.is, content: { number: leaf(`${symbol(name)}/value`) } },
      when(not(isNumber.is), literal("none")),
    ),
    variables: [there.variable, isNumber.variable, number],
  };
};

export interface ActionChoice {
  readonly action: AskedAction;
  readonly is: Term;
}

/** One of the actions that are asked about. */
export const actionChoices = (
  question: Question,
): { readonly choices: readonly ActionChoice[]; readonly variable: Variable } => {
  const choices = question.actions.map((action) => ({ action, is: leaf(symbol(action.name)) }));
  return {
    choices,
    variable: {
      names: choices.map(({ is }) => is.op),
      sort: "Bool",
      domain: exactlyOne(choices.map(({ is }) => is)),
    },
  };
};

/** The service's own keys: there on the actions that carry them. */
export const content = (
  policies: readonly Policy[],
  question: Question,
  choices: readonly ActionChoice[],
): readonly Chosen[] =>
  question.keys.map(({ name, optional, multivalued }) => {
    const carried = or(...choices.filter(({ action }) => action.keys.includes(name)).map(({ is }) => is));
    return multivalued
      ? freeTexts(policies, name, carried)
      : freeText(policies, name, carried, optional === true);
  });
