/**
 * Disjoint half-open ranges in ascending order: `[from, to)`. Half-open, so that comparing is all that is needed and
 * numbers (IPv4, seconds) and bigints (IPv6) share the code.
 */
export type Ranges<T extends number | bigint> = readonly (readonly [T, T])[];

// Stryker disable next-line EqualityOperator: of two equal values either is the larger
const larger = <T extends number | bigint>(a: T, b: T): T => (a > b ? a : b);
// Stryker disable next-line EqualityOperator: of two equal values either is the smaller
const smaller = <T extends number | bigint>(a: T, b: T): T => (a < b ? a : b);

/** The same set as sorted, disjoint, non-empty and not touching ranges. */
export const union = <T extends number | bigint>(ranges: Ranges<T>): Ranges<T> => {
  const merged: [T, T][] = [];
  for (const [from, to] of ranges.toSorted(ascending)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = larger(last[1], to);
    else if (from < to) merged.push([from, to]);
  }
  return merged;
};

const ascending = <T extends number | bigint>(a: readonly [T, T], b: readonly [T, T]): number =>
  // eslint-disable-next-line typescript/no-unnecessary-type-conversion -- of bigints it is one, whatever TypeScript takes it for
  Number(a[0] - b[0]);

export const intersection = <T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): Ranges<T> => {
  const common: (readonly [T, T])[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (left === undefined || right === undefined) return common;
    const from = larger(left[0], right[0]);
    const to = smaller(left[1], right[1]);
    if (from < to) common.push([from, to]);
    if (left[1] === to) i += 1;
    if (right[1] === to) j += 1;
  }
};

/** What is in `all` and not in `ranges`. */
export const difference = <T extends number | bigint>(all: Ranges<T>, ranges: Ranges<T>): Ranges<T> => {
  const left: (readonly [T, T])[] = [];
  for (const [from, to] of all) {
    let start = from;
    for (const [holeFrom, holeTo] of ranges) {
      const end = smaller(holeFrom, to);
      if (start < end) left.push([start, end]);
      start = larger(start, holeTo);
    }
    if (start < to) left.push([start, to]);
  }
  return left;
};

export const contains = <T extends number | bigint>(ranges: Ranges<T>, value: T): boolean =>
  ranges.some(([from, to]) => from <= value && value < to);
