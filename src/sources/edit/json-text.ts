import { styleOf } from "../../text/json-layout.ts";
import { writeJson } from "../../text/json-write.ts";
import { blankComments } from "../readers/json-comments.ts";
import { readJson } from "../written/json.ts";
import type { Node } from "../written/node.ts";
import { spanOf, type SourceFile, type Text } from "../written/text.ts";
import type { Carrier, Element, Entry, Notation, Style } from "./element.ts";

/** How text is written inside of what carries it: with the escapes of a string, or as it stands. */
export interface Encoding {
  /** Null where the text cannot be written there. */
  encode(text: string): string | null;
  /** Whether a line of the text is a line of the file. */
  readonly hasLines: boolean;
}

export const AS_IT_STANDS: Encoding = { encode: (text) => text, hasLines: true };

/** JSON in a text that is traced to a file: the file itself, a heredoc, a string in quotes. Null where it is no JSON. */
export const jsonElement = (text: Text, file: SourceFile, encoding: Encoding): Element | null => {
  const read = readJson(text);
  const blanked = "node" in read ? text.text : blankComments(text.text);
  const again = blanked === text.text ? read : readJson({ ...text, text: blanked });
  return "node" in again
    ? elementOf(again.node, carrierOf({ ...text, text: blanked }, text, file, encoding))
    : null;
};

/** The element of a tree that is written at a range of the file; null where there is none. */
export const elementAt = (root: Element, from: number, to: number): Element | null => {
  const pending = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.carrier.offset(next.from) === from && next.carrier.endOffset(next.to) === to) return next;
    if (next.kind === "object" || next.kind === "array")
      pending.push(...next.entries.map(({ value }) => value));
  }
  return null;
};

const carrierOf = (scanned: Text, text: Text, file: SourceFile, encoding: Encoding): Carrier => {
  const offset = (at: number): number => startOf(text, at) ?? 0;
  return {
    file,
    text: scanned.text,
    notation: jsonNotation(scanned.text),
    offset,
    endOffset: (at) => endOf(text, at) ?? 0,
    splice: (from, to, by) => {
      const start =
        from === to ? endOf(text, from) : by === "" ? lineStartOf(text, from, file) : startOf(text, from);
      const end = endOf(text, to);
      const encoded = encoding.encode(encoding.hasLines ? indented(by, text, from, file) : by);
      return start === null || end === null || encoded === null
        ? null
        : { file, from: start, to: end, by: encoded };
    },
  };
};

const startOf = (text: Text, at: number): number | null => {
  if (at >= text.text.length) return endOf(text, at);
  const span = spanOf(text, at, at + 1);
  return span === null ? null : span.from;
};

/** Behind the unit before: what is added there stands before white space that only the file has. */
const endOf = (text: Text, at: number): number | null => {
  if (at === 0) return startOf(text, 0);
  const span = spanOf(text, at - 1, at);
  if (span === null) return null;
  // A line end of YAML is one unit of the text, and may be two of the file.
  const isWithinLineEnd = span.file.text[span.to - 1] === "\r" && span.file.text[span.to] === "\n";
  return isWithinLineEnd && text.text[at - 1] === "\n" ? span.to + 1 : span.to;
};

/** A line that is taken out goes with the indentation that only the file has. */
const lineStartOf = (text: Text, at: number, file: SourceFile): number | null => {
  const start = startOf(text, at);
  if (start === null || at === 0 || text.text[at - 1] !== "\n") return start;
  const line = file.text.lastIndexOf("\n", start - 1) + 1;
  return file.text.slice(line, start).trim() === "" ? line : start;
};

/** A heredoc and a block of YAML take indentation away from each line; new lines get it as well. */
const indented = (by: string, text: Text, at: number, file: SourceFile): string => {
  if (!by.includes("\n")) return by;
  const isLineStart = at > 0 && text.text[at - 1] === "\n";
  const beside = text.text.lastIndexOf("\n", at - (isLineStart ? 2 : 1)) + 1;
  const own = /^[ \t]*/.exec(text.text.slice(beside))?.[0].length ?? 0;
  const start = startOf(text, beside + own);
  if (start === null) return by;
  const line = file.text.lastIndexOf("\n", start - 1) + 1;
  const taken = file.text.slice(line, Math.max(line, start - own));
  if (taken.trim() !== "") return by;
  const isCrLf = !by.includes("\r\n") && file.text[file.text.indexOf("\n", start) - 1] === "\r";
  const lines = by
    .split("\n")
    .map((one, index) => ((index === 0 && !isLineStart) || one === "" ? one : taken + one));
  return lines.join(isCrLf ? "\r\n" : "\n");
};

const elementOf = (node: Node, carrier: Carrier): Element => {
  const [from, to] = node.range ?? [0, 0];
  const place = { carrier, from, to };
  if (node.kind === "array")
    return {
      ...place,
      kind: "array",
      isBlock: false,
      entries: node.items.map((item, index) => {
        const value = elementOf(item, carrier);
        return { name: String(index), from: value.from, afterName: null, slot: value, value };
      }),
    };
  if (node.kind === "object") {
    let at = from + 1;
    const entries = node.members.map(({ name, value: member }): Entry => {
      const value = elementOf(member, carrier);
      const start = carrier.text.indexOf('"', at);
      at = value.to;
      return { name: name.text, from: start, afterName: value.from, slot: value, value };
    });
    return { ...place, kind: "object", isBlock: false, entries };
  }
  const isOpen =
    node.kind === "unknown" ||
    (node.kind === "string" && node.text.pieces.some(({ hole }) => hole !== undefined));
  return { ...place, kind: isOpen ? "expression" : "scalar" };
};

const jsonNotation = (text: string): Notation => ({
  commas: "needed",
  value: (value, style) => writeJson(value, writingOf(text, style)),
  name: (name, style) => `${JSON.stringify(name)}${writingOf(text, style).colon}`,
});

const writingOf = (
  text: string,
  { indentation, isSpread, unit, newLine, sample }: Style,
): Parameters<typeof writeJson>[1] => ({
  ...styleOf(text, indentation),
  unit,
  newLine,
  isSpread,
  keep: sample.includes("\n"),
});
