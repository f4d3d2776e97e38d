import type { Span } from "../written/text.ts";
import { knownText, unknown, type UnknownValue, type Value } from "../written/value.ts";

/** A condition as Terraform takes it: a boolean or its text; otherwise what is not known about it. */
export const truth = (value: Value): boolean | UnknownValue => {
  if (value.kind === "boolean") return value.boolean;
  const text = knownText(value);
  if (text === "true") return true;
  if (text === "false") return false;
  return value.kind === "unknown" ? value : unknown(`a ${value.kind} as a condition`, value.span);
};

export const unary = (operator: string, operand: Value, span: Span): Value => {
  if (operator === "!") {
    const known = truth(operand);
    return typeof known === "boolean" ? { kind: "boolean", boolean: !known, span } : known;
  }
  return operand.kind === "number"
    ? { kind: "number", number: -operand.number, span }
    : operand.kind === "unknown"
      ? operand
      : unknown(operator, span);
};

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
};

const ORDER: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

export const binary = (operator: string, left: Value, right: () => Value, span: Span): Value => {
  if (operator === "&&" || operator === "||") return logical(operator === "||", left, right(), span);
  const other = right();
  if (operator === "==" || operator === "!=") {
    const equal = equals(left, other);
    return typeof equal === "boolean"
      ? { kind: "boolean", boolean: equal === (operator === "=="), span }
      : equal;
  }
  const [a, b] = [numberOf(left), numberOf(other)];
  if (a === null || b === null)
    return left.kind === "unknown" ? left : other.kind === "unknown" ? other : unknown(operator, span);
  const compute = ARITHMETIC[operator];
  if (compute !== undefined) return { kind: "number", number: compute(a, b), span };
  const compare = ORDER[operator];
  return compare === undefined ? unknown(operator, span) : { kind: "boolean", boolean: compare(a, b), span };
};

/** One side that decides is enough, whatever is not known about the other. */
const logical = (decisive: boolean, left: Value, right: Value, span: Span): Value => {
  const [a, b] = [truth(left), truth(right)];
  if (a === decisive || b === decisive) return { kind: "boolean", boolean: decisive, span };
  if (typeof a !== "boolean") return a;
  return typeof b === "boolean" ? { kind: "boolean", boolean: !decisive, span } : b;
};

const numberOf = (value: Value): number | null => {
  if (value.kind === "number") return value.number;
  const text = knownText(value);
  return text === null || text.trim() === "" || Number.isNaN(Number(text)) ? null : Number(text);
};

/** Whether two values are equal; what is not known where that cannot be said. */
export const equals = (left: Value, right: Value): boolean | UnknownValue => {
  for (const side of [left, right]) {
    if (side.kind === "unknown") return side;
    if (side.kind === "entity") return unknown(side.name, side.span);
    if (side.kind === "text" && knownText(side) === null)
      return unknown(side.text.pieces.find(({ hole }) => hole !== undefined)?.hole ?? "a text", side.span);
  }
  if (left.kind === "list" && right.kind === "list")
    return left.items.length !== right.items.length
      ? false
      : all(left.items.map((item, at) => [item, right.items[at] ?? item]));
  if (left.kind === "object" && right.kind === "object") {
    const { entries } = right;
    return left.entries.size !== entries.size ||
      Array.from(left.entries.keys()).some((name) => !entries.has(name))
      ? false
      : all(Array.from(left.entries, ([name, member]) => [member, entries.get(name) ?? member]));
  }
  return left.kind === right.kind && scalarOf(left) === scalarOf(right);
};

const all = (pairs: readonly (readonly [Value, Value])[]): boolean | UnknownValue => {
  let open: UnknownValue | null = null;
  for (const [a, b] of pairs) {
    const equal = equals(a, b);
    if (equal === false) return false;
    if (equal !== true) open ??= equal;
  }
  return open ?? true;
};

const scalarOf = (value: Value): unknown =>
  value.kind === "number" ? value.number : value.kind === "boolean" ? value.boolean : knownText(value);
