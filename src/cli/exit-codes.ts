import type { ProblemKind } from "../model/problem.ts";

/** What a command's action answers: the process's exit code (README.md, "Exit codes"). */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130;

/** The exit code of each kind of problem. The codes of verdicts stand in gate.ts, those of fixes in fix/outcomes.ts; a crash is 3. */
export const EXIT_CODE_OF: Readonly<Record<ProblemKind, 2 | 3 | 4>> = { usage: 2, input: 3, output: 4 };
