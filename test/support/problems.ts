import { isProblem, type Problem } from "../../src/model/problem.ts";

/** The problem that a function throws; fails where it throws none, or something else. */
export const problemOf = async (run: () => unknown): Promise<Problem> => {
  try {
    await run();
  } catch (error) {
    if (isProblem(error)) return error.problem;
    throw error;
  }
  throw new Error("no problem was thrown");
};
