import type { BaseOperator } from "../../shapes.ts";
import type { FindKey, Predicate } from "../compile/predicate.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import { operandOf, type Operand } from "../compile/operand.ts";
import type { SymbolicRequest } from "../request/symbolic-request.ts";
import { filled, textOf, type Template } from "../compile/policy-variables.ts";
import type { Segment } from "../request/relation.ts";
import { valuesOf, type SearchContext } from "../request/assignment.ts";

/** Whether `*` and `?` in a value of the operator are wildcards. */
export const isWild = (operator: BaseOperator): boolean =>
  operator.startsWith("Arn") || operator.endsWith("Like");

/** The operand on the current request. A value whose variable is missing matches nothing. */
export const predicateOperand = (
  context: SearchContext,
  request: SymbolicRequest,
  predicate: Predicate,
): Operand => {
  if (predicate.variables === null) return predicate.operand;
  const { operator, templates, find } = predicate.variables;
  const patterns = templates
    .map((template) =>
      filled(template, isWild(operator), (name) => variableValue(context, request, find(name))),
    )
    .filter((pattern) => pattern !== null);
  return operandOf(operator, patterns);
};

/** A variable stands for a key with one value. */
const variableValue = (context: SearchContext, request: SymbolicRequest, key: ConditionKey): string | null =>
  key.multivalued ? null : (valuesOf(context, request, key)?.[0] ?? null);

/** The template with what its variables are for good in place; null where one has neither a value nor a default. */
export const segmentsOf = (
  context: SearchContext,
  request: SymbolicRequest,
  template: Template,
  find: FindKey,
  wild: boolean,
): readonly Segment[] | null => {
  const segments: Segment[] = [];
  for (const piece of template) {
    const key = "variable" in piece ? find(piece.variable) : null;
    const value = key === null ? null : variableValue(context, request, key);
    const isOpen = key !== null && value !== null && key.behind !== "constant" && key.by === undefined;
    const bit = isOpen ? key : textOf(piece, wild, () => value);
    if (bit === null) return null;
    segments.push(bit);
  }
  return segments;
};
