import type { Span } from "../written/text.ts";
import { unknown, type UnknownValue, type Value } from "../written/value.ts";
import { arithmetic } from "./number.ts";
import { equals } from "./equality.ts";
import { convert, refused } from "./types/convert.ts";

/** A condition as Terraform takes it: a boolean or its text; otherwise what is not known about it. */
export const truth = (value: Value): boolean | UnknownValue => {
  const converted = convert(value, "bool");
  if (converted.kind === "boolean") return converted.boolean;
  return converted.kind === "unknown" ? converted : refusedOrOpen(converted);
};

/** A null where a value is needed is refused; a resource is merely not known. */
const refusedOrOpen = (value: Value): UnknownValue =>
  value.kind === "entity" ? unknown(value.name, value.span) : refused(value);

const numberOf = (value: Value): number | UnknownValue => {
  const converted = convert(value, "number");
  if (converted.kind === "number") return converted.number;
  return converted.kind === "unknown" ? converted : refusedOrOpen(converted);
};

export const unary = (operator: string, operand: Value, span: Span): Value => {
  if (operator === "!") {
    const known = truth(operand);
    return typeof known === "boolean" ? { kind: "boolean", boolean: !known, span } : known;
  }
  const known = numberOf(operand);
  return typeof known === "number" ? { kind: "number", number: -known, span } : known;
};

const ORDER: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/** `written` names the operation where its result cannot be known. */
export const binary = (operator: string, left: Value, right: Value, span: Span, written: string): Value => {
  if (operator === "&&" || operator === "||") return logical(operator === "||", left, right, span);
  if (operator === "==" || operator === "!=") {
    const equal = equals(left, right);
    return typeof equal === "boolean"
      ? { kind: "boolean", boolean: equal === (operator === "=="), span }
      : equal;
  }
  const [a, b] = [numberOf(left), numberOf(right)];
  if (typeof a !== "number") return typeof b !== "number" && b.wrong === true ? b : a;
  if (typeof b !== "number") return b;
  const compare = Object.hasOwn(ORDER, operator) ? ORDER[operator] : undefined;
  if (compare !== undefined) return { kind: "boolean", boolean: compare(a, b), span };
  const number = arithmetic(operator, a, b);
  return typeof number === "number"
    ? { kind: "number", number, span }
    : { ...unknown(written, span), ...(number === "wrong" ? { wrong: true } : {}) };
};

/** One side that decides is enough, whatever is not known about the other; what Terraform refuses it refuses on either side. */
const logical = (decisive: boolean, left: Value, right: Value, span: Span): Value => {
  const [a, b] = [truth(left), truth(right)];
  for (const side of [a, b]) if (typeof side !== "boolean" && side.wrong === true) return side;
  if (a === decisive || b === decisive) return { kind: "boolean", boolean: decisive, span };
  if (typeof a !== "boolean") return a;
  return typeof b === "boolean" ? { kind: "boolean", boolean: !decisive, span } : b;
};
