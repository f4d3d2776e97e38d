import { Option } from "commander";
import { judgingOf } from "../judging.ts";
import type { CommandModule } from "./command-module.ts";
import { addJudgingOptions, judgingFlagsOf, type JudgingFlags } from "./judging.ts";
import { asCloudFormation, asTerraform, neededActions, policyOf } from "./least-privilege.ts";

interface PermissionsFlags extends JudgingFlags {
  readonly format: "json" | "cloudformation" | "terraform";
  readonly push?: boolean;
}

const WRITE: Readonly<Record<PermissionsFlags["format"], (actions: readonly string[]) => string>> = {
  json: (actions) => `${JSON.stringify(policyOf(actions), null, 2)}\n`,
  cloudformation: asCloudFormation,
  terraform: asTerraform,
};

export const build: CommandModule["build"] = (command, io, done) => {
  addJudgingOptions(command)
    .addOption(
      new Option("-f, --format <format>", "of the policy")
        .choices(["json", "cloudformation", "terraform"])
        .default("json"),
    )
    .option("--push", "with what `push security-hub` needs")
    .action(async (flags: PermissionsFlags) => {
      const { rules, kinds } = await judgingOf(judgingFlagsOf(flags, io));
      const actions = neededActions(
        rules.map(({ rule }) => rule),
        kinds,
        flags.push === true,
      );
      io.stdout.write(WRITE[flags.format](actions));
      done(0);
    });
};
