import { holesOf, type Span } from "../../written/text.ts";
import { knownText, unknown, type UnknownValue, type Value } from "../../written/value.ts";
import type { Call } from "../frame.ts";

/** What is not known about some arguments, or the call itself where it is merely not understood. */
export const unresolvedCall = (args: readonly Value[], call: Call): UnknownValue => {
  for (const argument of args.flatMap((one) => (one.kind === "list" ? one.items : [one]))) {
    if (argument.kind === "unknown") return argument;
    const [hole] = argument.kind === "text" ? holesOf(argument.text) : [];
    if (hole !== undefined) return unknown(hole.hole, hole);
  }
  return unknown(call.expression, call.span);
};

export const booleanValue = (boolean: boolean, span: Span): Value => ({ kind: "boolean", boolean, span });

export const listValue = (items: readonly Value[], span: Span): Value => ({ kind: "list", items, span });

export const integer = (value: Value | undefined): number | null => {
  const number =
    value?.kind === "number"
      ? value.number
      : Number(value === undefined ? Number.NaN : (knownText(value) ?? Number.NaN));
  return Number.isInteger(number) ? number : null;
};

/** All arguments as known texts, numbers and booleans in their written form; null where one is not. */
export const texts = (args: readonly Value[]): readonly string[] | null => {
  const known = args.map((argument) =>
    argument.kind === "number"
      ? String(argument.number)
      : argument.kind === "boolean"
        ? String(argument.boolean)
        : knownText(argument),
  );
  return known.every((text) => text !== null) ? known : null;
};
