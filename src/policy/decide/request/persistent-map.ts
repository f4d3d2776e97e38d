/**
 * A small map that never changes, the newest entry first: states differ from each other by one entry after another, and
 * to copy a Map for each takes most of the time of a search.
 */
export type Entries<V> = {
  readonly key: string;
  readonly value: V;
  readonly before: Entries<V>;
} | null;

export const entryOf = <V>(entries: Entries<V>, key: string): V | undefined => {
  for (let here = entries; here !== null; here = here.before) if (here.key === key) return here.value;
  return undefined;
};

export const withEntry = <V>(before: Entries<V>, key: string, value: V): Entries<V> => ({
  key,
  value,
  before,
});

export const keysOf = (entries: Entries<unknown>): readonly string[] => {
  const keys = new Set<string>();
  for (let here = entries; here !== null; here = here.before) keys.add(here.key);
  return [...keys];
};
