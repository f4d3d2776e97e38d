import type { ProblemKind } from "../model/problem.ts";

/**
 * Every exit code: its number, its meaning, the kind of problem that leads to it, and what `--help` says of it. Nothing else lists
 * them: `npm run docs` writes the tables of README.md and docs/. A command says in its own file which of them it ends with.
 */
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

/** What each code means, for the tables in the documentation. */
export const MEANINGS: Readonly<Record<ExitCode, string>> = {
  [EXIT.done]: "evaluated, nothing from `--fail-on` (default HIGH) up",
  [EXIT.findings]: "findings from `--fail-on` up; `verify`: not as it was written",
  [EXIT.usage]: "usage, configuration or credentials",
  [EXIT.incomplete]: "incomplete or undecided (`--allow undecided`, `--allow unread`)",
  [EXIT.output]: "a report, a push or a fix failed",
  [EXIT.interrupted]: "interrupted; `--save-snapshot` keeps what was read, and `--resume` goes on",
};

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

const APPLIED: readonly string[] = [
  `${EXIT.done}  done, or nothing to do`,
  `${EXIT.usage}  wrong use or credentials, or the answer was not yes`,
  `${EXIT.output}  a policy was not as it was planned, or was not written`,
];

const PRINTED: readonly string[] = [`${EXIT.done}  printed`, `${EXIT.usage}  wrong use`];

const WRITTEN: readonly string[] = [
  `${EXIT.done}  written`,
  `${EXIT.usage}  wrong use`,
  `${EXIT.output}  a file could not be written`,
];

/** What `--help` says below each command; a subcommand without a line has the codes of its command. */
export const EXITS: Readonly<Record<string, readonly string[]>> = {
  scan: JUDGED,
  analyze: JUDGED,
  demo: [
    `${EXIT.done}  it found exactly what it planted`,
    `${EXIT.findings}  it did not`,
    `${EXIT.usage}  wrong use`,
  ],
  emulator: [`${EXIT.done}  stopped`, `${EXIT.usage}  wrong use`],
  push: [
    `${EXIT.done}  all was delivered`,
    `${EXIT.usage}  wrong use or credentials`,
    `${EXIT.incomplete}  the results are incomplete`,
    `${EXIT.output}  something was not delivered`,
  ],
  fix: [
    `${EXIT.done}  every fault has a plan`,
    `${EXIT.usage}  wrong use`,
    `${EXIT.incomplete}  a fault has no plan, or the results are incomplete`,
    `${EXIT.output}  a file could not be written`,
  ],
  "fix apply": APPLIED,
  "fix verify": [`${EXIT.done}  the proof holds`, `${EXIT.usage}  wrong use`, `${EXIT.output}  it does not`],
  "fix undo": APPLIED,
  diff: [
    `${EXIT.done}  compared`,
    `${EXIT.findings}  something is newly allowed (--fail-on-new)`,
    `${EXIT.usage}  wrong use`,
    `${EXIT.incomplete}  undecided or incomplete`,
  ],
  rules: PRINTED,
  explain: PRINTED,
  doctor: [
    `${EXIT.done}  everything was answered`,
    `${EXIT.usage}  wrong use or credentials`,
    `${EXIT.incomplete}  something was refused`,
  ],
  permissions: PRINTED,
  baseline: WRITTEN,
  except: WRITTEN,
  verify: [
    `${EXIT.done}  everything holds`,
    `${EXIT.findings}  something does not`,
    `${EXIT.usage}  wrong use`,
    `${EXIT.incomplete}  it cannot be judged again`,
  ],
  init: WRITTEN,
  schema: PRINTED,
  completion: PRINTED,
  version: PRINTED,
};
