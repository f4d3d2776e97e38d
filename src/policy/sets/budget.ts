/** Elementary steps that are left for one question; counted, not timed, so that every machine gives the same answer. */
export interface Budget {
  left: number;
}

/** Ends a search however deep it is; caught where the question was asked, and answered `undecided`. */
export interface Stop {
  readonly stop: string;
}

export const isStop = (thrown: unknown): thrown is Stop =>
  typeof thrown === "object" && thrown !== null && "stop" in thrown;

export const stop = (says: string): never => {
  const reason: Stop = { stop: says };
  // eslint-disable-next-line no-throw-literal -- no error, and no stack to build
  throw reason;
};

export const spend = (budget: Budget, steps: number): void => {
  budget.left -= steps;
  if (budget.left < 0)
    stop("the policies are too intricate: the limit on the steps of the decision is reached");
};
