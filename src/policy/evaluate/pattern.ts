import type { Value } from "../shapes.ts";

/** One character of a policy's value, or a wildcard. */
export type Mark = string | typeof ANY_RUN | typeof ANY_ONE;

const ANY_RUN = 0;
const ANY_ONE = 1;

/** Reads text as it stands: `*` and `?` are wildcards wherever they occur. */
export const marks = (text: string): readonly Mark[] =>
  Array.from(text, (character) => (character === "*" ? ANY_RUN : character === "?" ? ANY_ONE : character));

const read = new WeakMap<Value, readonly Mark[]>();

/** The marks of a policy's value, read once for all requests. */
export const marksOf = (value: Value): readonly Mark[] => {
  const known = read.get(value) ?? marks(value.text);
  read.set(value, known);
  return known;
};

/** The marks as plain text: for the operators to which a star is a star. */
export const plain = (pattern: readonly Mark[]): string =>
  pattern.map((mark) => (mark === ANY_RUN ? "*" : mark === ANY_ONE ? "?" : mark)).join("");

/** Whether the pattern matches the whole text. Returns to the last star only: quadratic at most. */
export const matches = (pattern: readonly Mark[], text: readonly string[]): boolean => {
  let at = 0;
  let read = 0;
  let star = -1;
  let resume = 0;
  while (read < text.length) {
    const mark = pattern[at];
    if (mark === ANY_RUN) {
      star = at;
      resume = read;
      at += 1;
    } else if (mark === ANY_ONE || mark === text[read]) {
      at += 1;
      read += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      read = resume;
    } else return false;
  }
  return pattern.slice(at).every((mark) => mark === ANY_RUN);
};
