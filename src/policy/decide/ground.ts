import type { Clause } from "./clause.ts";
import { exactTexts, fitsOperand, operandOf, type Operand } from "./operand.ts";
import { conditionsOf, namesOf } from "./known.ts";
import { matches } from "../sets/pattern.ts";
import { spend } from "../sets/budget.ts";
import { missing, present } from "./presence.ts";
import type { Slot } from "./slot.ts";
import { narrowed, type Rule, type State } from "./state.ts";
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
  if (slot.behind === "constant" || isFixed(there, slot)) return [...states, there];
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

/** Whether the key has one value already. */
const isFixed = (state: State, slot: Slot): boolean =>
  rulesOf(state, slot.variable).some(
    (rule) => rule.sign && rule.slot.key === slot.key && exactTexts(rule.operand)?.length === 1,
  );

const ODD = ["x", "y-1"];

const candidates = (ask: Ask, state: State, slot: Slot, clause: Clause): readonly string[] => {
  const there = clause.slot.behind === "never" ? null : present(ask, state, clause.slot);
  const subject = valuesOf(ask, there ?? state, clause.slot) ?? [];
  const wanted = [
    ...subject,
    ...rulesOf(state, clause.slot.variable).flatMap((rule) => exactTexts(rule.operand) ?? []),
    ...elsewhere(ask, state, clause.slot),
    ...organizations(ask, clause.slot),
    ...(there === null
      ? []
      : [
          ...telling(ask, there, clause.slot),
          ...fitting(ask, there, clause.slot, clause.variables?.templates ?? [], slot),
        ]),
  ];
  const all = new Set([
    ...(valuesOf(ask, state, slot) ?? []),
    ...(there === null ? [] : alike(ask, there, slot, clause)),
    ...(clause.variables?.templates ?? []).flatMap((template) =>
      wanted.flatMap((text) => captures(ask, state, template, slot, text)),
    ),
    ...wanted,
    ...elsewhere(ask, state, slot),
    ...spoken(ask, state, slot),
    ...telling(ask, state, slot),
    ...organizations(ask, slot),
    ...ODD,
  ]);
  return [...all];
};

/** Where the key is compared with the variable alone: what can be both, under the rules for either. */
const alike = (ask: Ask, state: State, slot: Slot, clause: Clause): readonly string[] => {
  const bare = clause.variables?.templates.some(
    ([first, ...rest]) => first !== undefined && isOf(ask, first, slot) && rest.length === 0,
  );
  if (bare !== true) return [];
  const values = (from: Slot, to: Slot): readonly string[] => {
    const joint = rulesOf(state, from.variable)
      .filter((rule) => rule.slot.key === from.key)
      .reduce<State | null>(
        (one, rule) => (one === null ? null : withRule(ask, one, { ...rule, slot: to })),
        state,
      );
    return (joint === null ? null : valuesOf(ask, joint, to)) ?? [];
  };
  return clause.slot.behind === "text" && slot.behind === "text"
    ? [
        ...values(slot, clause.slot),
        ...values(clause.slot, slot),
        ...telling(ask, state, clause.slot, slot),
        ...telling(ask, state, slot, clause.slot),
      ]
    : [];
};

/** The organisations that can matter are those that are named: the owner's is any of them. */
const organizations = ({ world }: Ask, { variable, view }: Slot): readonly string[] =>
  variable.endsWith("organisation")
    ? Array.from(namesOf(world).organizations, (id) => (view === "whole" ? `${id}/r-st01/` : id))
    : [];

/** What other conditions with variables compare the same thing with, as far as that is known. */
const elsewhere = (ask: Ask, state: State, slot: Slot): readonly string[] =>
  templates(ask)
    .filter((other) => other.slot.variable === slot.variable)
    .flatMap(({ slot: { view }, template }) =>
      [(name: string) => possibleValue(ask, state, name), () => null]
        .map((valueOf) => exactly(template, valueOf))
        .filter((text) => text !== null)
        .map((text) => (view === "organisation" && slot.view === "whole" ? `${text}/r-st01/` : text)),
    );

/** What the variable must be for other conditions that compare with it. */
const spoken = (ask: Ask, state: State, slot: Slot): readonly string[] =>
  templates(ask)
    .filter(({ template }) => template.some((piece) => isOf(ask, piece, slot)))
    .flatMap((other) =>
      [
        ...(valuesOf(ask, present(ask, state, other.slot) ?? state, other.slot) ?? []),
        ...organizations(ask, other.slot),
        ...fitting(ask, present(ask, state, other.slot) ?? state, other.slot, [other.template], slot),
      ].flatMap((text) => captures(ask, state, other.template, slot, text)),
    );

const templates = ({ world }: Ask): readonly { readonly slot: Slot; readonly template: Template }[] =>
  conditionsOf(world).flatMap(({ slot, variables }) =>
    (variables?.templates ?? []).map((template) => ({ slot, template })),
  );

/** Values of the key's that tell other conditions on the same thing, or on one that is to be the same, apart. */
const telling = (ask: Ask, state: State, slot: Slot, same: Slot = slot): readonly string[] =>
  slot.behind !== "text" || slot.multivalued
    ? []
    : conditionsOf(ask.world)
        .filter((one) => one.variables === null && isAbout(one.slot, slot, same))
        .flatMap(({ slot: its, operand }) => {
          const at = same === slot ? its : slot;
          const [value] = valuesOf(ask, state, at) ?? [];
          // The value at hand is tried as it is.
          const sign = value === undefined || !fitsOperand(operand, value);
          return underRule(ask, state, slot, { slot: at, operand, every: false, sign });
        });

const isAbout = (its: Slot, slot: Slot, same: Slot): boolean =>
  same === slot ? its.variable === slot.variable : its.key === same.key;

/** Values of the key that fit the templates with something in place of the variable. */
const fitting = (
  ask: Ask,
  state: State,
  key: Slot,
  templates: readonly Template[],
  slot: Slot,
): readonly string[] =>
  key.behind !== "text"
    ? []
    : templates.flatMap((template) => {
        const open = template.map((piece) => (isOf(ask, piece, slot) ? { text: "*" } : piece));
        const pattern = filled(open, true, (name) => variableValue(ask, state, name));
        if (pattern === null) return [];
        const operand = operandOf("StringLike", [pattern]);
        return underRule(ask, state, key, { slot: key, operand, every: false, sign: true });
      });

const underRule = (ask: Ask, state: State, slot: Slot, rule: Rule): readonly string[] => {
  const left = withRule(ask, state, rule);
  return (left === null ? null : valuesOf(ask, left, slot)) ?? [];
};

const isOf = (ask: Ask, piece: Template[number], slot: Slot): boolean =>
  "variable" in piece && ask.world.find(piece.variable).key === slot.key;

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
      spend(ask.world.budget, 16);
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
