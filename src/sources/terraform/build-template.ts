import type { Node as SyntaxNode } from "web-tree-sitter";
import { concat, EMPTY_TEXT, made, slice, spanOf, type Text } from "../written/text.ts";
import { namesOf } from "./bound-names.ts";
import type { Expression, TemplatePart } from "./syntax.ts";

/** How the text between interpolations is read: with the escapes of a quoted string, or as it stands. */
type Decode = (text: Text) => Text;

/** How an expression inside of a template is built, and how deep it is. */
export interface Nested {
  readonly build: (node: SyntaxNode, unit: Text, depth: number) => Expression;
  readonly depth: number;
}

export const buildQuoted = (node: SyntaxNode, unit: Text, nested: Nested): readonly TemplatePart[] =>
  buildParts(node.namedChildren, unit, node.startIndex + 1, node.endIndex - 1, {
    decode: unescapeQuoted,
    ...nested,
  });

/** A heredoc begins after the line of its first word and ends before the line of its last; `<<-` takes the indentation away. */
export const buildHeredoc = (node: SyntaxNode, unit: Text, nested: Nested): readonly TemplatePart[] => {
  const words = node.namedChildren.filter(({ type }) => type === "heredoc_identifier");
  const [first, last] = [words[0], words.at(-1)];
  if (first === undefined || last === undefined || words.length < 2) return [];
  const from = unit.text.indexOf("\n", first.endIndex) + 1;
  const to = unit.text.lastIndexOf("\n", last.startIndex) + 1;
  const inner = node.namedChildren.filter(
    ({ type }) => type === "template_interpolation" || type === "template_directive",
  );
  const parts = buildParts(inner, unit, from, to, { decode: unescapeHeredoc, ...nested });
  return unit.text.startsWith("<<-", node.startIndex) ? withoutIndentation(parts) : parts;
};

interface Reading extends Nested {
  readonly decode: Decode;
}

/** The text between the nodes is literal, white space too, which the grammar leaves out of its literals. */
const buildParts = (
  nodes: readonly SyntaxNode[],
  unit: Text,
  from: number,
  to: number,
  reading: Reading,
): readonly TemplatePart[] => {
  const parts: TemplatePart[] = [];
  let at = from;
  let strip = false;
  const literal = (end: number, stripEnd: boolean): void => {
    const trimmed = trim(slice(unit, at, end), strip, stripEnd);
    if (trimmed.text !== "") parts.push({ type: "text", text: reading.decode(trimmed) });
  };
  for (const node of nodes) {
    if (node.type !== "template_interpolation" && node.type !== "template_directive") continue;
    const [inner] = node.namedChildren;
    const edges = node.type === "template_interpolation" ? node : inner;
    literal(node.startIndex, stripsBefore(unit, node.startIndex));
    strip = stripsAfter(unit, node.endIndex);
    at = node.endIndex;
    const part =
      node.type === "template_interpolation"
        ? interpolation(node, unit, reading)
        : directive(edges, unit, reading);
    if (part !== null) parts.push(part);
  }
  literal(to, false);
  return parts;
};

/** `${~` and `%{~` take the white space before them away, `~}` that after it. */
const stripsBefore = (unit: Text, start: number): boolean => unit.text[start + 2] === "~";
const stripsAfter = (unit: Text, end: number): boolean => unit.text[end - 2] === "~";

const trim = (text: Text, start: boolean, end: boolean): Text => {
  const from = start ? text.text.length - text.text.trimStart().length : 0;
  const to = end ? text.text.trimEnd().length : text.text.length;
  return from === 0 && to === text.text.length ? text : slice(text, from, to);
};

const interpolation = (node: SyntaxNode, unit: Text, reading: Reading): TemplatePart => ({
  type: "interpolation",
  unit,
  from: node.startIndex,
  to: node.endIndex,
  expression: expressionIn(node, unit, reading),
});

const expressionIn = (node: SyntaxNode | undefined, unit: Text, { build, depth }: Nested): Expression => {
  const inner = node?.namedChildren.find(({ type }) => type === "expression");
  return inner === undefined
    ? { unit, from: node?.startIndex ?? 0, to: node?.endIndex ?? 0, type: "unknown" }
    : build(inner, unit, depth);
};

