/** Orders by code units: the same on every machine, whatever its locale. */
export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Orders things by one of their strings. */
export const by =
  <T>(key: (value: T) => string) =>
  (a: T, b: T): number =>
    byCodeUnits(key(a), key(b));

/** Gathers things by a string or number of theirs, in the order of first sight. */
export const groupBy = <T, K extends string | number>(
  values: readonly T[],
  key: (value: T) => K,
): ReadonlyMap<K, readonly T[]> => {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return groups;
};
