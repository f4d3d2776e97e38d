import type { EditValue } from "../../model/remedy.ts";
import type { Change, Elsewhere } from "../edit/change.ts";
import type { Carrier, InTheWay, Splice, Style } from "../edit/element.ts";
import { isList } from "./edit-value.ts";
import type { Block } from "./syntax.ts";

export interface Editing {
  readonly carrier: Carrier;
  readonly elsewhere: Elsewhere;
}

export const way = (
  { carrier }: Editing,
  range: { readonly from: number; readonly to: number },
): InTheWay => ({
  inTheWay: carrier.text.slice(range.from, range.to).split("\n")[0]?.slice(0, 100) ?? "",
  file: carrier.file,
  at: range.from,
});

export const spliced = (carrier: Carrier, from: number, to: number, by: string): Change => {
  const splice = carrier.splice(from, to, by);
  return splice === null ? [] : [splice];
};

export const styleAt = (from: number, to: number, { text }: Carrier): Style => ({
  isBlock: false,
  isSpread: true,
  indentation: /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", from - 1) + 1, from))?.[0] ?? "",
  unit: text.includes("\n\t") ? "\t" : "  ",
  newLine: text.includes("\r\n") ? "\r\n" : "\n",
  sample: text.slice(from, to),
});

export const lineStart = (at: number, { text }: Carrier): number => {
  const line = text.lastIndexOf("\n", at - 1) + 1;
  return line + (/^[ \t]*/.exec(text.slice(line))?.[0].length ?? 0);
};

/** A block with attributes in columns, a line each. */
export const nested = (
  type: string,
  attributes: readonly (readonly [string, EditValue])[],
  style: Style,
  { notation }: Carrier,
): readonly string[] => {
  const width = Math.max(...attributes.map(([name]) => name.length));
  const inner = { ...style, indentation: style.indentation + style.unit, sample: "" };
  return [
    `${style.indentation}${type} {`,
    ...attributes.map(
      ([name, value]) =>
        `${inner.indentation}${name.padEnd(width)} = ${notation.value(withAmpersands(value), inner)}`,
    ),
    `${style.indentation}}`,
  ];
};

/** A policy variable is `&{…}` in this data source. */
const withAmpersands = (value: EditValue): EditValue =>
  typeof value === "string"
    ? value.replaceAll("${", "&{")
    : isList(value)
      ? value.map(withAmpersands)
      : value;

/** Lines behind the line on which a range ends. */
export const insertedBehind = (
  { to }: { readonly to: number },
  lines: readonly string[],
  { newLine }: Style,
  carrier: Carrier,
): readonly Splice[] => {
  if (lines.length === 0) return [];
  const rest = /^[ \t]*(?:(?:#|\/\/)[^\n]*)?(?=\r?\n)/.exec(carrier.text.slice(to))?.[0] ?? "";
  const at = to + rest.length;
  const splice = carrier.splice(at, at, lines.map((line) => `${newLine}${line}`).join(""));
  return splice === null ? [] : [splice];
};

/** The block's lines, with the empty line before it where there is one. */
export const takeOut = ({ from, to }: Block, editing: Editing): Change => {
  const { carrier } = editing;
  const { text } = carrier;
  const line = text.lastIndexOf("\n", from - 1) + 1;
  const rest = /^[ \t]*(?:(?:#|\/\/)[^\n]*)?\r?\n/.exec(text.slice(to))?.[0];
  if (text.slice(line, from).trim() !== "" || rest === undefined) return way(editing, { from, to });
  const isLast = /^[ \t]*(?:\r?\n|\})/.test(text.slice(to + rest.length));
  const before = /\n([ \t]*\r?\n)$/.exec(text.slice(Math.max(0, line - 200), line))?.[1] ?? "";
  const blank = isLast ? before.length : 0;
  return spliced(carrier, line - blank, to + rest.length, "");
};
