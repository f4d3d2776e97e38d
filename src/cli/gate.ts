import { Option, type Command } from "commander";
import { isCovered } from "../model/covered.ts";
import type { ResultsRecord } from "../model/results.ts";
import { RISK_LEVELS, type RiskLevel } from "../model/rule.ts";
import type { ExitCode } from "./exit-codes.ts";

export interface GateFlags {
  readonly failOn: string;
  readonly allow?: readonly string[];
  readonly newOnly?: boolean;
}

const ALLOWED = ["undecided", "unread"] as const;

/** The options of every command whose exit code is a verdict. */
export const addGateOptions = (command: Command): Command =>
  command
    .addOption(
      new Option("--fail-on <level>", "exit 1 over failures from this risk level up")
        .choices([...RISK_LEVELS, "never"])
        .default("HIGH"),
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
}

/** 1 findings from the level up · 3 undecided or incomplete · 0 neither. 1 wins over 3. */
export const gate = ({ failOn, allow = [], newOnly = false }: GateFlags): Gate => {
  const from = RISK_LEVELS.indexOf(failOn as RiskLevel);
  let failing = 0;
  let undecided = 0;
  let unread = 0;
  let complete = false;
  return {
    see: (record) => {
      if (record.kind === "summary") complete = record.complete;
      if (record.kind !== "finding" || record.exception !== null || isCovered(record)) return;
      const { status, riskLevel, change } = record;
      const isNew = !newOnly || change === null || change === "new" || change === "reopened";
      if (status === "FAILURE" && from >= 0 && RISK_LEVELS.indexOf(riskLevel) >= from && isNew) failing += 1;
      if (status === "NEEDS_REVIEW") undecided += 1;
      if (status === "NOT_EVALUATED") unread += 1;
    },
    code: () => {
      if (failing > 0) return 1;
      if (undecided > 0 && !allow.includes("undecided")) return 3;
      return (unread > 0 || !complete) && !allow.includes("unread") ? 3 : 0;
    },
  };
};
