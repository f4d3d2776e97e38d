import { knownText, madeText, type Value } from "../written/value.ts";

/** Keys and values of a collection; null where it is none or not known. */
export const entriesOf = (value: Value): readonly (readonly [Value, Value])[] | null => {
  if (value.kind === "list")
    return value.items.map((item, at): readonly [Value, Value] => [
      { kind: "number", number: at, span: item.span },
      item,
    ]);
  if (value.kind === "object")
    return Array.from(value.entries, ([name, member]): readonly [Value, Value] => [
      madeText(name, member.span),
      member,
    ]).toSorted(([a], [b]) => ((knownText(a) ?? "") < (knownText(b) ?? "") ? -1 : 1));
  return null;
};

/** A value as the name of a member; null where it cannot be one or is not known. */
export const keyText = (value: Value): string | null =>
  value.kind === "number"
    ? String(value.number)
    : value.kind === "boolean"
      ? String(value.boolean)
      : knownText(value);
