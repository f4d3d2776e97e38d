import { fits, repeats, type Token, type Tokens } from "./pattern.ts";

/** The tokens of patterns one after another; `undefined` at the end of each. */
export type Line = readonly (Token | undefined)[];

/** Places in a line, ascending. */
export type Places = readonly number[];

const isRepeated = (token: Token | undefined): boolean => token !== undefined && repeats(token);

/** A repeated token may be left without a unit. */
export const closed = (line: Line, places: readonly number[]): Places => {
  const all: number[] = [];
  let next = 0;
  for (const place of places) {
    if (place < next) continue;
    all.push(place);
    next = place + 1;
    while (isRepeated(line[next - 1])) {
      all.push(next);
      next += 1;
    }
  }
  return all;
};

/** Where a reader of all patterns at once is after one more unit. */
export const step = (line: Line, places: Places, unit: string): Places => {
  const next: number[] = [];
  for (const place of places) {
    const token = line[place];
    if (token !== undefined && fits(token, unit)) next.push(repeats(token) ? place : place + 1);
  }
  return closed(line, next);
};

/** Whether the whole text fits, in a time of at most text × tokens. */
export const matches = (tokens: Tokens, text: string): boolean => {
  const line = [...tokens, undefined];
  return text
    .split("")
    .reduce((places, unit) => step(line, places, unit), closed(line, [0]))
    .includes(tokens.length);
};
