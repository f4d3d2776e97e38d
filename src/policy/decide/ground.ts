import { spend } from "../sets/budget.ts";
import { candidates } from "./candidates.ts";
import { variableValue } from "./captures.ts";
import type { Clause } from "./clause.ts";
import { exactTexts, operandOf, type Operand } from "./operand.ts";
import { missing, present } from "./presence.ts";
import type { Slot } from "./slot.ts";
import { narrowed, type State } from "./state.ts";
import { filled } from "./template.ts";
import { rulesOf, type Ask } from "./values.ts";
import { withRule } from "./with-rule.ts";

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
    spend(ask.world.budget, 20);
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
