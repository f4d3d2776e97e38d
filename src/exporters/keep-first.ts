/** Keeps the first `limit` values by an order and counts all; holds at most twice the limit. */
export interface KeptFirst<T> {
  readonly add: (value: T) => void;
  /** In order; values that are equal stay as they came. */
  readonly values: () => readonly T[];
  readonly total: () => number;
}

export const keepFirst = <T>(limit: number, compare: (a: T, b: T) => number): KeptFirst<T> => {
  let kept: T[] = [];
  let total = 0;
  const tidy = (): readonly T[] => (kept = kept.sort(compare).slice(0, limit));
  return {
    add: (value) => {
      total += 1;
      kept.push(value);
      if (kept.length >= 2 * limit) tidy();
    },
    values: tidy,
    total: () => total,
  };
};
