/** A figure and what it is to keep to. */
export interface Figure {
  readonly name: string;
  /** What was measured, in words. */
  readonly says: string;
  readonly value: number;
  readonly limit: { readonly atLeast: number } | { readonly atMost: number };
  /** Whether the machine has a part in it: by what else it does meanwhile, or by its browser. */
  readonly isOfMachine?: true;
}

export const keeps = ({ value, limit }: Figure, slack = 1): boolean =>
  "atLeast" in limit ? value * slack >= limit.atLeast : value <= limit.atMost * slack;

/** How far a figure of the machine may miss its limit in a run of all benchmarks, which is a gate on any machine. */
const SLACK = 1.25;

/** Prints figures; one that misses its limit fails the run. @param isAlone whether only these were asked for */
export const judged = (figures: readonly Figure[], isAlone: boolean): void => {
  for (const figure of figures) {
    const { name, says, value, limit } = figure;
    const wanted = "atLeast" in limit ? `at least ${limit.atLeast}` : `at most ${limit.atMost}`;
    const missed = keeps(figure) ? "" : "  MISSED";
    console.log(`${name}: ${says} = ${value.toFixed(3)}, wanted ${wanted}${missed}`);
    if (!keeps(figure, figure.isOfMachine === true && !isAlone ? SLACK : 1)) process.exitCode = 1;
  }
};
