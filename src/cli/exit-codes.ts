import type { ProblemKind } from "../model/problem.ts";

/** Every code that a command can end with (README.md, "Exit codes"). */
export const EXIT = {
  done: 0,
  /** Findings from --fail-on up, or a comparison that somebody asked to fail on. */
  findings: 1,
  usage: 2,
  /** Undecided, unread or broken input; also a crash: nothing is known then. */
  incomplete: 3,
  /** A report, a push or a fix did not reach its place. */
  output: 4,
  /** 128 + 2, as shells have it for SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODE_OF: Readonly<Record<ProblemKind, ExitCode>> = {
  usage: EXIT.usage,
  input: EXIT.incomplete,
  output: EXIT.output,
};

/** The code where a command that was to end with one met something worse: findings win over all but wrong use. */
export const graver = (seen: ExitCode, met: ExitCode): ExitCode =>
  seen === EXIT.findings && met !== EXIT.usage ? seen : met;

/** What `--help` says below a command that judges. */
export const JUDGED: readonly string[] = [
  `${EXIT.done}  nothing from --fail-on up`,
  `${EXIT.findings}  findings from --fail-on up`,
  `${EXIT.usage}  wrong use, configuration or credentials`,
  `${EXIT.incomplete}  undecided or incomplete (--allow lets that pass)`,
  `${EXIT.output}  a file could not be written`,
  `${EXIT.interrupted}  interrupted`,
];

/** Below one that prints. */
export const PRINTED: readonly string[] = [`${EXIT.done}  printed`, `${EXIT.usage}  wrong use`];

/** Below one that writes files. */
export const WRITTEN: readonly string[] = [
  `${EXIT.done}  written`,
  `${EXIT.usage}  wrong use`,
  `${EXIT.output}  a file could not be written`,
];
