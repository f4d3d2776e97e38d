import type { StatusCounts } from "./results.ts";

export const NO_COUNTS: StatusCounts = {
  success: 0,
  failure: 0,
  needsReview: 0,
  notEvaluated: 0,
  excepted: 0,
};

/** The sum; a count that is absent for 0 stays absent. */
export const plus = (a: StatusCounts, b: StatusCounts): StatusCounts => ({
  success: a.success + b.success,
  failure: a.failure + b.failure,
  needsReview: a.needsReview + b.needsReview,
  notEvaluated: a.notEvaluated + b.notEvaluated,
  excepted: a.excepted + b.excepted,
  ...absentForZero("covered", (a.covered ?? 0) + (b.covered ?? 0)),
  ...absentForZero("coveredFailure", (a.coveredFailure ?? 0) + (b.coveredFailure ?? 0)),
});

const absentForZero = (name: "covered" | "coveredFailure", count: number): Partial<StatusCounts> =>
  count === 0 ? {} : { [name]: count };
