import type { Condition, Policy } from "../shapes.ts";
import { OPERATORS, type Operator } from "./operators.ts";
import { marks, type Mark } from "./pattern.ts";
import { valuesOf, type Request } from "./request.ts";
import { expand } from "./variables.ts";

/** Whether one condition holds (IAM user guide: condition_operators, multi-value-conditions). */
export const holds = (condition: Condition, version: Policy["version"], request: Request): boolean => {
  const given = valuesOf(request, condition.key);
  if (condition.operator === "Null") return nullHolds(condition, given);
  const operator = OPERATORS[condition.operator];
  if (given === null) return holdsOnMissing(condition, operator);
  const wanted = wantedValues(condition, operator, version, request);
  const accepts = (value: string): boolean =>
    wanted.some((pattern) => operator.matches(pattern, value)) !== operator.negated;
  if (condition.qualifier === "ForAllValues") return given.every(accepts);
  if (condition.qualifier === "ForAnyValue") return given.some(accepts);
  return operator.negated ? given.every(accepts) : given.some(accepts);
};

/** A set operator decides before the operator's own negation does. */
const holdsOnMissing = (condition: Condition, operator: Operator): boolean =>
  condition.ifExists ||
  condition.qualifier === "ForAllValues" ||
  (condition.qualifier === null && operator.negated);

/** `"true"` asks for an absent key. Access Analyzer's checks: with ForAllValues always true, with ForAnyValue always false. */
const nullHolds = (condition: Condition, given: readonly string[] | null): boolean =>
  condition.qualifier === null
    ? condition.values.some((value) => value.text.toLowerCase() === String(given === null))
    : condition.qualifier === "ForAllValues";

/** The policy's values as patterns; one whose variable has no value matches nothing and is left out. */
const wantedValues = (
  condition: Condition,
  operator: Operator,
  version: Policy["version"],
  request: Request,
): readonly (readonly Mark[])[] =>
  condition.values
    .map((value) => (operator.variables ? expand(value.text, version, request) : marks(value.text)))
    .filter((pattern) => pattern !== null);
