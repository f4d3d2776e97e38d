import { concat, hasHoles, hole, holesOf, made, type Span, type Text } from "./text.ts";

/**
 * The type of a value, or a type constraint, in Terraform's terms. `any` is the type of a plain `null`, the element type
 * of a collection that is empty, and in a constraint a type that the value itself chooses.
 */
export type ValueType =
  | "any"
  | "string"
  | "number"
  | "bool"
  | { readonly kind: CollectionKind; readonly element: ValueType }
  | {
      readonly kind: "object";
      readonly attributes: ReadonlyMap<string, ValueType>;
      /** In a constraint: the attributes that may be missing, and what stands for them; null is null. */
      readonly optional?: ReadonlyMap<string, Value | null>;
    }
  | { readonly kind: "tuple"; readonly items: readonly ValueType[] };

export type CollectionKind = "list" | "set" | "map";

/**
 * What an expression comes to, and the range that a reader would look for it in.
 *
 * `wrong`: Terraform itself would refuse it, so that `try` goes on; it is read as far as it can be all the same.
 */
export type Value = { readonly span: Span; readonly wrong?: true } & (
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "boolean"; readonly boolean: boolean }
  /** `type`: that of the value that is missing; without one it is a `null` as written. */
  | { readonly kind: "null"; readonly type?: ValueType }
  /** Without `typed` a tuple: each element has its own type. */
  | { readonly kind: "list"; readonly items: readonly Value[]; readonly typed?: TypedList }
  /** Without `typed` an object: each member has its own type. */
  | { readonly kind: "object"; readonly entries: ReadonlyMap<string, Value>; readonly typed?: TypedMap }
  /** Something with attributes of which not all are known: a resource, a module; `at` is where the reference stands. */
  | {
      readonly kind: "entity";
      readonly name: string;
      readonly get: (attribute: string, at: Span) => Value | null;
    }
  | { readonly kind: "unknown"; readonly expression: string }
);

/** A list or a set whose elements have one type; null where an element is not known, and so its type. */
interface TypedList {
  readonly collection: "list" | "set";
  readonly element: ValueType | null;
}

/** A map whose members have one type. */
export interface TypedMap {
  readonly element: ValueType | null;
}

export type ListValue = Extract<Value, { readonly kind: "list" }>;
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
  value?.kind === "text" && !hasHoles(value.text) ? value.text.text : null;

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

/** Digits without an exponent, as Terraform prints a number. */
export const numberText = (number: number): string =>
  /e/.test(String(number))
    ? number.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 20 })
    : Object.is(number, -0)
      ? "-0"
      : String(number);

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

/** The expression of a value as it is written, for values that have no name of their own. */
export const shownExpression = (value: Value): string => {
  if (value.kind === "unknown" || value.kind === "entity") return expressionOf(value);
  const { file, from, to } = value.span;
  const line = file.text
    .slice(from, Math.min(to, from + 10 * LONGEST_EXPRESSION))
    .replace(/\s+/g, " ")
    .trim();
  if (line === "") return expressionOf(value);
  return line.length > LONGEST_EXPRESSION ? `${line.slice(0, LONGEST_EXPRESSION - 1)}…` : line;
};

/** The longest text that is made, in UTF-16 units, and so the end of any expansion. */
export const LONGEST_TEXT = 1_000_000;

/**
 * JSON without white space, members sorted, each value traced to where it is written; `quote` writes a text as JSON.
 */
export const encodeJson = (value: Value, quote: (text: string) => string = JSON.stringify): Text => {
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
          members.map(([name, member]) => [made(`${quote(name)}:`, member.span), member]),
        ),
      );
    } else {
      const text = scalar(next, quote);
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

const scalar = (value: Value, quote: (text: string) => string): Text => {
  switch (value.kind) {
    case "text":
      return !hasHoles(value.text)
        ? made(quote(value.text.text), value.span)
        : quoted(value.text, value.span, quote);
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

/** A text with holes as a JSON string, in which what is known of it stays. */
const quoted = ({ text, pieces }: Text, { file, from, to }: Span, quote: (text: string) => string): Text =>
  concat([
    made('"', { file, from, to: from }),
    ...pieces.map((piece) =>
      piece.hole === undefined
        ? made(quote(text.slice(piece.at, piece.at + piece.length)).slice(1, -1), piece)
        : hole(piece.hole, piece),
    ),
    made('"', { file, from: to, to }),
  ]);
