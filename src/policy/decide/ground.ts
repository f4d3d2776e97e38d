import type { Clause } from "./clause.ts";
import { exactTexts, operandOf, type Operand } from "./operand.ts";
import { matches } from "../sets/pattern.ts";
import { spend } from "../sets/budget.ts";
import { missing, present } from "./presence.ts";
import type { Slot } from "./slot.ts";
import { narrowed, type State } from "./state.ts";
import { filled, type Template } from "./template.ts";
import { rulesOf, valuesOf, withRule, type Ask } from "./values.ts";

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
  const subject = valuesOf(ask, state, clause.slot) ?? [];
  const wanted = [
    ...subject,
    ...rulesOf(state, clause.slot.variable).flatMap((rule) => exactTexts(rule.operand) ?? []),
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

/** The values of one variable at which the template fits the text: parts of the text. */
const captures = (
  ask: Ask,
  state: State,
  template: Template,
  slot: Slot,
  text: string,
): readonly string[] => {
  const own = (name: string): boolean => ask.world.find(name).key === slot.key;
  if (!template.some((piece) => "variable" in piece && own(piece.variable))) return [];
  const found: string[] = [];
  for (let from = 0; from <= text.length; from += 1)
    for (let to = from; to <= text.length; to += 1) {
      const part = text.slice(from, to);
      const pattern = filled(template, true, (name) => (own(name) ? part : variableValue(ask, state, name)));
      spend(ask.world.budget, 20);
      if (pattern !== null && matches(pattern, text)) found.push(part);
    }
  return found;
};
