import { Option } from "commander";
import { judgingOf } from "../judging.ts";
import type { CommandModule } from "./command-module.ts";
import { addJudgingOptions, judgingFlagsOf, type JudgingFlags } from "./judging.ts";
import { problem } from "../model/problem.ts";
import type { PlannedResource } from "../remedy/plan-file.ts";
import { FIXABLE } from "../services/index.ts";
import { readPlan } from "./fix/plan-input.ts";
import type { Io } from "./io.ts";
import { asCloudFormation, asStackSet, asTerraform, neededActions, policyOf } from "./least-privilege.ts";
import { EXIT } from "./exit-codes.ts";

interface PermissionsFlags extends JudgingFlags {
  readonly format: "json" | "cloudformation" | "terraform" | "stackset";
  readonly push?: boolean;
  readonly for: "scan" | "fix";
  readonly plan?: string;
}

const WRITE: Readonly<Record<PermissionsFlags["format"], (actions: readonly string[]) => string>> = {
  json: (actions) => `${JSON.stringify(policyOf(actions), null, 2)}\n`,
  cloudformation: asCloudFormation,
  terraform: asTerraform,
  stackset: asStackSet,
};

export const build: CommandModule["build"] = (command, io, done) => {
  addJudgingOptions(command)
    .addOption(
      new Option(
        "-f, --format <format>",
        "of the policy; stackset: with a role, for each account of an organisation",
      )
        .choices(["json", "cloudformation", "terraform", "stackset"])
        .default("json"),
    )
    .option("--push", "with what `push security-hub` needs")
    .addOption(
      new Option("--for <what>", "who asks: a scan, or the writer of a fix")
        .choices(["scan", "fix"])
        .default("scan"),
    )
    .option("--plan <file>", "the plan that the writer is to apply: its identities alone")
    .action(async (flags: PermissionsFlags) => {
      if (flags.for === "fix") {
        io.stdout.write(writersPolicy(flags, io));
        done(EXIT.done);
        return;
      }
      const { rules, kinds } = await judgingOf(judgingFlagsOf(flags, io));
      const actions = neededActions(
        rules.map(({ rule }) => rule),
        kinds,
        flags.push === true,
      );
      io.stdout.write(WRITE[flags.format](actions));
      done(EXIT.done);
    });
};

/** What the writer of a plan needs: to read, and to write the identities of the plan and no others. */
const writersPolicy = ({ plan, format }: PermissionsFlags, io: Io): string => {
  if (plan === undefined)
    throw problem({
      what: "the writer's policy names the identities of a plan",
      todo: "Give the plan with --plan FILE.",
      kind: "usage",
    });
  if (format !== "json")
    throw problem({ what: "the writer's policy comes as JSON alone", todo: "Leave -f out.", kind: "usage" });
  const named = readPlan(plan, io).resources.filter(({ region }) => region !== null);
  if (named.length === 0)
    throw problem({
      what: "the plan changes nothing that is live",
      where: plan,
      todo: "Give a plan of live identities.",
      kind: "usage",
    });
  return `${JSON.stringify({ Version: "2012-10-17", Statement: FIXABLE.flatMap((fixable) => statementsFor(fixable, named)) }, null, 2)}\n`;
};

const statementsFor = (
  { kind, reads, writes }: (typeof FIXABLE)[number],
  named: readonly PlannedResource[],
): readonly object[] => {
  const ids = named.filter(({ record }) => record.kind === kind).map(({ record }) => record.id);
  return ids.length === 0
    ? []
    : [
        { Sid: "PosternReads", Effect: "Allow", Action: reads, Resource: "*" },
        { Sid: "PosternWrites", Effect: "Allow", Action: writes, Resource: ids },
      ];
};
