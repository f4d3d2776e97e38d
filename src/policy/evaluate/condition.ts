import type { Condition, Policy } from "../shapes.ts";
import { OPERATORS, type Operator } from "./operators.ts";
import { marksOf, type Mark } from "./pattern.ts";
import { isBareList, STANDARD, type ListReading, type Reading } from "./reading.ts";
import { valuesOf, type Request } from "./request.ts";
import { expandValue } from "./variables.ts";

/** Whether one condition holds (IAM user guide: condition_operators, multi-value-conditions). */
export const holds = (
  condition: Condition,
  version: Policy["version"],
  request: Request,
  reading: Reading = STANDARD,
): boolean => {
  const other = condition.written === undefined ? "operator" : reading.cases.get(condition.written);
  if (other === "never" || other === "passed over") return other === "passed over";
  const given = valuesOf(request, condition.key);
  if (condition.operator === "Null") return nullHolds(condition, given);
  const list = isBareList(condition) ? reading.lists.get(condition.key.toLowerCase()) : undefined;
  if (list === "never") return false;
  const operator = OPERATORS[condition.operator];
  if (given === null) return holdsOnMissing(condition, operator, list, reading);
  const wanted = wantedValues(condition, operator, version, request);
  const accepts = (value: string): boolean =>
    wanted.some((pattern) => operator.matches(pattern, value)) !== operator.negated;
  if (list === "every" || condition.qualifier === "ForAllValues") return given.every(accepts);
  if (list === "any" || condition.qualifier === "ForAnyValue") return given.some(accepts);
  return operator.negated ? given.every(accepts) : given.some(accepts);
};

/** A set operator decides before the operator's own negation does. */
const holdsOnMissing = (
  { ifExists, qualifier }: Condition,
  operator: Operator,
  list: ListReading | undefined,
  { anyValueIfExists }: Reading,
): boolean => {
  if (qualifier === "ForAnyValue") return ifExists && anyValueIfExists;
  if (ifExists || qualifier === "ForAllValues") return true;
  return list !== "any" && operator.negated;
};

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
    .map((value) => (operator.variables ? expandValue(value, version, request) : marksOf(value)))
    .filter((pattern) => pattern !== null);
