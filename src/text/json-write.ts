import type { Json } from "./json.ts";
import type { Style } from "./json-layout.ts";

/** `isSpread`: what is around has a line for each member · `keep`: what stood here before had more than one line. */
interface Writing extends Style {
  readonly isSpread: boolean;
  readonly keep: boolean;
}

/** A longer value gets a line for each member where its surroundings have one. */
const ONE_LINE = 60;

/** Writes a value as the text around it is written. For values of a few levels: the caller made them. */
export const writeJson = (value: Json, writing: Writing): string => {
  const line = inline(value, writing);
  const isWide = line.length > ONE_LINE || writing.keep;
  return writing.isSpread && isWide ? spread(value, writing, writing.indentation) : line;
};

const inline = (value: Json, style: Style): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value))
    return `[${(value as readonly Json[]).map((one) => inline(one, style)).join(style.comma)}]`;
  const members = Object.entries(value).map(
    ([name, one]) => `${JSON.stringify(name)}${style.colon}${inline(one, style)}`,
  );
  return members.length === 0 ? "{}" : `{${style.padding}${members.join(style.comma)}${style.padding}}`;
};

const spread = (value: Json, style: Style, indentation: string): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = indentation + style.unit;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const lines = Array.isArray(value)
    ? (value as readonly Json[]).map((one) => spread(one, style, inner))
    : Object.entries(value).map(
        ([name, one]) => `${JSON.stringify(name)}${style.colon}${spread(one, style, inner)}`,
      );
  if (lines.length === 0) return `${open ?? ""}${close ?? ""}`;
  const between = `,${style.newLine}${inner}`;
  return `${open ?? ""}${style.newLine}${inner}${lines.join(between)}${style.newLine}${indentation}${close ?? ""}`;
};
