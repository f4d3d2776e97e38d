/** Keeps the first `limit` values by an order and counts all; holds a quarter more than the limit at most. */
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
      if (kept.length >= 1.25 * limit) tidy();
    },
    values: tidy,
    total: () => total,
  };
};
