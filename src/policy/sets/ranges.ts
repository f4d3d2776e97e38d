/**
 * Disjoint half-open ranges in ascending order: `[from, to)`. Half-open, so that comparing is all that is needed and
 * numbers (IPv4, seconds) and bigints (IPv6) share the code.
 */
export type Ranges<T extends number | bigint> = readonly (readonly [T, T])[];

/** The same set as sorted, disjoint, non-empty and not touching ranges. */
export const union = <T extends number | bigint>(ranges: Ranges<T>): Ranges<T> => {
  if (ranges.length === 1 && ranges[0] !== undefined) return ranges[0][0] < ranges[0][1] ? ranges : [];
  const merged: [T, T][] = [];
  for (const [from, to] of ranges.filter(([from, to]) => from < to).sort(ascending)) {
    const last = merged.at(-1);
    if (last === undefined || last[1] < from) merged.push([from, to]);
    else if (last[1] < to) last[1] = to;
  }
  return merged;
};

const ascending = <T extends number | bigint>(a: readonly [T, T], b: readonly [T, T]): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;

export const intersection = <T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): Ranges<T> => {
  const common: (readonly [T, T])[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (left === undefined || right === undefined) return common;
    const from = left[0] > right[0] ? left[0] : right[0];
    const to = left[1] < right[1] ? left[1] : right[1];
    if (from < to) common.push([from, to]);
    if (left[1] < right[1]) i += 1;
    else j += 1;
  }
};

/** What is in `all` and not in `ranges`. */
export const difference = <T extends number | bigint>(all: Ranges<T>, ranges: Ranges<T>): Ranges<T> => {
  const left: (readonly [T, T])[] = [];
  for (const [from, to] of all) {
    let start = from;
    for (const [holeFrom, holeTo] of ranges) {
      if (holeTo <= start || holeFrom >= to) continue;
      if (holeFrom > start) left.push([start, holeFrom]);
      if (holeTo > start) start = holeTo;
    }
    if (start < to) left.push([start, to]);
  }
  return left;
};

export const contains = <T extends number | bigint>(ranges: Ranges<T>, value: T): boolean =>
  ranges.some(([from, to]) => from <= value && value < to);