/** `%{ if }…%{ else }…%{ endif }` and `%{ for }…%{ endfor }`. */
const directive = (node: SyntaxNode | undefined, unit: Text, reading: Reading): TemplatePart | null => {
  const children = node?.namedChildren ?? [];
  const [intro] = children;
  const last = children.at(-1);
  if (node === undefined || intro === undefined || last === undefined) return null;
  const inside = (from: SyntaxNode, to: SyntaxNode): readonly TemplatePart[] => [
    ...buildParts(
      children.filter(({ startIndex }) => startIndex >= from.endIndex && startIndex < to.startIndex),
      unit,
      stripsAfter(unit, from.endIndex) ? afterBlanks(unit, from.endIndex) : from.endIndex,
      stripsBefore(unit, to.startIndex) ? beforeBlanks(unit, to.startIndex) : to.startIndex,
      { ...reading, depth: reading.depth + 1 },
    ),
  ];
  if (node.type === "template_for") {
    const over = expressionIn(intro, unit, reading);
    return { type: "for", ...namesOf(intro, unit), over, parts: inside(intro, last) };
  }
  const middle = children.find(({ type }) => type === "template_else_intro");
  return {
    type: "if",
    condition: expressionIn(intro, unit, reading),
    whenTrue: inside(intro, middle ?? last),
    whenFalse: middle === undefined ? [] : inside(middle, last),
  };
};

const isBlank = (unit: string | undefined): boolean => unit !== undefined && unit.trim() === "";

const afterBlanks = ({ text }: Text, at: number): number => {
  let end = at;
  while (isBlank(text[end])) end += 1;
  return end;
};

const beforeBlanks = ({ text }: Text, at: number): number => {
  let start = at;
  while (isBlank(text[start - 1])) start -= 1;
  return start;
};

/** Replaces each escape by what it stands for, keeping where it is written. */
const unescape = (text: Text, escapes: RegExp, decode: (escape: string) => string): Text => {
  const parts: Text[] = [];
  let at = 0;
  for (const { 0: escape, index } of text.text.matchAll(escapes)) {
    const span = spanOf(text, index, index + escape.length);
    if (span === null) continue;
    parts.push(slice(text, at, index), made(decode(escape), span));
    at = index + escape.length;
  }
  return parts.length === 0 ? text : concat([...parts, slice(text, at, text.text.length)]);
};

const QUOTED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

const unescapeQuoted: Decode = (text) =>
  unescape(text, /\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\.|\$\$\{|%%\{/g, (escape) =>
    /^\\[uU]./.test(escape)
      ? codePoint(Number.parseInt(escape.slice(2), 16))
      : escape.startsWith("\\")
        ? (QUOTED[escape.slice(1)] ?? escape)
        : escape.slice(1),
  );

const codePoint = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : "\uFFFD");

const unescapeHeredoc: Decode = (text) => unescape(text, /\$\$\{|%%\{/g, (escape) => escape.slice(1));

/** Takes the least indentation of all lines away from each line. */
const withoutIndentation = (parts: readonly TemplatePart[]): readonly TemplatePart[] => {
  const indents = parts.flatMap((part, index) =>
    part.type === "text"
      ? Array.from(
          part.text.text.matchAll(index === 0 ? /(?:^|\n)([ \t]*)(?=[^\s])/g : /\n([ \t]*)(?=[^\s])/g),
          (match) => (match[1] ?? "").length,
        )
      : index === 0
        ? [0]
        : [],
  );
  const least = indents.length === 0 ? 0 : Math.min(...indents);
  if (least === 0) return parts;
  return parts.map((part, index) =>
    part.type === "text" ? { ...part, text: outdent(part.text, least, index === 0) } : part,
  );
};

const outdent = (text: Text, indent: number, startsLine: boolean): Text => {
  const pieces: Text[] = [];
  let at = 0;
  const starts = [
    ...(startsLine ? [0] : []),
    ...Array.from(text.text.matchAll(/\n/g), ({ index }) => index + 1),
  ];
  for (const start of starts) {
    let end = start;
    while (end < start + indent && isBlank(text.text[end]) && text.text[end] !== "\n") end += 1;
    pieces.push(slice(text, at, start));
    at = end;
  }
  pieces.push(slice(text, at, text.text.length));
  return pieces.length === 0 ? EMPTY_TEXT : concat(pieces);
};
