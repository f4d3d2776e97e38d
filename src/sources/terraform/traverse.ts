import { spanOf, type Span } from "../written/text.ts";
import { unknown, type ListValue, type UnknownValue, type Value } from "../written/value.ts";
import { keyText } from "./entries.ts";
import { convert } from "./types/convert.ts";
import type { Expression, Range } from "./syntax.ts";

export const NOWHERE: Span = { file: { path: "", text: "" }, from: 0, to: 0 };

/** The range of a file that a range of a parsed text comes from. */
export const spanOfRange = ({ unit, from, to }: Range): Span => spanOf(unit, from, to) ?? NOWHERE;

/** The text of a range. */
export const written = ({ unit, from, to }: Range): string => unit.text.slice(from, to);

/** A text without interpolation; null for any other expression. */
export const constantText = (expression: Expression | undefined): string | null =>
  expression?.type === "template" && expression.parts.every(({ type }) => type === "text")
    ? expression.parts.map((part) => (part.type === "text" ? part.text.text : "")).join("")
    : null;

/** A range that could not be evaluated, named by its own text. */
export const unresolved = (range: Range): UnknownValue => unknown(written(range), spanOfRange(range));

/** A member of what is known; `range` is the whole traversal. */
export const attribute = (of: Value, name: string, range: Range): Value => {
  if (of.kind === "entity") return of.get(name, spanOfRange(range)) ?? unresolved(range);
  if (of.kind === "object") return of.entries.get(name) ?? refused(range);
  return of.kind === "unknown" ? extended(of, range) : refused(range);
};

/** An unknown that was met right here is named by the whole traversal; one from elsewhere keeps its own name. */
export const extended = (of: UnknownValue, range: Range): UnknownValue => {
  const whole = spanOfRange(range);
  return of.span.file === whole.file && of.span.from === whole.from ? { ...of, ...unresolved(range) } : of;
};

/** An element or a member; what stands behind an element that is not known has no certain position. */
export const index = (of: Value, key: Value, range: Range): Value => {
  if (of.kind === "unknown") return extended(of, range);
  if (key.kind === "unknown") return key;
  if (of.kind === "list") return of.typed?.collection === "set" ? refused(range) : item(of, key, range);
  if (of.kind !== "object" && of.kind !== "entity") return refused(range);
  const name = keyText(key);
  return name !== null
    ? attribute(of, name, range)
    : key.kind === "text" || key.kind === "entity"
      ? unresolved(range)
      : refused(range);
};

const refused = (range: Range): UnknownValue => ({ ...unresolved(range), wrong: true });

const item = ({ items }: ListValue, key: Value, range: Range): Value => {
  const position = convert(key, "number");
  if (position.kind !== "number")
    return position.kind === "unknown" && position.wrong !== true ? position : refused(range);
  const at = position.number;
  if (!Number.isInteger(at) || at < 0) return refused(range);
  if (items.slice(0, at).some(({ kind }) => kind === "unknown")) return unresolved(range);
  return items[at] ?? refused(range);
};
