import { concat, hole, holesOf, made, type Span, type Text } from "./text.ts";

/** What an expression comes to, and the range that a reader would look for it in. */
export type Value = { readonly span: Span } & (
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "boolean"; readonly boolean: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "list"; readonly items: readonly Value[] }
  | { readonly kind: "object"; readonly entries: ReadonlyMap<string, Value> }
  /** Something with attributes of which not all are known: a resource, a module; `at` is where the reference stands. */
  | {
      readonly kind: "entity";
      readonly name: string;
      readonly get: (attribute: string, at: Span) => Value | null;
    }
  /** `wrong`: Terraform itself would refuse it, so that `try` goes on. */
  | { readonly kind: "unknown"; readonly expression: string; readonly wrong?: true }
);

export type ObjectValue = Extract<Value, { readonly kind: "object" }>;
export type UnknownValue = Extract<Value, { readonly kind: "unknown" }>;

export const textValue = (text: Text, span: Span): Value => ({ kind: "text", text, span });

export const madeText = (text: string, span: Span): Value => textValue(made(text, span), span);

/** The longest expression that is shown, in UTF-16 units. */
const LONGEST_EXPRESSION = 100;

export const unknown = (expression: string, span: Span): UnknownValue => {
  const line = expression.replace(/\s+/g, " ").trim();
  return {
    kind: "unknown",
    expression: line.length > LONGEST_EXPRESSION ? `${line.slice(0, LONGEST_EXPRESSION - 1)}…` : line,
    span,
  };
};

/** The text of a text value without holes. */
export const knownText = (value: Value | null | undefined): string | null =>
  value?.kind === "text" && holesOf(value.text).length === 0 ? value.text.text : null;

/** A value inside of a template: its text, or a hole; `span` is where the interpolation stands. */
export const interpolated = (value: Value, span: Span): Text => {
  if (value.kind === "text") {
    const holes = holesOf(value.text);
    const [first] = holes;
    if (first === undefined) return made(value.text.text, span);
    // The known runs around a hole must stay apart from it; all of them stand where the interpolation does.
    return {
      text: value.text.text,
      pieces: value.text.pieces.map((piece) => ({
        at: piece.at,
        length: piece.length,
        ...(piece.hole === undefined ? span : { file: piece.file, from: piece.from, to: piece.to }),
        ...(piece.hole === undefined ? {} : { hole: piece.hole }),
      })),
    };
  }
  if (value.kind === "number") return made(numberText(value.number), span);
  if (value.kind === "boolean") return made(String(value.boolean), span);
  return hole(expressionOf(value), value.kind === "unknown" ? value.span : span);
};

const numberText = (number: number): string => String(number);

/** As people know it: an expression, a name, a text with its expressions in place; otherwise its kind. */
export const expressionOf = (value: Value): string => {
  if (value.kind === "unknown") return value.expression;
  if (value.kind === "entity") return value.name;
  return value.kind === "text" ? writtenOf(value.text) : `a ${value.kind}`;
};

const writtenOf = ({ text, pieces }: Text): string =>
  pieces
    .map(({ at, length, hole: expression }) =>
      expression === undefined
        ? text.slice(at, at + length)
        : pieces.length === 1 || /^[$&]?\{/.test(expression)
          ? expression
          : `\${${expression}}`,
    )
    .join("");

/** The longest text that is made, in UTF-16 units, and so the end of any expansion. */
export const LONGEST_TEXT = 1_000_000;

/** JSON as Terraform's jsonencode prints it: no white space, members sorted, each value traced to where it is written. */
export const encodeJson = (value: Value): Text => {
  const parts: Text[] = [];
  let length = 0;
  const pending: (Value | Text)[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (length > LONGEST_TEXT) return hole("a text that is too long", value.span);
    if (!("kind" in next)) {
      parts.push(next);
      length += next.text.length;
    } else if (next.kind === "list")
      pending.push(
        ...bracketed(
          next.span,
          "[",
          "]",
          next.items.map((item) => [item]),
        ),
      );
    else if (next.kind === "object") {
      const { span } = next;
      const members = [...next.entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
      pending.push(
        ...bracketed(
          span,
          "{",
          "}",
          members.map(([name, member]) => [made(`${JSON.stringify(name)}:`, member.span), member]),
        ),
      );
    } else {
      const text = scalar(next);
      parts.push(text);
      length += text.text.length;
    }
  }
  return concat(parts);
};

/** In the order of a stack: the last comes first. */
const bracketed = (
  span: Span,
  open: string,
  close: string,
  groups: readonly (readonly (Value | Text)[])[],
): readonly (Value | Text)[] => {
  const edge = (text: string, from: number): Text => made(text, { file: span.file, from, to: from + 1 });
  const start = edge(open, span.from);
  return [
    start,
    ...groups.flatMap((group, index) =>
      index === 0 ? group : [made(",", { ...span, to: span.from }), ...group],
    ),
    edge(close, Math.max(span.from, span.to - 1)),
  ].toReversed();
};

const scalar = (value: Value): Text => {
  switch (value.kind) {
    case "text": {
      const holes = holesOf(value.text);
      return holes.length === 0
        ? made(JSON.stringify(value.text.text), value.span)
        : concat(holes.map((piece) => hole(piece.hole, piece)));
    }
    case "number":
      return made(numberText(value.number), value.span);
    case "boolean":
      return made(String(value.boolean), value.span);
    case "null":
      return made("null", value.span);
    case "list":
    case "object":
    case "entity":
    case "unknown":
      return hole(expressionOf(value), value.span);
  }
};
