import type { Pointer } from "../../model/fact.ts";
import type { Hole } from "../../model/resource.ts";
import { below } from "../../text/pointer.ts";
import type { BaseOperator, Condition } from "../shapes.ts";
import { firstMember, isObject, nextMember, type Cursor } from "./cursor.ts";
import { readHole, readValues, scalars, type Holes } from "./values.ts";
import { NOT_JSON, refuse } from "./wrong.ts";

const BASE_OPERATORS: readonly BaseOperator[] = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
  "DateEquals",
  "DateNotEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
  "Bool",
  "BinaryEquals",
  "IpAddress",
  "NotIpAddress",
  "ArnEquals",
  "ArnNotEquals",
  "ArnLike",
  "ArnNotLike",
  "Null",
];

type Operator = Pick<Condition, "qualifier" | "operator" | "ifExists">;

/** Every operator as it may be written: set qualifier, name, IfExists. Null takes no IfExists. */
const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  ([null, "ForAllValues", "ForAnyValue"] as const).flatMap((qualifier) =>
    BASE_OPERATORS.flatMap((operator) =>
      (operator === "Null" ? [false] : [false, true]).map((ifExists): [string, Operator] => [
        `${qualifier === null ? "" : `${qualifier}:`}${operator}${ifExists ? "IfExists" : ""}`,
        { qualifier, operator, ifExists },
      ]),
    ),
  ),
);

/**
 * The operators by their names in lower case: several parsers in public use take any case, and no page of AWS says
 * whether IAM does.
 */
const IN_LOWER_CASE: ReadonlyMap<string, Operator> = new Map(
  Array.from(OPERATORS, ([name, operator]) => [name.toLowerCase(), operator]),
);

const operatorOf = (name: string): (Operator & Pick<Condition, "written">) | undefined => {
  const operator = OPERATORS.get(name);
  if (operator !== undefined) return operator;
  const other = IN_LOWER_CASE.get(name.toLowerCase());
  return other === undefined ? undefined : { ...other, written: name };
};

/** A hole in place of the whole block or of an operator's: a condition that nothing is known about. */
const unknown = (at: Pointer, hole: Hole): Condition => ({
  at,
  qualifier: null,
  operator: "StringEquals",
  ifExists: false,
  key: "",
  values: [{ text: "", at, hole }],
});

/** The Condition element. */
export const readConditions = (cursor: Cursor, at: Pointer, holes: Holes): readonly Condition[] => {
  const hole = readHole(cursor, at, holes);
  if (hole !== undefined) return [unknown(at, hole)];
  if (!isObject(cursor)) return refuse(at, "an object of condition operators is expected here");
  const conditions: Condition[] = [];
  const names: string[] = [];
  for (let name = firstMember(cursor); name !== null; name = nextMember(cursor)) {
    if (names.includes(name)) throw NOT_JSON;
    names.push(name);
    readOperator(cursor, name, below(at, name), holes, conditions);
  }
  return conditions;
};

const readOperator = (cursor: Cursor, name: string, at: Pointer, holes: Holes, into: Condition[]): void => {
  const operator = operatorOf(name);
  if (operator === undefined) return refuse(at, `${JSON.stringify(name)} is no condition operator`);
  const hole = readHole(cursor, at, holes);
  if (hole !== undefined) {
    into.push(unknown(at, hole));
    return;
  }
  if (!isObject(cursor)) return refuse(at, "an object of condition keys is expected here");
  const first = into.length;
  for (let key = firstMember(cursor); key !== null; key = nextMember(cursor)) {
    const where = below(at, key);
    if (!key.includes(":"))
      refuse(where, `the condition key ${JSON.stringify(key)} has no prefix such as "aws:"`);
    into.push({
      at: where,
      qualifier: operator.qualifier,
      operator: operator.operator,
      ifExists: operator.ifExists,
      ...(operator.written !== undefined && { written: operator.written }),
      key,
      values: readValues(cursor, where, holes, scalars, "a value, or a list of values,"),
    });
  }
  // Stryker disable next-line ConditionalExpression,EqualityOperator: one key alone is never found to be repeated
  if (into.length - first > 1) refuseRepeated(into.slice(first));
};

/** Key names are compared without regard to case (IAM Access Analyzer, check "Duplicate condition keys"). */
const refuseRepeated = (conditions: readonly Condition[]): void => {
  const seen = new Set<string>();
  for (const { key, at } of conditions) {
    const name = key.toLowerCase();
    if (seen.has(name)) refuse(at, `the condition key ${JSON.stringify(key)} is given twice`);
    seen.add(name);
  }
};
