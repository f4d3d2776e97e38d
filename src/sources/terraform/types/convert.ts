import { holesOf, type Span } from "../../written/text.ts";
import {
  expressionOf,
  knownText,
  madeText,
  numberText,
  unknown,
  type ListValue,
  type ObjectValue,
  type UnknownValue,
  type Value,
} from "../../written/value.ts";
import { sameType, type CollectionKind, type ValueType } from "../../written/value-type.ts";
import { parseNumber } from "../number.ts";
import { setItems } from "./set-items.ts";
import { typesOf } from "./type-of.ts";
import { isConvertible, unify } from "./unify.ts";

/** What Terraform refuses, so that `try` goes on. */
export const refused = (value: Value): UnknownValue => ({
  ...unknown(expressionOf(value), value.span),
  wrong: true,
});

/**
 * A value as one of a type, as go-cty converts it; refused where it cannot be. What is not known stays so, and a list
 * with an element that is not known keeps the others.
 */
export const convert = (value: Value, type: ValueType): Value => {
  if (value.kind === "unknown" || value.kind === "entity" || type === "any") return value;
  if (value.kind === "null")
    return value.type === undefined || isConvertible(value.type, type) ? { ...value, type } : refused(value);
  switch (type) {
    case "string":
      return toText(value);
    case "number":
      return toNumber(value);
    case "bool":
      return toBoolean(value);
    default:
  }
  switch (type.kind) {
    case "list":
    case "set":
      return value.kind === "list" ? toList(value, type.kind, type.element) : refused(value);
    case "map":
      return value.kind === "object" ? toMap(value, type.element) : refused(value);
    case "object":
      return value.kind === "object" ? toObject(value, type) : refused(value);
    case "tuple":
      return value.kind === "list" && value.typed === undefined && value.items.length === type.items.length
        ? whole({
            kind: "list",
            items: value.items.map((item, at) => convert(item, type.items[at] ?? "any")),
            span: value.span,
          })
        : refused(value);
  }
};

const toText = (value: Value): Value => {
  if (value.kind === "number") return madeText(numberText(value.number), value.span);
  if (value.kind === "boolean") return madeText(String(value.boolean), value.span);
  return value.kind === "text" ? value : refused(value);
};

/** Why a text is not known. */
const holeOf = (value: Value & { readonly kind: "text" }): UnknownValue | null => {
  const [first] = holesOf(value.text);
  return first === undefined ? null : unknown(first.hole, first);
};

const toNumber = (value: Value): Value => {
  if (value.kind === "number") return value;
  if (value.kind !== "text") return refused(value);
  const number = parseNumber(value.text.text);
  return (
    holeOf(value) ??
    (number === null
      ? refused(value)
      : number === "inexact"
        ? unknown(value.text.text, value.span)
        : { kind: "number", number, span: value.span })
  );
};

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, "1": true, false: false, "0": false };

const toBoolean = (value: Value): Value => {
  if (value.kind === "boolean") return value;
  if (value.kind !== "text") return refused(value);
  const text = knownText(value) ?? "";
  return (
    holeOf(value) ??
    (Object.hasOwn(BOOLEANS, text)
      ? { kind: "boolean", boolean: BOOLEANS[text] === true, span: value.span }
      : refused(value))
  );
};

/** The first part that Terraform refuses stands for the whole. */
const whole = (value: ListValue | ObjectValue): Value => {
  const parts = value.kind === "list" ? value.items : value.entries.values();
  for (const part of parts) if (part.kind === "unknown" && part.wrong === true) return part;
  return value;
};

interface OfOneType {
  readonly values: readonly Value[];
  /** Null where it is not known. */
  readonly element: ValueType | null;
}

/** The values as ones of one type: the given one, or one that they have in common; null where there is none. */
const ofOneType = (values: readonly Value[], element: ValueType, kind: CollectionKind): OfOneType | null => {
  if (element === "any") return inCommon(values, kind);
  const converted = values.map((value) => convert(value, element));
  if (!hasAny(element) || converted.length === 0) return { values: converted, element };
  const types = typesOf(converted);
  const [first] = types ?? [];
  if (types === null || first === undefined) return { values: converted, element: null };
  return types.every((type) => sameType(type, first)) ? { values: converted, element: first } : null;
};

const inCommon = (values: readonly Value[], kind: CollectionKind): OfOneType | null => {
  const types = typesOf(values);
  if (types === null) return { values, element: null };
  const common = types.length === 0 ? "any" : unify(types);
  if (common !== null && common !== "any")
    return { values: values.map((value) => convert(value, common)), element: common };
  // A null beside lists or objects has no type; a map takes it, a list does not.
  const [first = "any", ...others] = types.filter((type) => type !== "any");
  const isOne = first === "any" || (kind === "map" && others.every((type) => sameType(type, first)));
  return common !== null && isOne ? { values, element: first } : null;
};

const hasAny = (type: ValueType): boolean => {
  if (typeof type === "string") return type === "any";
  if (type.kind === "object") return Array.from(type.attributes.values()).some(hasAny);
  return type.kind === "tuple" ? type.items.some(hasAny) : hasAny(type.element);
};

const toList = (value: ListValue, collection: "list" | "set", element: ValueType): Value => {
  const { typed, span } = value;
  if (
    typed !== undefined &&
    (element === "any" || (typed.element !== null && sameType(typed.element, element)))
  )
    return typed.collection === collection ? value : listOf(collection, value.items, typed.element, span);
  if (typed !== undefined && typed.element !== null && !isConvertible(typed.element, element))
    return refused(value);
  const converted = ofOneType(value.items, element, collection);
  return converted === null ? refused(value) : listOf(collection, converted.values, converted.element, span);
};

/** A typed list, or a set: its elements once, in its order. */
export const listOf = (
  collection: "list" | "set",
  items: readonly Value[],
  element: ValueType | null,
  span: Span,
): Value =>
  whole({
    kind: "list",
    items: collection === "set" ? setItems(items) : items,
    typed: { collection, element },
    span,
  });

const toMap = (value: ObjectValue, element: ValueType): Value => {
  const { typed, span } = value;
  if (
    typed !== undefined &&
    (element === "any" || (typed.element !== null && sameType(typed.element, element)))
  )
    return value;
  if (typed !== undefined && typed.element !== null && !isConvertible(typed.element, element))
    return refused(value);
  const names = [...value.entries.keys()];
  const converted = ofOneType([...value.entries.values()], element, "map");
  if (converted === null) return refused(value);
  const entries = new Map(
    names.flatMap((name, at) => {
      const member = converted.values[at];
      return member === undefined ? [] : [[name, member] as const];
    }),
  );
  return whole({ kind: "object", entries, typed: { element: converted.element }, span });
};

const toObject = (value: ObjectValue, type: Extract<ValueType, { readonly kind: "object" }>): Value => {
  const entries = new Map<string, Value>();
  for (const [name, wanted] of type.attributes) {
    const given = value.entries.get(name);
    if (given === undefined && type.optional?.has(name) !== true) return refused(value);
    entries.set(
      name,
      given === undefined ? { kind: "null", type: wanted, span: value.span } : convert(given, wanted),
    );
  }
  return whole({ kind: "object", entries, span: value.span });
};
