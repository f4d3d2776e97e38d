/** Elementary steps that are left for one question; counted, not timed, so that every machine gives the same answer. */
export interface Budget {
  left: number;
}

/** Thrown when the steps are used up; caught where the question was asked, and answered `undecided`. */
export const LIMIT_REACHED: unique symbol = Symbol("limit reached");

export const spend = (budget: Budget, steps: number): void => {
  budget.left -= steps;
  // eslint-disable-next-line no-throw-literal -- no error: the way out of a search however deep it is
  if (budget.left < 0) throw LIMIT_REACHED;
};
