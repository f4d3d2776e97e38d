/** A figure and what it is to keep to. */
export interface Figure {
  readonly name: string;
  /** What was measured, in words. */
  readonly says: string;
  readonly value: number;
  readonly limit: { readonly atLeast: number } | { readonly atMost: number };
}

export const keeps = ({ value, limit }: Figure): boolean =>
  "atLeast" in limit ? value >= limit.atLeast : value <= limit.atMost;

/** Prints figures; one that misses its limit fails the run. */
export const judged = (figures: readonly Figure[]): void => {
  for (const figure of figures) {
    const { name, says, value, limit } = figure;
    const wanted = "atLeast" in limit ? `at least ${limit.atLeast}` : `at most ${limit.atMost}`;
    const missed = keeps(figure) ? "" : "  MISSED";
    console.log(`${name}: ${says} = ${value.toFixed(3)}, wanted ${wanted}${missed}`);
    if (!keeps(figure)) process.exitCode = 1;
  }
};
