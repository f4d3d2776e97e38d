import { constantText } from "./traverse.ts";
import type { EditValue } from "../../model/remedy.ts";
import type { Carrier, Element, Entry, Notation, Style } from "../edit/element.ts";
import type { SourceFile } from "../written/text.ts";
import type { Expression } from "./syntax.ts";

/** An expression of a file as an element whose value can be changed. */
export const hclElement = (expression: Expression, file: SourceFile): Element =>
  elementOf(expression, hclCarrier(file));

export const hclCarrier = (file: SourceFile): Carrier => ({
  file,
  text: file.text,
  notation: HCL,
  offset: (at) => at,
  endOffset: (at) => at,
  splice: (from, to, by) => ({ file, from, to, by }),
});

export const elementOf = (expression: Expression, carrier: Carrier): Element => {
  const { from, to } = expression;
  const place = { carrier, from, to };
  switch (expression.type) {
    case "literal":
      return { ...place, kind: "scalar" };
    case "template":
      return { ...place, kind: constantText(expression) === null ? "expression" : "scalar" };
    case "tuple":
      return {
        ...place,
        kind: "array",
        isBlock: false,
        entries: expression.items.map((item, index) => {
          const value = elementOf(item, carrier);
          return { name: String(index), from: item.from, afterName: null, slot: item, value };
        }),
      };
    case "object": {
      const entries = expression.elements.map(({ key, value }): Entry | null => {
        const name = constantText(key);
        return name === null
          ? null
          : { name, from: key.from, afterName: value.from, slot: value, value: elementOf(value, carrier) };
      });
      const known = entries.filter((one) => one !== null);
      return known.length < entries.length
        ? { ...place, kind: "expression" }
        : { ...place, kind: "object", isBlock: false, entries: known };
    }
    case "attribute":
    case "binary":
    case "call":
    case "conditional":
    case "for":
    case "index":
    case "splat":
    case "unary":
    case "unknown":
    case "variable":
      return { ...place, kind: "expression" };
  }
};

/** A string literal: HCL has JSON's escapes but two, and its own for interpolations. */
export const hclString = (text: string): string =>
  JSON.stringify(text)
    .replaceAll("\\b", "\\u0008")
    .replaceAll("\\f", "\\u000c")
    .replaceAll(/([$%])\{/g, "$1$1{");

/** A longer value gets a line for each member where its surroundings have one. */
const ONE_LINE = 60;

const HCL: Notation = {
  commas: "in-lists",
  value: (value, style) => {
    const line = inline(value, style);
    return style.isSpread && (line.length > ONE_LINE || style.sample.includes("\n"))
      ? spread(value, style, style.indentation)
      : line;
  },
  name: (name, style) => named(name, style),
};

const isList = (value: EditValue): value is readonly EditValue[] => Array.isArray(value);

const inline = (value: EditValue, style: Style): string => {
  if (typeof value === "string") return hclString(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (isList(value)) return `[${value.map((one) => inline(one, style)).join(", ")}]`;
  const members = Object.entries(value).map(
    ([name, one]) => `${key(name, style)}${separator(style)}${inline(one, style)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
};

const spread = (value: EditValue, style: Style, indentation: string): string => {
  if (typeof value !== "object" || value === null) return inline(value, style);
  const inner = indentation + style.unit;
  const lines = isList(value)
    ? value.map((one) => `${spread(one, style, inner)},`)
    : Object.entries(value).map(
        ([name, one]) => `${key(name, style)}${separator(style)}${spread(one, style, inner)}`,
      );
  const [open, close] = isList(value) ? ["[", "]"] : ["{", "}"];
  if (lines.length === 0) return `${open}${close}`;
  const between = `${style.newLine}${inner}`;
  return `${open}${between}${lines.join(between)}${style.newLine}${indentation}${close}`;
};

/** The name as the member beside it has its own: quoted or not, and with the same separator. */
const NAME = /^("(?:[^"\\]|\\.)*"|[\w-]+)([ \t]*)([=:])([ \t]*)/;

const key = (name: string, { sample }: Style): string =>
  sample.startsWith('"') || !/^[A-Za-z_][\w-]*$/.test(name) ? hclString(name) : name;

const separator = ({ sample }: Style): string => {
  const [, , blanks = "", sign] = NAME.exec(sample) ?? [];
  return sign === ":" ? `${blanks === "" ? "" : " "}: ` : " = ";
};

/** Names and their separators in columns, as `terraform fmt` has them, where the member beside is in such. */
const named = (name: string, style: Style): string => {
  const match = NAME.exec(style.sample);
  const written = key(name, style);
  if (match === null) return `${written} = `;
  const [, beside = "", blanks = "", sign = "=", after = " "] = match;
  const width = beside.length + blanks.length;
  return `${written.length < width ? written.padEnd(width) : written + (blanks === "" ? "" : " ")}${sign}${after}`;
};
