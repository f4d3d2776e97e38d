import { nearest } from "../text/nearest.ts";

/** The candidate that a misspelt word most likely meant; null where none is near. Words are short: names of keys, rules, formats. */
export const suggest = (word: string, candidates: readonly string[]): string | null =>
  nearest(word, candidates, ({ length }) => Math.max(length < 4 ? 1 : 2, Math.floor(length / 3)));
