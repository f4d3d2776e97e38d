import { byCodeUnits } from "../../text/order.ts";
import { knownText, madeText, numberText, type Value } from "../written/value.ts";
import { bind, type Frame } from "./frame.ts";

/** Keys and values of a collection in Terraform's order; an element of a set is its own key. Null where it is none or not known. */
export const entriesOf = (value: Value): readonly (readonly [Value, Value])[] | null => {
  if (value.kind === "list") {
    const isSet = value.typed?.collection === "set";
    return value.items.map((item, at): readonly [Value, Value] => [
      isSet ? item : { kind: "number", number: at, span: item.span },
      item,
    ]);
  }
  if (value.kind === "object")
    return Array.from(value.entries)
      .toSorted(([a], [b]) => byCodeUnits(a, b))
      .map(([name, member]): readonly [Value, Value] => [madeText(name, member.span), member]);
  return null;
};

/** A value as the name of a member; null where it cannot be one or is not known. */
export const keyText = (value: Value): string | null =>
  value.kind === "number"
    ? numberText(value.number)
    : value.kind === "boolean"
      ? String(value.boolean)
      : knownText(value);

/** A frame with the names that a `for` binds. */
export const bindEntry = (
  frame: Frame,
  names: { readonly key: string | null; readonly value: string },
  key: Value,
  value: Value,
): Frame =>
  bind(
    frame,
    new Map(
      names.key === null
        ? [[names.value, value]]
        : [
            [names.key, key],
            [names.value, value],
          ],
    ),
  );
