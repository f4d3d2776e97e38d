import { Option } from "commander";
import { diff } from "../diff.ts";
import type { Difference } from "../difference/difference.ts";
import { judgingOf } from "../judging.ts";
import { problem } from "../model/problem.ts";
import { defused } from "../text/log-commands.ts";
import { visibleLine } from "../text/visible.ts";
import { collectAccounts, collectOrganizations } from "./arguments.ts";
import type { CommandModule } from "./command-module.ts";
import { differenceAsMarkdown } from "./diff/markdown.ts";
import { readSide } from "./diff/side.ts";
import { differenceAsTable } from "./diff/table.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { judgingFlagsOf, type JudgingFlags } from "./judging.ts";
import { painter } from "./output-options.ts";
import { addValueOptions, chosenValues, type ValueFlags } from "./value-options.ts";

interface DiffFlags
  extends Pick<JudgingFlags, "config" | "trustedAccount" | "trustedOrg" | "plugin" | "now">, ValueFlags {
  readonly format: "table" | "markdown" | "json";
  readonly failOnNew?: boolean;
  readonly allow?: readonly string[];
}

export const build: CommandModule["build"] = (command, io, done) => {
  addValueOptions(command)
    .argument(
      "<old>",
      "a snapshot, a policy, a folder, or a git revision: main, HEAD~1, main:infra; - is stdin",
    )
    .argument("<new>", "what it is compared with, in the same forms")
    .option("--config <file>", "configuration (default: postern.config.yaml of this folder, if there is one)")
    .option("--trusted-account <id>", "an account that is not a stranger, repeatable", collectAccounts)
    .option(
      "--trusted-org <id>",
      "an organisation whose members are not strangers, repeatable",
      collectOrganizations,
    )
    .option("--now <time>", "fixes the clock, as 2026-11-23T16:00:00Z")
    .option("--fail-on-new", "exit 1 where somebody is newly allowed something")
    .addOption(
      new Option("--allow <what...>", "do not exit 3 over what is undecided, or could not be read").choices([
        "undecided",
        "unread",
      ]),
    )
    .addOption(
      new Option("-f, --format <format>", "what is printed")
        .choices(["table", "markdown", "json"])
        .default("table"),
    )
    .action(async (old: string, now: string, flags: DiffFlags) => done(await compare(old, now, flags, io)));
};

const compare = async (old: string, now: string, flags: DiffFlags, io: Io): Promise<ExitCode> => {
  if (old === "-" && now === "-")
    throw problem({ what: "both sides are standard input", todo: "Give one of them a file.", kind: "usage" });
  const options = judgingFlagsOf(flags, io);
  const judging = await judgingOf(options);
  const reading = { options, judging, values: chosenValues(flags), io };
  const sides = [await readSide(old, reading), await readSide(now, reading)] as const;
  const difference = diff(...sides, judging);
  for (const { name, incomplete } of sides)
    for (const line of incomplete)
      io.stderr.write(`postern: incomplete: ${visibleLine(`${name}: ${line}`)}\n`);
  io.stdout.write(printed(difference, flags.format, io));
  return codeOf(difference, flags);
};

const printed = (difference: Difference, format: DiffFlags["format"], io: Io): string =>
  format === "json"
    ? `${JSON.stringify(difference, null, 2)}\n`
    : format === "markdown"
      ? differenceAsMarkdown(difference)
      : defused(differenceAsTable(difference, Math.max(40, io.stdout.columns ?? 80), painter(io)));

/** 1 newly allowed, where that is asked for · 3 undecided or incomplete · 0 neither. */
const codeOf = (
  { summary, old, new: now }: Difference,
  { failOnNew = false, allow = [] }: DiffFlags,
): ExitCode => {
  if (failOnNew && summary.newlyAllowed > 0) return EXIT.findings;
  if (summary.undecided > 0 && !allow.includes("undecided")) return EXIT.incomplete;
  const isUnread = old.incomplete.length + now.incomplete.length > 0;
  return isUnread && !allow.includes("unread") ? EXIT.incomplete : EXIT.done;
};
