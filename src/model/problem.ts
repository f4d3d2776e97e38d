/** `usage`: arguments, configuration or credentials · `input`: data that is incomplete or broken · `output`: a report or a push failed. */
export type ProblemKind = "usage" | "input" | "output";

/** Bad input, in one line: what is wrong, where (`file:line`), what to do. */
export interface Problem {
  readonly what: string;
  readonly where?: string;
  readonly todo: string;
  readonly kind: ProblemKind;
}

export interface ProblemError extends Error {
  readonly problem: Problem;
}

/** An error that the command line shows as one line and no stack. */
export const problem = (details: Problem): ProblemError =>
  Object.assign(new Error(details.what), { name: "Problem", problem: details });

export const isProblem = (error: unknown): error is ProblemError =>
  error instanceof Error && error.name === "Problem" && "problem" in error;
