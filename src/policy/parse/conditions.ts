import type { Pointer } from "../../model/fact.ts";
import type { Json } from "../../text/json.ts";
import { below } from "../../text/pointer.ts";
import type { BaseOperator, Condition } from "../shapes.ts";
import { isObject, readValues, scalarText, type Holes } from "./values.ts";
import { isWrong, type Wrong } from "./wrong.ts";

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

/** A hole in place of the whole block or of an operator's: a condition that nothing is known about. */
const unknown = (at: Pointer, holes: Holes, value: Json | undefined): Condition | null => {
  const hole = value === null ? holes.get(at) : undefined;
  return hole === undefined
    ? null
    : {
        at,
        qualifier: null,
        operator: "StringEquals",
        ifExists: false,
        key: "",
        values: [{ text: "", at, hole }],
      };
};

/** The Condition element; absent, it is no restriction. */
export const readConditions = (
  value: Json | undefined,
  at: Pointer,
  holes: Holes,
): readonly Condition[] | Wrong => {
  if (value === undefined) return [];
  const hole = unknown(at, holes, value);
  if (hole !== null) return [hole];
  if (!isObject(value)) return { at, wrong: "an object of condition operators is expected here" };
  const conditions: Condition[] = [];
  for (const name of Object.keys(value)) {
    const read = readOperator(name, value[name], below(at, name), holes);
    if (isWrong(read)) return read;
    conditions.push(...read);
  }
  return conditions;
};

const readOperator = (
  name: string,
  value: Json | undefined,
  at: Pointer,
  holes: Holes,
): readonly Condition[] | Wrong => {
  const operator = OPERATORS.get(name);
  if (operator === undefined) return { at, wrong: `${JSON.stringify(name)} is no condition operator` };
  const hole = unknown(at, holes, value);
  if (hole !== null) return [hole];
  if (!isObject(value)) return { at, wrong: "an object of condition keys is expected here" };
  const keys = Object.keys(value);
  const twice = keys.length > 1 ? repeated(keys) : null;
  if (twice !== null)
    return { at: below(at, twice), wrong: `the condition key ${JSON.stringify(twice)} is given twice` };
  const conditions: Condition[] = [];
  for (const key of keys) {
    const where = below(at, key);
    if (!key.includes(":"))
      return { at: where, wrong: `the condition key ${JSON.stringify(key)} has no prefix such as "aws:"` };
    const values = readValues(value[key], where, holes, scalarText, "a value, or a list of values,");
    if (isWrong(values)) return values;
    conditions.push({
      at: where,
      qualifier: operator.qualifier,
      operator: operator.operator,
      ifExists: operator.ifExists,
      key,
      values,
    });
  }
  return conditions;
};

/** Key names are compared without regard to case (IAM Access Analyzer, check "Duplicate condition keys"). */
const repeated = (keys: readonly string[]): string | null => {
  const seen = new Set<string>();
  for (const key of keys) {
    const name = key.toLowerCase();
    if (seen.has(name)) return key;
    seen.add(name);
  }
  return null;
};
