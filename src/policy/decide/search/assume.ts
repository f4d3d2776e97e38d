import type { BaseOperator } from "../../shapes.ts";
import type { Clause } from "../compile/predicate.ts";
import { bitsOf, clauseOperand, isWild } from "./instantiate.ts";
import { fitsOperand, operandOf } from "../compile/operand.ts";
import { missing, present, settledAfter } from "./presence.ts";
import type { Slot } from "../keys/condition-key.ts";
import { narrowed, type Rule, type State } from "../request/symbolic-request.ts";
import { isSlot, textIn, type Tie } from "../request/relation.ts";
import { valuesOf, type Ask } from "../request/assignment.ts";
import { withRule, withTie } from "./add-constraint.ts";

/** Whether the clause is true of the request at hand. */
export const holds = (ask: Ask, state: State, clause: Clause): boolean => {
  const values = valuesOf(ask, state, clause.slot);
  if (values === null) return clause.whenMissing;
  if (clause.whenPresent !== null) return clause.whenPresent;
  const operand = clauseOperand(ask, state, clause);
  const fits = (value: string): boolean => fitsOperand(operand, value) === clause.sign;
  return clause.every ? values.every(fits) : values.some(fits);
};

/**
 * The parts of the state in which the clause is true (or, where `truth` is false, not), as states that together hold
 * all of them: with the key missing in one way or another, and with it there.
 */
export const assume = (ask: Ask, state: State, clause: Clause, truth: boolean): readonly State[] => {
  if (clause.variables === null) return assumeGround(ask, state, clause, truth);
  // Without the key, what the variables are says nothing.
  const without = clause.whenMissing === truth ? missing(ask, state, clause.slot) : [];
  const there = clause.slot.behind === "never" ? null : present(ask, state, clause.slot);
  if (there === null) return without;
  const { slots } = clause.variables;
  return [
    ...without,
    ...(clause.slot.by === undefined ? slots : [clause.slot, ...slots])
      .reduce<readonly State[]>((states, slot) => states.flatMap((one) => parted(ask, one, slot)), [there])
      .flatMap((one) => assumeVariables(ask, one, clause, truth)),
  ];
};

/** The state with the key missing, with it there, and of one that follows from the shape, with each of its values. */
const parted = (ask: Ask, state: State, slot: Slot): readonly State[] => {
  // A variable stands for a key with one value.
  if (slot.behind === "never" || slot.multivalued) return [state];
  const there = present(ask, state, slot);
  const without = missing(ask, state, slot);
  if (there === null) return without;
  if (slot.by === undefined) return [...without, there];
  const { dimension, values } = slot.by;
  const bits = Array.from(values.keys(), (bit) =>
    settledAfter(ask, there, narrowed(there, { [dimension]: bit })),
  );
  return [...without, ...bits.filter((one) => one !== null)];
};

const assumeGround = (ask: Ask, state: State, clause: Clause, truth: boolean): readonly State[] => {
  const without = clause.whenMissing === truth ? missing(ask, state, clause.slot) : NONE;
  const met = whenThere(ask, state, clause, truth);
  if (met === null) return without;
  return without.length === 0 ? [met] : [...without, met];
};

const NONE: readonly State[] = [];

/** The part of the state in which the key is there; null where there is none. */
const whenThere = (ask: Ask, state: State, clause: Clause, truth: boolean): State | null => {
  const { slot } = clause;
  if (clause.whenPresent !== null && clause.whenPresent !== truth) return null;
  const there = slot.behind === "never" ? null : present(ask, state, slot);
  if (there === null || clause.whenPresent !== null) return there;
  const rule: Rule = {
    slot,
    every: clause.every === truth,
    sign: clause.sign === truth,
    operand: clause.operand,
  };
  return withValue(ask, there, rule);
};

/** Where the clause's key and its variables are there or not for good. */
const assumeVariables = (ask: Ask, state: State, clause: Clause, truth: boolean): readonly State[] => {
  const operator = clause.condition?.operator ?? "StringLike";
  const { slot } = clause;
  if (operator !== "Bool" || slot.multivalued) return compared(ask, state, clause, truth, operator);
  // It is true of `true` and `false` only, in either case.
  const boolean: Rule = { slot, every: false, sign: true, operand: operandOf("Bool", ["true", "false"]) };
  const is = withValue(ask, state, boolean);
  const other = clause.sign === truth ? null : withValue(ask, state, { ...boolean, sign: false });
  return [
    ...(other === null ? [] : [other]),
    ...(is === null ? [] : compared(ask, is, clause, truth, "StringEqualsIgnoreCase")),
  ];
};

/** A rule, and ties for what is still open. */
const compared = (
  ask: Ask,
  state: State,
  clause: Clause,
  truth: boolean,
  operator: BaseOperator,
): readonly State[] => {
  const { slot } = clause;
  const values = (clause.variables?.templates ?? [])
    .map((template) => bitsOf(ask, state, template, isWild(operator)))
    .filter((bits) => bits !== null);
  const ground = values.filter((bits) => !bits.some(isSlot)).map(textIn);
  const open = values.filter((bits) => bits.some(isSlot));
  const sign = clause.sign === truth;
  const rule: Rule = { slot, every: clause.every === truth, sign, operand: operandOf(operator, ground) };
  if (slot.multivalued && open.length > 0)
    return inHand(ask, state, { ...rule, operand: clauseOperand(ask, state, clause) });
  const ties = open.map((bits): Tie => ({ key: slot, sign, operator, bits }));
  const first = ground.length === 0 && (sign || open.length > 0) ? [] : [withValue(ask, state, rule)];
  if (sign) return [...first, ...ties.map((tie) => withTie(ask, state, tie))].filter((one) => one !== null);
  const last = ties.reduce<State | null>(
    (one, tie) => (one === null ? null : withTie(ask, one, tie)),
    first.length === 0 ? state : (first[0] ?? null),
  );
  return last === null ? [] : [last];
};

/** A list is compared with what the variables are on the request at hand only. */
const inHand = (ask: Ask, state: State, rule: Rule): readonly State[] => {
  ask.world.doubt.says = `its variables are compared with each value of ${rule.slot.name}, and not all that they can be is tried`;
  const next = withValue(ask, state, rule);
  return next === null ? [] : [next];
};

const withValue = (ask: Ask, state: State, rule: Rule): State | null => {
  const { slot } = rule;
  if (slot.by !== undefined) {
    let bits = 0;
    for (const [bit, value] of slot.by.values)
      if (fitsOperand(rule.operand, value) === rule.sign) bits |= bit;
    return settledAfter(ask, state, narrowed(state, { [slot.by.dimension]: bits }));
  }
  if (slot.behind === "constant") {
    const value = valuesOf(ask, state, slot)?.[0];
    return value !== undefined && fitsOperand(rule.operand, value) === rule.sign ? state : null;
  }
  return withRule(ask, state, rule);
};
