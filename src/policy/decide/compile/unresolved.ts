import type { Hole } from "../../../model/resource.ts";
import type { Condition, PatternElement, Policy, PrincipalElement, Statement, Value } from "../../shapes.ts";
import { isNegated } from "./operand.ts";
import {
  certainPrincipals,
  eachOrNull,
  possiblePrincipals,
  possibleValues,
  widestPattern,
  type Filling,
} from "./partly-known.ts";

/**
 * How an expression that could not be resolved is read: `narrow` so that the documents grant as little as they may,
 * `wide` so that they grant as much. A request granted under the narrow reading is granted whatever stands there; one
 * that the wide reading refuses is refused.
 */
export type Reading = "narrow" | "wide";

export const holesIn = (policy: Policy): readonly Hole[] =>
  policy.statements.flatMap((statement) => [
    ...(statement.hole === undefined ? [] : [statement.hole]),
    ...[
      ...statement.principal.entries,
      ...statement.action.values,
      ...statement.resource.values,
      ...statement.conditions.flatMap((condition) => condition.values),
    ].flatMap((value) => (value.hole === undefined ? [] : [value.hole])),
  ]);

/** The policy without holes, under one reading. */
export const readAs = (policy: Policy, reading: Reading, filling: Filling): Policy => ({
  ...policy,
  statements: policy.statements.flatMap((statement) => {
    const effect = statement.hole === undefined ? statement.effect : reading === "narrow" ? "Deny" : "Allow";
    const known =
      statement.hole !== undefined && statement.action.values.length === 0
        ? everything(statement)
        : statement;
    // A Deny that matches more grants less.
    const most = (effect === "Allow") === (reading === "wide");
    return [readStatement({ ...known, effect }, most, filling)];
  }),
});

/** Stands for a statement that could not be resolved at all. */
const everything = (statement: Statement): Statement => {
  const all = { not: false, at: statement.at, values: [{ text: "*", at: statement.at }] };
  return { ...statement, principal: everyone(statement.principal), action: all, resource: all };
};

const everyone = (element: PrincipalElement): PrincipalElement => ({
  not: false,
  at: element.at,
  entries: [{ type: "AWS", text: "*", at: element.at }],
});

const readStatement = (statement: Statement, most: boolean, filling: Filling): Statement => {
  const { hole: _, ...rest } = statement;
  return {
    ...rest,
    principal: readPrincipal(statement.principal, most, filling),
    action: readPatterns(statement.action, most, widestPattern),
    resource: readPatterns(statement.resource, most, anything),
    conditions: statement.conditions.flatMap((condition) => readCondition(condition, most, filling)),
  };
};

const known = <V extends Value>(values: readonly V[]): readonly V[] =>
  values.filter((value) => value.hole === undefined);

const isWhole = (values: readonly Value[]): boolean => known(values).length === values.length;

const readPrincipal = (element: PrincipalElement, most: boolean, filling: Filling): PrincipalElement => {
  if (isWhole(element.entries)) return element;
  if (most === element.not)
    return { ...element, entries: element.not ? known(element.entries) : certainPrincipals(element.entries) };
  const entries = eachOrNull(element.entries, (entry) =>
    entry.hole === undefined ? [entry] : possiblePrincipals(entry, filling),
  );
  return entries === null ? { ...everyone(element), not: element.not } : { ...element, entries };
};

/** The known parts of a Resource prove nothing: in source code, account and region of the resource may be unknown as well. */
const anything = ({ at }: Value): Value => ({ at, text: "*" });

const readPatterns = (
  element: PatternElement,
  most: boolean,
  widest: (value: Value) => Value,
): PatternElement => {
  if (isWhole(element.values)) return element;
  const values = known(element.values);
  if (most !== element.not)
    return {
      ...element,
      values: element.values.map((value) => (value.hole === undefined ? value : widest(value))),
    };
  // Negated, a list of nothing would match nothing: what is left out is everything but the known.
  return values.length > 0 || !element.not
    ? { ...element, values }
    : { not: false, at: element.at, values: [{ text: "*", at: element.at }] };
};

/** A value that fits everything, or nothing, says the same as a test of whether the key is there, or as no test. */
const readCondition = (condition: Condition, most: boolean, filling: Filling): readonly Condition[] => {
  if (isWhole(condition.values)) return [condition];
  if (condition.key === "") return most ? [] : [never(condition)];
  const values = known(condition.values);
  if (condition.operator === "Null") return most ? [] : [never(condition)];
  const negated = isNegated(condition.operator);
  const fitsAll = most !== negated;
  if (!fitsAll) return [{ ...condition, values }];
  const possible = negated ? null : possibleValues(condition, filling);
  if (possible !== null) return [{ ...condition, values: possible }];
  const { qualifier, ifExists } = condition;
  const missing = ifExists || (qualifier === null ? negated : qualifier === "ForAllValues");
  const present = !negated;
  if (missing && present) return [];
  return missing || present ? [presence(condition, present)] : [never(condition)];
};

const presence = (condition: Condition, there: boolean): Condition => ({
  ...condition,
  qualifier: null,
  operator: "Null",
  ifExists: false,
  values: [{ text: there ? "false" : "true", at: condition.at }],
});

const never = (condition: Condition): Condition => ({
  ...condition,
  qualifier: null,
  operator: "Null",
  ifExists: false,
  key: "aws:PrincipalArn",
  values: [],
});
