import type { BaseOperator } from "../../shapes.ts";
import type { Clause } from "../compile/predicate.ts";
import { operandOf, type Operand } from "../compile/operand.ts";
import type { State } from "../request/symbolic-request.ts";
import { filled, textOf, type Template } from "../compile/policy-variables.ts";
import type { Bit } from "../request/relation.ts";
import { valuesOf, type Ask } from "../request/assignment.ts";

/** Whether `*` and `?` in a value of the operator are wildcards. */
export const isWild = (operator: BaseOperator): boolean =>
  operator.startsWith("Arn") || operator.endsWith("Like");

/** What the clause compares with on the request at hand. A value whose variable has none fits nothing. */
export const clauseOperand = (ask: Ask, state: State, clause: Clause): Operand => {
  if (clause.variables === null) return clause.operand;
  const operator = clause.condition?.operator ?? "StringLike";
  const patterns = clause.variables.templates
    .map((template) => filled(template, isWild(operator), (name) => variableValue(ask, state, name)))
    .filter((pattern) => pattern !== null);
  return operandOf(operator, patterns);
};

/** A variable stands for a key with one value. */
const variableValue = (ask: Ask, state: State, name: string): string | null => {
  const slot = ask.world.find(name);
  return slot.multivalued ? null : (valuesOf(ask, state, slot)?.[0] ?? null);
};

/** The template with what its variables are for good in place; null where one has neither a value nor a default. */
export const bitsOf = (ask: Ask, state: State, template: Template, wild: boolean): readonly Bit[] | null => {
  const bits: Bit[] = [];
  for (const piece of template) {
    const slot = "variable" in piece ? ask.world.find(piece.variable) : null;
    const value = slot === null || slot.multivalued ? null : (valuesOf(ask, state, slot)?.[0] ?? null);
    const isOpen = slot !== null && value !== null && slot.behind !== "constant" && slot.by === undefined;
    const bit = isOpen ? slot : textOf(piece, wild, () => value);
    if (bit === null) return null;
    bits.push(bit);
  }
  return bits;
};
