import { captures, exactly, isOf, possibleValue, variableValue } from "./captures.ts";
import type { Clause } from "./clause.ts";
import { conditionsOf, namesOf } from "./known.ts";
import { exactTexts, fitsOperand, operandOf } from "./operand.ts";
import { present } from "./presence.ts";
import type { Slot } from "./slot.ts";
import type { Rule, State } from "./state.ts";
import { ANY_PIECE, filled, textPiece, type Template } from "./template.ts";
import { rulesOf, valuesOf, type Ask } from "./values.ts";
import { withRule } from "./with-rule.ts";

const ODD = ["x", "y-1"];

/** The values of a variable that can matter for the clause. */
export const candidates = (ask: Ask, state: State, slot: Slot, clause: Clause): readonly string[] => {
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
          ...spoken(ask, there, clause.slot),
          ...loosely(ask, there, clause.slot),
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
    ...loosely(ask, state, slot),
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
        const open = template.map((piece) => (isOf(ask, piece, slot) ? ANY_PIECE : piece));
        const pattern = filled(open, true, (name) => variableValue(ask, state, name));
        if (pattern === null) return [];
        const operand = operandOf("StringLike", [pattern]);
        return underRule(ask, state, key, { slot: key, operand, every: false, sign: true });
      });

/** Values of the key that fit what other conditions compare it with, whatever the variables in that may be. */
const loosely = (ask: Ask, state: State, slot: Slot): readonly string[] =>
  slot.behind !== "text"
    ? []
    : templates(ask)
        .filter((other) => other.slot.variable === slot.variable && !other.slot.multivalued)
        .flatMap(({ slot: its, template }) => {
          const pattern = filled(
            template.map((piece) => opened(ask, state, piece)),
            true,
            () => null,
          );
          if (pattern === null) return [];
          const operand = operandOf("StringLike", [pattern]);
          return underRule(ask, state, slot, { slot: its, operand, every: false, sign: true });
        });

/** A variable as the pattern that a rule for it asks for, or as any text. */
const opened = (ask: Ask, state: State, piece: Template[number]): Template[number] => {
  if (!("variable" in piece)) return piece;
  const slot = ask.world.find(piece.variable);
  const [pattern] = rulesOf(state, slot.variable).flatMap(({ sign, operand, slot: { view } }) =>
    sign && view === slot.view && operand.form === "glob" ? operand.patterns : [],
  );
  return typeof pattern === "string" ? textPiece(pattern) : ANY_PIECE;
};

const underRule = (ask: Ask, state: State, slot: Slot, rule: Rule): readonly string[] => {
  const left = withRule(ask, state, rule);
  return (left === null ? null : valuesOf(ask, left, slot)) ?? [];
};
