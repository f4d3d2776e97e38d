import { InvalidArgumentError, Option, type Command } from "commander";
import { resolve } from "node:path";
import type { LoadedConfig } from "../config/config.ts";
import { readAtMost, whyUnread } from "../files/read-at-most.ts";
import type { JudgingOptions } from "../judging.ts";
import { problem } from "../model/problem.ts";
import type { Results } from "../model/results.ts";
import { RISK_LEVELS, type Category, type RiskLevel } from "../model/rule.ts";
import { collect, collectAccounts, collectOrganizations } from "./arguments.ts";
import { configurationFor } from "./configuration.ts";
import type { Io } from "./io.ts";
import { wholeResults } from "./results-file.ts";

export interface JudgingFlags {
  readonly config?: string;
  readonly rule?: readonly string[];
  readonly risk?: readonly string[];
  readonly category?: readonly string[];
  readonly standard?: readonly string[];
  readonly trustedAccount?: readonly string[];
  readonly trustedOrg?: readonly string[];
  readonly plugin?: readonly string[];
  readonly baseline?: string;
  readonly now?: string;
}

/** The options of every command that judges. */
export const addJudgingOptions = (command: Command): Command =>
  command
    .option("--config <file>", "configuration (default: postern.config.yaml of this folder, if there is one)")
    .option("--rule <id>", "run only this rule, repeatable", collect)
    .addOption(
      new Option("--risk <level>", "run only rules of this level, repeatable").argParser(collectRisk),
    )
    .option("--category <name>", "run only rules of this category, repeatable", collect)
    .option("--standard <id>", "run only rules that map to this standard, repeatable", collect)
    .option("--trusted-account <id>", "an account that is not a stranger, repeatable", collectAccounts)
    .option(
      "--trusted-org <id>",
      "an organisation whose members are not strangers, repeatable",
      collectOrganizations,
    )
    .option("--plugin <name>", "package or path of a plugin to load, repeatable", collect)
    .option("--baseline <file>", "earlier results (-f json): says what is new, unchanged, reopened and gone")
    .option("--now <time>", "fixes the clock, as 2026-11-23T16:00:00Z");

const collectRisk = (value: string, before: readonly string[] = []): readonly string[] => {
  const level = value.toUpperCase().replaceAll("-", "_");
  if (!isRisk(level)) throw new InvalidArgumentError(`Choose one of ${RISK_LEVELS.join(", ")}.`);
  return [...before, level];
};

const isRisk = (level: string): level is RiskLevel => RISK_LEVELS.some((one) => one === level);

/** Flag > environment > file > default. */
export const judgingFlagsOf = (
  flags: JudgingFlags & { readonly bundle?: boolean },
  io: Io,
): JudgingOptions & { readonly config: LoadedConfig | null; readonly baselineBytes: Buffer | null } => {
  const config = configurationFor(flags.config, io);
  const baseline = baselineOf(flags.baseline, config, io);
  return {
    config,
    now: flags.now ?? io.clock(),
    trust: { accounts: flags.trustedAccount ?? [], organizations: flags.trustedOrg ?? [] },
    select: {
      // Ids are in capitals.
      ids: (flags.rule ?? []).map((id) => id.toUpperCase()),
      riskLevels: (flags.risk ?? []).filter(isRisk),
      categories: (flags.category ?? []) as readonly Category[],
      standards: flags.standard ?? [],
    },
    plugins: (flags.plugin ?? []).map((name) => ({ name, folder: io.cwd })),
    baseline: baseline?.results ?? null,
    // Read once: a pipe has nothing left, and a file may be another one by then.
    baselineBytes: flags.bundle === true ? (baseline?.bytes ?? null) : null,
  };
};

interface Baseline {
  readonly results: Results;
  readonly bytes: Buffer;
}

/** The flag's file from the working directory, else the configuration's from its own folder. */
const baselineOf = (flag: string | undefined, config: LoadedConfig | null, io: Io): Baseline | null => {
  const configured = config?.config.baseline ?? null;
  if (flag !== undefined) return readBaseline(flag, flag, io);
  if (config === null || configured === null) return null;
  return readBaseline(resolve(config.folder, configured), configured, io);
};

const readBaseline = (path: string, shown: string, io: Io): Baseline => {
  const bytes = fileBytes(path, io);
  return { results: wholeResults(bytes.toString("utf8"), shown), bytes };
};

/** The text of a file that the user named. @throws a usage problem. */
export const fileText = (path: string, io: Io): string => fileBytes(path, io).toString("utf8");

const fileBytes = (path: string, io: Io): Buffer => {
  try {
    return readAtMost(resolve(io.cwd, path));
  } catch (error) {
    throw problem({ what: whyUnread(error), where: path, todo: "Check the path.", kind: "usage" });
  }
};
