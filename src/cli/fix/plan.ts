import type { PlanFlags } from "./plan-flags.ts";
import { defused } from "../../text/log-commands.ts";
import { InvalidArgumentError, Option, type Command } from "commander";
import { resolve } from "node:path";
import { writeWhole } from "../../files/whole-file.ts";
import { planFixes } from "../../fix.ts";
import { problem } from "../../model/problem.ts";
import { withPatch } from "../../patch/patch.ts";
import { planText, type Plan } from "../../remedy/plan-file.ts";
import { collect, collectAccounts, collectOrganizations, place } from "../arguments.ts";
import type { CommandModule } from "../command-module.ts";
import { addConnectionOptions } from "../connection.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { addJudgingOptions } from "../judging.ts";
import { painter } from "../output-options.ts";
import { planAsMarkdown } from "./markdown.ts";
import { planAsTable, planDiff } from "./table.ts";
import { readInput } from "./input.ts";
import { refuseShared } from "../shared-places.ts";
import { addValueOptions, chosenValues } from "../value-options.ts";
import { senderChoice } from "./sender-choice.ts";

export const buildPlan: CommandModule["build"] = (command, io, done) => {
  addPlanOptions(command)
    .argument(
      "[path...]",
      "results, a snapshot, policies, a repository; - is stdin; without any, what is live is read",
    )
    .action(async (paths: readonly string[], flags: PlanFlags) => done(await plan(paths, flags, io)));
};

const addPlanOptions = (command: Command): Command =>
  addValueOptions(addJudgingOptions(addConnectionOptions(command)))
    .option("--account <id>", "account to read through --role-arn, repeatable", collectAccounts)
    .option("--region <name>", "region to read, repeatable (default: every enabled one)", collect)
    .option("--to-account <id>", "an account that is to keep sending, repeatable", collectAccounts)
    .option("--to-principal <arn>", "a role or user that is to keep sending, repeatable", collectPrincipals)
    .option("--to-org <id>", "an organisation that is to keep sending, repeatable", collectOrganizations)
    .addOption(
      new Option("--by <means>", "name them in Principal, or ask for them in a Condition")
        .choices(["principals", "condition"])
        .default("principals"),
    )
    .option(
      "--senders <file>",
      "who sends today: CloudTrail data events (JSON or .json.gz) or a list of ARNs, repeatable",
      collect,
    )
    .option("--lock-out <arn>", "a sender that may lose access, repeatable", collect)
    .option("--owner <id>", "the account that source code is applied in", account)
    .option("-o, --output <file>", "the plan; - is stdout", place, "postern.plan.json")
    .option("--patch <file>", "the patch for what stands in source code", place, "postern.patch")
    .addOption(
      new Option("-f, --format <format>", "what is printed")
        .choices(["table", "markdown", "diff", "json"])
        .default("table"),
    );

const account = (value: string): string => collectAccounts(value)[0] ?? value;

const collectPrincipals = (value: string, before: readonly string[] = []): readonly string[] => {
  const isArn =
    /^arn:aws[a-z-]*:(?:iam::\d{12}:(?:user|role)\/[^*?\s]+|sts::\d{12}:(?:assumed-role|federated-user)\/[^*?\s]+)$/;
  if (!isArn.test(value))
    throw new InvalidArgumentError(
      "Give the ARN of a role or user, such as arn:aws:iam::111122223333:role/app.",
    );
  return [...before, value];
};

const plan = async (paths: readonly string[], flags: PlanFlags, io: Io): Promise<ExitCode> => {
  if (flags.output !== "-")
    refuseShared(
      [
        { what: "the plan", path: flags.output },
        { what: "the patch", path: flags.patch },
      ],
      [...paths, ...(flags.senders ?? [])],
      io.cwd,
    );
  const input = await readInput(paths, flags, io);
  const { judging } = input;
  const who = senderChoice(flags, judging.trust, io);
  const proved = await planFixes(input.records, judging, {
    ...who,
    owner: flags.owner ?? null,
    lockOut: flags.lockOut ?? [],
    only: ({ id }) => input.failing.has(id),
  });
  const made = await withPatch(proved, input.records, judging, {
    paths,
    cwd: io.cwd,
    values: chosenValues(flags),
    signal: io.signal,
  });
  for (const line of input.incomplete) io.stderr.write(`postern: incomplete: ${line}\n`);
  await tell(made, flags, io);
  return made.refused.length > 0 || input.incomplete.length > 0 ? EXIT.incomplete : EXIT.done;
};

/** Writes the plan where there is one, and prints it as asked. */
const tell = async (made: Plan, { output, patch, format }: PlanFlags, io: Io): Promise<void> => {
  const text = planText(made);
  if (output === "-" && format !== "table" && format !== "json")
    throw problem({
      what: `the plan and its ${format} both want the standard output`,
      todo: "Give -o a file.",
      kind: "usage",
    });
  if (output === "-" || format === "json") io.stdout.write(text);
  const isWritten = made.resources.length > 0 && output !== "-";
  if (isWritten) await writeWhole(resolve(io.cwd, output), text);
  const isPatched = made.patch !== null && output !== "-";
  if (isPatched && made.patch !== null) await writeWhole(resolve(io.cwd, patch), made.patch);
  if (output === "-" || format === "json") return;
  const width = Math.max(40, io.stdout.columns ?? 80);
  const paint = painter(io);
  if (format === "markdown") io.stdout.write(planAsMarkdown(made));
  else if (format === "diff") io.stdout.write(planDiff(made, width, paint));
  else io.stdout.write(defused(planAsTable(made, width, paint)));
  if (isWritten) io.stderr.write(`wrote ${output}\n`);
  if (isPatched) io.stderr.write(`wrote ${patch}; in the root of the repository: git apply ${patch}\n`);
};
