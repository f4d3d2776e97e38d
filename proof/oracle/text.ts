import { and, apply, constant, FALSE, leaf, not, or, TRUE, type Term } from "./term.ts";

/** A character: its code, or a variable of seven bits, which is 0 past the end of its text. */
export type Char = number | Term;

/** Characters in a row. `fixed` where none of them can be past the end, `free` where one may be a colon that nobody sees. */
export interface Text {
  readonly chars: readonly Char[];
  readonly fixed: boolean;
  readonly free?: boolean;
}

/** Names that z3 is asked for, of one sort, and what holds of them. */
export interface Variable {
  readonly names: readonly string[];
  readonly sort: string;
  readonly domain: Term;
}

export const literal = (text: string): Text => ({
  chars: Array.from(text, (character) => character.codePointAt(0) ?? 0),
  fixed: true,
});

/** Ranges of characters, the first and the last of each. */
type Class = "digit" | "lower" | "hex" | "label" | "id" | "name" | "path" | "free";

const CLASSES: Readonly<Record<Class, readonly string[]>> = {
  digit: ["09"],
  lower: ["az", "09"],
  hex: ["09", "af"],
  label: ["az", "09", "--"],
  id: ["AZ", "09"],
  name: ["az", "AZ", "09", "__", "++", "==", ",,", "..", "@@", "--"],
  path: ["!~"],
  free: [" ~"],
};

const bits = (code: number): Term => leaf(`#b${code.toString(2).padStart(7, "0")}`);
const term = (char: Char): Term => (typeof char === "number" ? bits(char) : char);

/** No variable is a character beyond ASCII. */
const isAscii = (char: Char): boolean => typeof char !== "number" || char < 128;

export const same = (a: Char, b: Char): Term => {
  if (a === b) return TRUE;
  const settled = (typeof a === "number" && typeof b === "number") || !isAscii(a) || !isAscii(b);
  return settled ? FALSE : apply("=", term(a), term(b));
};

const inRange = (char: Char, range: string): Term => {
  const [first, last] = [range.charCodeAt(0), range.charCodeAt(1)];
  if (typeof char === "number") return constant(first <= char && char <= last);
  return first === last
    ? same(char, first)
    : and(apply("bvule", bits(first), char), apply("bvule", char, bits(last)));
};

export const isEnd = (text: Text, index: number): Term => {
  const char = text.chars[index];
  return char === undefined ? TRUE : text.fixed ? FALSE : same(char, 0);
};

/** A text that z3 chooses: of one of the classes of characters, at least `min` and at most `size` long. */
export const text = (
  name: string,
  kind: Class,
  size: number,
  min = 1,
): { readonly text: Text; readonly variable: Variable } => {
  const names = Array.from({ length: size }, (_, index) => `${name}.${index}`);
  const chars = names.map(leaf);
  const within = (char: Char): Term => or(...CLASSES[kind].map((range) => inRange(char, range)));
  const domain = chars.map((char, index) => {
    if (index < min) return within(char);
    const before = chars[index - 1];
    const ended = before === undefined ? FALSE : same(before, 0);
    return or(same(char, 0), and(not(ended), within(char)));
  });
  return {
    text: { chars, fixed: min === size, free: kind === "free" || kind === "path" },
    variable: { names, sort: "(_ BitVec 7)", domain: and(...domain) },
  };
};

/** In lower case. */
export const lower = (char: Char): Char =>
  typeof char === "number"
    ? char >= 65 && char <= 90
      ? char + 32
      : char
    : apply("ite", inRange(char, "AZ"), apply("bvor", char, bits(32)), char);

export const present = (char: Char): Term => not(same(char, 0));
