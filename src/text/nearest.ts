/** Longer words are compared by their beginning. */
const COMPARED = 64;

/** How many letters have to be inserted, deleted, replaced or swapped with a neighbour to make one word of another. */
const distance = (from: string, to: string): number => {
  const [a, b] = [from.slice(0, COMPARED), to.slice(0, COMPARED)];
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, swapped));
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
};

/** The candidate that is spelt most like a word, the first of several; null where none is as near as `within` allows. */
export const nearest = (
  word: string,
  candidates: readonly string[],
  within: (candidate: string) => number,
): string | null => {
  const near = candidates
    .map((candidate) => ({ candidate, apart: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, apart }) => apart <= within(candidate))
    .sort((a, b) => a.apart - b.apart);
  return near[0]?.candidate ?? null;
};
