import { holesOf } from "../written/text.ts";
import {
  unknown,
  type ListValue,
  type ObjectValue,
  type UnknownValue,
  type Value,
} from "../written/value.ts";
import { sameType } from "../written/value-type.ts";
import { keyOf } from "./types/set-items.ts";
import { typeOf } from "./types/type-of.ts";

/**
 * Whether two values are equal as go-cty's Equals has it: values of different types never are, a list and a tuple too,
 * and every null equals every other. What is not known where that cannot be said.
 */
export const equals = (left: Value, right: Value): boolean | UnknownValue => {
  const open = openOf(left) ?? openOf(right);
  if (open !== null) return open;
  if (left.kind === "null" || right.kind === "null") return left.kind === right.kind;
  const [a, b] = [typeOf(left), typeOf(right)];
  return a !== null && b !== null && !sameType(a, b) ? false : sameValue(left, right);
};

const openOf = (value: Value): UnknownValue | null => {
  if (value.kind === "unknown") return value;
  return value.kind === "entity" ? unknown(value.name, value.span) : null;
};

const sameValue = (left: Value, right: Value): boolean | UnknownValue => {
  const open = openOf(left) ?? openOf(right);
  if (open !== null) return open;
  if (left.kind === "text" && right.kind === "text") {
    const [hole] = [...holesOf(left.text), ...holesOf(right.text)];
    return hole === undefined ? left.text.text === right.text.text : unknown(hole.hole, hole);
  }
  if (left.kind === "list" && right.kind === "list") return sameLists(left, right);
  if (left.kind === "object" && right.kind === "object") return sameObjects(left, right);
  if (left.kind === "number" && right.kind === "number") return left.number === right.number;
  if (left.kind === "boolean" && right.kind === "boolean") return left.boolean === right.boolean;
  return left.kind === right.kind;
};

const sameLists = (left: ListValue, right: ListValue): boolean | UnknownValue => {
  if (left.typed?.collection !== right.typed?.collection) return false;
  const open = [...left.items, ...right.items].find(({ kind }) => kind === "unknown");
  // An element that is not known may stand for none or for many.
  if (open?.kind === "unknown") return open;
  if (left.items.length !== right.items.length) return false;
  if (left.typed?.collection === "set") {
    const keys = new Set(right.items.map(keyOf));
    const own = left.items.map(keyOf);
    if (!own.includes(null) && !keys.has(null)) return own.every((key) => keys.has(key));
  }
  return all(left.items.map((item, at) => [item, right.items[at] ?? item]));
};

const sameObjects = (left: ObjectValue, right: ObjectValue): boolean | UnknownValue => {
  if ((left.typed === undefined) !== (right.typed === undefined)) return false;
  const { entries } = right;
  return left.entries.size !== entries.size ||
    Array.from(left.entries.keys()).some((name) => !entries.has(name))
    ? false
    : all(Array.from(left.entries, ([name, member]) => [member, entries.get(name) ?? member]));
};

const all = (pairs: readonly (readonly [Value, Value])[]): boolean | UnknownValue => {
  let open: UnknownValue | null = null;
  for (const [a, b] of pairs) {
    const equal = sameValue(a, b);
    if (equal === false) return false;
    if (equal !== true) open ??= equal;
  }
  return open ?? true;
};
