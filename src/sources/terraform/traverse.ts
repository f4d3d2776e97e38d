import { spanOf, type Span } from "../written/text.ts";
import { knownText, unknown, type UnknownValue, type Value } from "../written/value.ts";
import { keyText } from "./entries.ts";
import type { Range } from "./syntax.ts";

export const NOWHERE: Span = { file: { path: "", text: "" }, from: 0, to: 0 };

/** The range of a file that a range of a parsed text comes from. */
export const spanOfRange = ({ unit, from, to }: Range): Span => spanOf(unit, from, to) ?? NOWHERE;

/** The text of a range. */
export const written = ({ unit, from, to }: Range): string => unit.text.slice(from, to);

/** A range that could not be evaluated, named by its own text. */
export const unresolved = (range: Range): UnknownValue => unknown(written(range), spanOfRange(range));

/** A member of what is known; `range` is the whole traversal. */
export const attribute = (of: Value, name: string, range: Range): Value => {
  if (of.kind === "entity") return of.get(name, spanOfRange(range)) ?? unresolved(range);
  if (of.kind === "object") return of.entries.get(name) ?? { ...unresolved(range), wrong: true };
  if (of.kind === "unknown") return extended(of, range);
  return { ...unresolved(range), wrong: true };
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
  if (of.kind === "list") {
    const at = key.kind === "number" ? key.number : Number(knownText(key) ?? Number.NaN);
    if (of.items.slice(0, at).some(({ kind }) => kind === "unknown")) return unresolved(range);
    return of.items[at] ?? { ...unresolved(range), wrong: true };
  }
  const name = keyText(key);
  return name === null ? unresolved(range) : attribute(of, name, range);
};
