import { holesOf, type Span } from "../../written/text.ts";
import { knownText, unknown, type ListValue, type UnknownValue, type Value } from "../../written/value.ts";
import { collectionOf, type ValueType } from "../../written/value-type.ts";
import type { Call } from "../frame.ts";
import { convert } from "../types/convert.ts";

/** A function of Terraform: total, and unknown where an argument that matters is. */
export type TerraformFunction = (args: readonly Value[], call: Call) => Value;

/** What is not known about some arguments, or the call itself where it is merely not understood. */
export const unresolvedCall = (args: readonly Value[], call: Call): UnknownValue => {
  for (const argument of args.flatMap((one) => (one.kind === "list" ? one.items : [one]))) {
    if (argument.kind === "unknown") return argument;
    const [hole] = argument.kind === "text" ? holesOf(argument.text) : [];
    if (hole !== undefined) return unknown(hole.hole, hole);
  }
  return unknown(call.expression, call.span);
};

/** A call that Terraform refuses, so that `try` goes on. */
export const refusedCall = (call: Call): UnknownValue => ({
  ...unknown(call.expression, call.span),
  wrong: true,
});

/** A call whose arguments Terraform refuses, or does not know yet. */
export const refusedOrOpen = (args: readonly Value[], call: Call): UnknownValue =>
  args.some((one) => one.kind === "unknown" || one.kind === "entity")
    ? unresolvedCall(args, call)
    : refusedCall(call);

export const booleanValue = (boolean: boolean, span: Span): Value => ({ kind: "boolean", boolean, span });

export const numberValue = (number: number, span: Span): Value => ({ kind: "number", number, span });

/** A tuple: each element has its own type. */
export const tupleValue = (items: readonly Value[], span: Span): Value => ({ kind: "list", items, span });

/** A list or set of elements that have this type already. */
export const listValue = (
  items: readonly Value[],
  element: ValueType | null,
  span: Span,
  collection: "list" | "set" = "list",
): Value => ({ kind: "list", items, typed: { collection, element }, span });

/** The same list with other elements of its own. */
export const withItems = ({ typed }: ListValue, items: readonly Value[], span: Span): Value => ({
  kind: "list",
  items,
  ...(typed === undefined ? {} : { typed }),
  span,
});

/** The longest list that is made. */
const LONGEST_LIST = 10_000;

export const bounded = (list: Value, call: Call): Value =>
  list.kind === "list" && list.items.length > LONGEST_LIST ? unresolvedCall([], call) : list;

/** An element that is not known; it may stand for none or for many. */
export const isOpen = (value: Value): boolean => value.kind === "unknown";

/** Whether no part of a value is missing. */
export const isKnown = (value: Value): boolean => {
  if (value.kind === "unknown" || value.kind === "entity") return false;
  if (value.kind === "list") return value.items.every(isKnown);
  if (value.kind === "object") return Array.from(value.entries.values()).every(isKnown);
  return value.kind !== "text" || holesOf(value.text).length === 0;
};

export const TEXTS: ValueType = collectionOf("list", "string");
export const ANY_LIST: ValueType = collectionOf("list", "any");
export const ANY_SET: ValueType = collectionOf("set", "any");

interface Signature {
  readonly parameters: readonly ValueType[];
  /** The type of any further arguments; none are taken without it. */
  readonly rest?: ValueType;
  /** How many of the last parameters may be left out. */
  readonly optional?: number;
}

/**
 * A function of known arguments, which are converted to its parameters' types as Terraform does; a null or an argument
 * that cannot be converted is refused.
 */
export const known =
  (
    { parameters, rest, optional = 0 }: Signature,
    compute: (args: readonly Value[], call: Call) => Value,
  ): TerraformFunction =>
  (args, call) => {
    if (args.length < parameters.length - optional || (rest === undefined && args.length > parameters.length))
      return refusedCall(call);
    const converted = args.map((argument, at) => convert(argument, parameters[at] ?? rest ?? "any"));
    if (
      converted.some(
        ({ kind }, at) => kind === "null" || (kind === "unknown" && isKnown(args[at] ?? NOTHING)),
      )
    )
      return refusedCall(call);
    return converted.every(isKnown) ? compute(converted, call) : unresolvedCall(converted, call);
  };

const NOTHING: Value = { kind: "null", span: { file: { path: "", text: "" }, from: 0, to: 0 } };

/** The text of an argument that is one for certain. */
export const textOf = (value: Value | undefined): string => knownText(value) ?? "";

export const numberOf = (value: Value | undefined): number => (value?.kind === "number" ? value.number : 0);

export const itemsOf = (value: Value | undefined): readonly Value[] =>
  value?.kind === "list" ? value.items : [];

/** The element type of a typed list; null where it is none. */
export const elementOf = (value: Value | undefined): ValueType | null =>
  value?.kind === "list" ? (value.typed?.element ?? null) : null;
