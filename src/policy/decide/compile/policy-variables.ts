import { literal, wildcards, type Token, type Tokens } from "../../sets/pattern.ts";

/** A piece of a condition value or resource: text as it is written, an escaped character, or a variable. */
type Piece =
  | { readonly text: Tokens; readonly wild: Tokens }
  | { readonly exact: Tokens }
  | { readonly variable: string; readonly fallback: string | null };

export type Template = readonly Piece[];

const VARIABLE = /^\s*([^\s,']+)\s*(?:,\s*'([^']*)'\s*)?$/;

const pieceOf = (inner: string, written: string): Piece => {
  if (inner === "*" || inner === "?" || inner === "$") return { exact: literal(inner) };
  const match = VARIABLE.exec(inner);
  return match?.[1] === undefined
    ? { exact: literal(written) }
    : { variable: match[1], fallback: match[2] ?? null };
};

const textPiece = (text: string): Piece => ({ text: literal(text), wild: wildcards(text) });

/** Takes a value apart at its `${…}`: variables, with a default `${key, 'x'}`, and the escapes `${*}` `${?}` `${$}`. */
export const templateOf = (value: string): Template => {
  const pieces: Piece[] = [];
  let from = 0;
  for (;;) {
    const open = value.indexOf("${", from);
    const close = open === -1 ? -1 : value.indexOf("}", open);
    if (close === -1) break;
    if (open > from) pieces.push(textPiece(value.slice(from, open)));
    pieces.push(pieceOf(value.slice(open + 2, close), value.slice(open, close + 1)));
    from = close + 1;
  }
  if (from < value.length || pieces.length === 0) pieces.push(textPiece(value.slice(from)));
  return pieces;
};

/** Five fields of an ARN; a colon inside a variable divides nothing. */
const HEAD = /^(?:(?:\$\{[^}]*\}|[^:])*:){5}/;

/** Variables in a Resource are resolved after the fifth colon only (IAM user guide, "Policy variables"). */
const resourcePart = (text: string): string => {
  const head = HEAD.exec(text)?.[0];
  return head === undefined ? "" : text.slice(head.length);
};

/** Whether a Resource has variables that are resolved. */
export const hasVariables = (text: string): boolean =>
  text.includes("${") && resourcePart(text).includes("${");

/** A Resource taken apart; up to the fifth colon the text stands as it is. */
export const resourceTemplateOf = (text: string): Template => {
  const rest = resourcePart(text);
  return [textPiece(text.slice(0, text.length - rest.length)), ...templateOf(rest)];
};

export const variablesOf = (template: Template): readonly string[] =>
  template.flatMap((piece) => ("variable" in piece ? [piece.variable] : []));

/** One piece as a pattern; null for a variable with neither a value nor a default. */
export const textOf = (
  piece: Piece,
  wild: boolean,
  valueOf: (variable: string) => string | null,
): Tokens | null => {
  if ("text" in piece) return wild ? piece.wild : piece.text;
  if ("exact" in piece) return piece.exact;
  const value = valueOf(piece.variable) ?? piece.fallback;
  return value === null ? null : literal(value);
};

/**
 * The pattern that the template is with its variables' values in place, which are never wildcards; null where a
 * variable has neither a value nor a default. `wild` tells whether `*` and `?` of the text are wildcards.
 */
export const filled = (
  template: Template,
  wild: boolean,
  valueOf: (variable: string) => string | null,
): Tokens | null => {
  const all: Token[] = [];
  for (const piece of template) {
    const tokens = textOf(piece, wild, valueOf);
    if (tokens === null) return null;
    for (const token of tokens) all.push(token);
  }
  return all;
};
