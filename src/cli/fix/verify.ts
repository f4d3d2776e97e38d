import { judgingOf } from "../../judging.ts";
import { planningFor } from "../../fix.ts";
import { problem } from "../../model/problem.ts";
import type { AssessOptions } from "../../assess/assess.ts";
import type { Plan } from "../../remedy/plan-file.ts";
import { verifyResource } from "../../remedy/verify.ts";
import { visibleLine } from "../../text/visible.ts";
import { collect } from "../arguments.ts";
import type { CommandModule } from "../command-module.ts";
import type { Io } from "../io.ts";
import { readPlan } from "./plan-input.ts";
import { EXIT } from "../exit-codes.ts";

interface VerifyFlags {
  readonly plugin?: readonly string[];
}

export const buildVerify: CommandModule["build"] = (command, io, done) => {
  command
    .argument("<plan>", "what fix plan wrote")
    .option("--plugin <name>", "package or path of a plugin to load, repeatable", collect)
    .action(async (path: string, flags: VerifyFlags) => {
      const plan = readPlan(path, io);
      const wrongs = wrongsOf(plan, await judgingFor(plan, flags.plugin ?? [], path, io));
      for (const line of wrongs) io.stderr.write(`postern: ${visibleLine(line)}\n`);
      if (wrongs.length === 0)
        io.stdout.write(`The plan holds: ${plan.resources.length} proved again from its texts alone.\n`);
      done(wrongs.length === 0 ? EXIT.done : EXIT.output);
    });
};

/** What of a plan does not hold, a line each. */
export const wrongsOf = (plan: Plan, judging: AssessOptions): readonly string[] =>
  plan.resources.flatMap((resource) => {
    const options = {
      targetsOf: () => resource.targets,
      keepFor: () => resource.keep,
      owner: resource.owner,
      lockOut: plan.lockOut,
    };
    const planning = planningFor(resource.record, judging, options);
    const wrongs = planning === null ? ["its kind is not known"] : verifyResource(resource, planning);
    return wrongs.map((wrong) => `${resource.record.id}: ${wrong}`);
  });

/** Rules, settings, trust and clock as the plan was made with. @throws a usage problem where a rule is missing. */
export const judgingFor = async (
  plan: Plan,
  plugins: readonly string[],
  path: string,
  io: Io,
): Promise<AssessOptions> => {
  const judging = await judgingOf({
    now: plan.now,
    select: { ids: plan.rules.map(({ id }) => id) },
    plugins: plugins.map((name) => ({ name, folder: io.cwd })),
  });
  const missing = plan.rules.find(({ id }) => !judging.rules.some(({ rule }) => rule.meta.id === id));
  if (missing !== undefined)
    throw problem({
      what: `the plan was made with the rule ${missing.id}, which is not here`,
      where: path,
      todo: "Name its plugin with --plugin.",
      kind: "usage",
    });
  return {
    ...judging,
    trust: plan.trust,
    rules: judging.rules.map((active) => ({
      ...active,
      settings: plan.rules.find(({ id }) => id === active.rule.meta.id)?.settings ?? active.settings,
    })),
  };
};
