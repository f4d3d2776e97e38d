/** One of before, the one of after that it becomes, or only one of both. */
export interface Pair<T> {
  readonly old: T | null;
  readonly now: T | null;
}

/**
 * Which element of a list becomes which: equal ones by the longest common subsequence; between these the others in
 * their order, and what is left over is gone or new. For lists of some dozen elements.
 */
export const aligned = <T>(
  before: readonly T[],
  after: readonly T[],
  isEqual: (a: T, b: T) => boolean,
): readonly Pair<T>[] => {
  const width = after.length + 1;
  const longest = Array.from({ length: (before.length + 1) * width }, () => 0);
  const at = (row: number, column: number): number => longest[row * width + column] ?? 0;
  const equal = (row: number, column: number): boolean => {
    const [old, now] = [before[row], after[column]];
    return old !== undefined && now !== undefined && isEqual(old, now);
  };
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1)
      longest[row * width + column] = equal(row, column)
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
  const pairs: Pair<T>[] = [];
  let gone: T[] = [];
  let added: T[] = [];
  const flush = (): void => {
    for (let index = 0; index < Math.max(gone.length, added.length); index += 1)
      pairs.push({ old: gone[index] ?? null, now: added[index] ?? null });
    [gone, added] = [[], []];
  };
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    const [old, now] = [before[row], after[column]];
    if (old !== undefined && now !== undefined && isEqual(old, now)) {
      flush();
      pairs.push({ old, now });
      row += 1;
      column += 1;
    } else if (old !== undefined && (now === undefined || at(row + 1, column) >= at(row, column + 1))) {
      gone.push(old);
      row += 1;
    } else {
      if (now !== undefined) added.push(now);
      column += 1;
    }
  }
  flush();
  return pairs;
};
