import type { Clause } from "./clause.ts";
import { exactTexts, operandOf, type Operand } from "./operand.ts";
import { comparedOf } from "./known.ts";
import { matches } from "../sets/pattern.ts";
import { spend } from "../sets/budget.ts";
import { missing, present } from "./presence.ts";
import type { Slot } from "./slot.ts";
import { narrowed, type State } from "./state.ts";
import { filled, type Template } from "./template.ts";
import { rulesOf, valuesOf, type Ask } from "./values.ts";
import { withRule } from "./with-rule.ts";

/** A variable stands for a key with one value. */
const variableValue = (ask: Ask, state: State, name: string): string | null => {
  const slot = ask.world.find(name);
  const values = slot.multivalued ? null : valuesOf(ask, state, slot);
  return values?.[0] ?? null;
};

/** What the clause compares with on the request at hand. A value whose variable has none fits nothing. */
export const clauseOperand = (ask: Ask, state: State, clause: Clause): Operand => {
  if (clause.variables === null) return clause.operand;
  const operator = clause.condition?.operator ?? "StringLike";
  const wild = operator.startsWith("Arn") || operator.endsWith("Like");
  const patterns = clause.variables.templates
    .map((template) => filled(template, wild, (name) => variableValue(ask, state, name)))
    .filter((pattern) => pattern !== null);
  return operandOf(operator, patterns);
};

/**
 * The state split by the values of the clause's variables: missing, or one of the values that can matter. Those are the
 * one at hand, those at which the clause's key would come to fit, and a few that are like nothing else.
 */
export const pinnedVariables = (ask: Ask, state: State, clause: Clause): readonly State[] => {
  let states: readonly State[] = [state];
  for (const slot of clause.variables?.slots ?? []) {
    states = states.flatMap((one) => pinned(ask, one, slot, clause));
    spend(ask.world.budget, states.length * 50);
  }
  return states;
};

const pinned = (ask: Ask, state: State, slot: Slot, clause: Clause): readonly State[] => {
  const states = [...missing(ask, state, slot)];
  const there = slot.behind === "never" ? null : present(ask, state, slot);
  if (there === null) return states;
  if (slot.behind === "constant") return [...states, there];
  if (slot.by !== undefined) {
    const { dimension, values } = slot.by;
    for (const bit of values.keys()) {
      const left = narrowed(there, { [dimension]: bit });
      if (left !== null) states.push(left);
    }
    return states;
  }
  for (const value of candidates(ask, there, slot, clause)) {
    const left = withRule(ask, there, {
      slot,
      every: false,
      sign: true,
      operand: { form: "exact", texts: [value], fold: false },
    });
    if (left !== null) states.push(left);
  }
  return states;
};

const ODD = ["x", "y-1"];

const candidates = (ask: Ask, state: State, slot: Slot, clause: Clause): readonly string[] => {
  const there = clause.slot.behind === "never" ? null : present(ask, state, clause.slot);
  const subject = valuesOf(ask, there ?? state, clause.slot) ?? [];
  const wanted = [
    ...subject,
    ...rulesOf(state, clause.slot.variable).flatMap((rule) => exactTexts(rule.operand) ?? []),
    ...elsewhere(ask, state, clause.slot),
  ];
  const all = new Set([
    ...(valuesOf(ask, state, slot) ?? []),
    ...(clause.variables?.templates ?? []).flatMap((template) =>
      wanted.flatMap((text) => captures(ask, state, template, slot, text)),
    ),
    ...wanted,
    ...ODD,
  ]);
  return [...all];
};

/** What other conditions with variables compare the same thing with, as far as that is known. */
const elsewhere = (ask: Ask, state: State, slot: Slot): readonly string[] =>
  comparedOf(ask.world)
    .filter((other) => other.slot.variable === slot.variable)
    .flatMap(({ slot: { view }, template }) =>
      [(name: string) => possibleValue(ask, state, name), () => null]
        .map((valueOf) => exactly(template, valueOf))
        .filter((text) => text !== null)
        .map((text) => (view === "organisation" && slot.view === "whole" ? `${text}/r-st01/` : text)),
    );

/** The variable's value, if it has one, where the request may have it or not. */
const possibleValue = (ask: Ask, state: State, name: string): string | null => {
  const slot = ask.world.find(name);
  const there = slot.behind === "never" ? null : present(ask, state, slot);
  return there === null ? null : variableValue(ask, there, name);
};

/** The values of one variable at which the template fits the text: parts of the text. */
const captures = (
  ask: Ask,
  state: State,
  template: Template,
  slot: Slot,
  text: string,
): readonly string[] => {
  const own = (name: string): boolean => ask.world.find(name).key === slot.key;
  const first = template.findIndex((piece) => "variable" in piece && own(piece.variable));
  if (first === -1) return [];
  const others = (name: string): string | null => variableValue(ask, state, name);
  const before = exactly(template.slice(0, first), others);
  const after = exactly(template.slice(first + 1), (name) => (own(name) ? null : others(name)));
  if (before !== null && !text.startsWith(before)) return [];
  const found: string[] = [];
  const starts = before === null ? range(0, text.length) : [before.length];
  for (const from of starts)
    for (const to of after === null ? range(from, text.length) : [text.length - after.length]) {
      if (to < from) continue;
      const part = text.slice(from, to);
      const pattern = filled(template, true, (name) => (own(name) ? part : others(name)));
      spend(ask.world.budget, 12);
      if (pattern !== null && matches(pattern, text)) found.push(part);
    }
  return found;
};

/** The text of pieces in which nothing is left open; null where something is. */
const exactly = (pieces: Template, valueOf: (name: string) => string | null): string | null => {
  const tokens = filled(pieces, true, valueOf);
  return tokens?.every((token) => typeof token === "string") === true ? tokens.join("") : null;
};

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
