import { matches, plain, type Mark } from "../pattern.ts";

export const equals = (pattern: readonly Mark[], value: string): boolean => plain(pattern) === value;

export const equalsIgnoringCase = (pattern: readonly Mark[], value: string): boolean =>
  plain(pattern).toLowerCase() === value.toLowerCase();

export const like = (pattern: readonly Mark[], value: string): boolean => matches(pattern, Array.from(value));
