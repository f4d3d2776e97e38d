import type { Clause } from "./clause.ts";
import { fitsOperand } from "./operand.ts";
import { narrowed, type Rule, type State } from "./state.ts";
import { valuesOf, type Ask } from "./values.ts";
import { withRule } from "./with-rule.ts";
import { clauseOperand, pinnedVariables } from "./ground.ts";
import { missing, present, settledAfter } from "./presence.ts";

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
  const met = pinnedVariables(ask, there, clause)
    .map((pinned) =>
      whenThere(
        ask,
        pinned,
        { ...clause, operand: clauseOperand(ask, pinned, clause), variables: null },
        truth,
      ),
    )
    .filter((one) => one !== null);
  return [...without, ...met];
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
