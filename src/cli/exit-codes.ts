import type { ProblemKind } from "../model/problem.ts";

/** What a command's action answers: the process's exit code (README.md, "Exit codes"). */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130;

/** The only place that knows which exit code a kind of problem has. */
export const EXIT_CODE_OF: Readonly<Record<ProblemKind, 2 | 3 | 4>> = { usage: 2, input: 3, output: 4 };
