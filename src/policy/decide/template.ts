import { literal, wildcards, type Tokens } from "../sets/pattern.ts";

/** A piece of a condition value or resource: text as it is written, an escaped character, or a variable. */
type Piece =
  | { readonly text: string }
  | { readonly exact: string }
  | { readonly variable: string; readonly fallback: string | null };

export type Template = readonly Piece[];

const VARIABLE = /^\s*([^\s,']+)\s*(?:,\s*'([^']*)'\s*)?$/;

const pieceOf = (inner: string, written: string): Piece => {
  if (inner === "*" || inner === "?" || inner === "$") return { exact: inner };
  const match = VARIABLE.exec(inner);
  return match?.[1] === undefined ? { exact: written } : { variable: match[1], fallback: match[2] ?? null };
};

/** Takes a value apart at its `${…}`: variables, with a default `${key, 'x'}`, and the escapes `${*}` `${?}` `${$}`. */
export const templateOf = (value: string): Template => {
  const pieces: Piece[] = [];
  let from = 0;
  for (;;) {
    const open = value.indexOf("${", from);
    const close = open === -1 ? -1 : value.indexOf("}", open);
    if (close === -1) break;
    if (open > from) pieces.push({ text: value.slice(from, open) });
    pieces.push(pieceOf(value.slice(open + 2, close), value.slice(open, close + 1)));
    from = close + 1;
  }
  if (from < value.length || pieces.length === 0) pieces.push({ text: value.slice(from) });
  return pieces;
};

export const variablesOf = (template: Template): readonly string[] =>
  template.flatMap((piece) => ("variable" in piece ? [piece.variable] : []));

/**
 * The pattern that the template is with its variables' values in place, which are never wildcards; null where a
 * variable has neither a value nor a default. `wild` tells whether `*` and `?` of the text are wildcards.
 */
export const filled = (
  template: Template,
  wild: boolean,
  valueOf: (variable: string) => string | null,
): Tokens | null => {
  const values = template.map((piece) => {
    if ("text" in piece) return wild ? wildcards(piece.text) : literal(piece.text);
    if ("exact" in piece) return literal(piece.exact);
    const value = valueOf(piece.variable) ?? piece.fallback;
    return value === null ? null : literal(value);
  });
  return values.every((tokens) => tokens !== null) ? values.flat() : null;
};
