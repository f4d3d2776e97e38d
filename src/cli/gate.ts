import { Option, type Command } from "commander";
import type { Config } from "../config/config.ts";
import { oneOf } from "./arguments.ts";
import { isCovered } from "../model/covered.ts";
import type { ResultsRecord } from "../model/results.ts";
import { RISK_LEVELS, type RiskLevel } from "../model/rule.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

export interface GateFlags {
  readonly failOn?: string;
  readonly allow?: readonly string[];
  readonly newOnly?: boolean;
}

const FAIL_ON = "HIGH";

/** Flag > environment > file > default. */
export const gateFlagsOf = <T extends GateFlags>(
  flags: T,
  config: Pick<Config, "failOn" | "allow"> | undefined,
): T => ({
  ...flags,
  failOn: flags.failOn ?? config?.failOn ?? FAIL_ON,
  allow: flags.allow ?? config?.allow ?? [],
});

const ALLOWED = ["undecided", "unread"] as const;

/** The options of every command whose exit code is a verdict. */
export const addGateOptions = (command: Command): Command =>
  command
    .addOption(
      oneOf("--fail-on <level>", `exit 1 over failures from this risk level up (default: ${FAIL_ON})`, [
        ...RISK_LEVELS,
        "never",
      ]),
    )
    .addOption(
      new Option("--allow <what...>", "do not exit 3 over what is undecided, or could not be read").choices(
        ALLOWED,
      ),
    )
    .option("--new-only", "exit 1 only over failures that the baseline does not have");

/** Watches the stream and answers the exit code. */
export interface Gate {
  see(record: ResultsRecord): void;
  code(): ExitCode;
  /** The counts, the exit code and why it is that, in one line. */
  says(): string;
}

interface Counts {
  /** Failures that were accepted are in none of these. */
  failures: number;
  passes: number;
  undecided: number;
  unread: number;
  /** Failures that end the run with 1. */
  failing: number;
}

/** 1 findings from the level up · 3 undecided or incomplete · 0 neither. 1 wins over 3. */
export const gate = (flags: GateFlags): Gate => {
  const { failOn = FAIL_ON } = flags;
  const from = RISK_LEVELS.indexOf(failOn as RiskLevel);
  const counts: Counts = { failures: 0, passes: 0, undecided: 0, unread: 0, failing: 0 };
  let complete = false;
  const decided = (): Decided => decide(counts, complete, flags);
  return {
    see: (record) => {
      if (record.kind === "summary") complete = record.complete;
      if (record.kind !== "finding" || record.exception !== null || isCovered(record)) return;
      const { status, riskLevel, change } = record;
      const isNew = flags.newOnly !== true || change === null || change === "new" || change === "reopened";
      const isGrave = from >= 0 && RISK_LEVELS.indexOf(riskLevel) >= from;
      if (status === "FAILURE") counts.failures += 1;
      if (status === "FAILURE" && isGrave && isNew) counts.failing += 1;
      if (status === "SUCCESS") counts.passes += 1;
      if (status === "NEEDS_REVIEW") counts.undecided += 1;
      if (status === "NOT_EVALUATED") counts.unread += 1;
    },
    code: () => decided().code,
    says: () => {
      const { failures, passes, undecided, unread } = counts;
      const { code, why } = decided();
      return `${failures} failed, ${undecided} to review, ${unread} unread, ${passes} passed; exit ${code}: ${why}`;
    },
  };
};

interface Decided {
  readonly code: ExitCode;
  readonly why: string;
}

const decide = (
  { failures, failing, undecided, unread }: Counts,
  complete: boolean,
  { failOn = FAIL_ON, allow = [], newOnly = false }: GateFlags,
): Decided => {
  const wanted = `${newOnly ? "new and " : ""}${failOn} or above (--fail-on)`;
  if (failing > 0)
    return {
      code: EXIT.findings,
      why: `${failing} of the failures ${failing === 1 ? "is" : "are"} ${wanted}`,
    };
  if (undecided > 0 && !allow.includes("undecided"))
    return {
      code: EXIT.incomplete,
      why: `${undecided} could not be decided (--allow undecided lets that pass)`,
    };
  if ((unread > 0 || !complete) && !allow.includes("unread"))
    return { code: EXIT.incomplete, why: "something could not be read (--allow unread lets that pass)" };
  if (failOn === "never" && failures > 0) return { code: EXIT.done, why: "--fail-on never" };
  return { code: EXIT.done, why: failures > 0 ? `no failure is ${wanted}` : "nothing fails" };
};
