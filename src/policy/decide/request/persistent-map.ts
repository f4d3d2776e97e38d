/**
 * A small immutable map as a linked list, newest entry first. Successive states differ by one entry; copying a Map for
 * each would take most of a search's time.
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
