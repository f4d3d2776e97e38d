/** A stream of choices that a seed fixes. */
export interface Random {
  /** From 0 up to, not including, `limit`. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(values: readonly T[]): T;
  /** At least one of the values, in a random order, seldom many. */
  some<T>(values: readonly T[]): readonly T[];
}

/** mulberry32: small, fast, and the same on every machine. */
export const random = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(values: readonly T[]): T => {
    const value = values[below(values.length)];
    if (value === undefined) throw new Error("nothing to pick from");
    return value;
  };
  return {
    below,
    chance: (probability) => next() < probability,
    pick,
    some: (values) => {
      const count = next() < 0.6 ? 1 : 1 + below(Math.min(3, values.length));
      return Array.from({ length: count }, () => pick(values)).filter(
        (value, index, all) => all.indexOf(value) === index,
      );
    },
  };
};
