import type { WritingFlags } from "./writing-flags.ts";
import { defused } from "../../text/log-commands.ts";
import type { Command } from "commander";
import { join, resolve } from "node:path";
import { lock } from "../../files/lock.ts";
import { makeFolder } from "../../files/make-folder.ts";
import { planningFor } from "../../fix.ts";
import type { AssessOptions } from "../../assess/assess.ts";
import type { PolicyDocument } from "../../model/resource.ts";
import { problem } from "../../model/problem.ts";
import { applyResource, type Outcome } from "../../remedy/apply.ts";
import { openJournal, type Journal } from "../../remedy/journal.ts";
import { withTargets } from "../../remedy/targets.ts";
import type { Plan, PlannedResource } from "../../remedy/plan-file.ts";
import { fixableOf } from "../../services/index.ts";
import { visibleLine } from "../../text/visible.ts";
import { collect, count } from "../arguments.ts";
import type { CommandModule } from "../command-module.ts";
import { addConnectionOptions } from "../connection.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { agreed } from "./agree.ts";
import { countsOf, exitOf, outcomeText } from "./outcomes.ts";
import { readPlan } from "./plan-input.ts";
import { openSessions, writersFor, type Sessions } from "./sessions.ts";
import { judgingFor, wrongsOf } from "./verify.ts";

interface ApplyFlags extends WritingFlags {
  readonly backup: string;
  readonly max: number;
  readonly plugin?: readonly string[];
}

/** The options of what writes to AWS. */
export const addWritingOptions = (command: Command): Command =>
  addConnectionOptions(command)
    .option("--write-profile <name>", "profile of the writer, where it is not the reader's")
    .option("--write-role-arn <arn>", "role of the writer, where it is not the reader's")
    .option("--only <id>", "this resource alone, by its id or its number in the plan, repeatable", collect)
    .option("--yes", "do not ask");

export const buildApply: CommandModule["build"] = (command, io, done) => {
  addWritingOptions(command.argument("<plan>", "what fix plan wrote"))
    .option("--backup <dir>", "folder of the original policies and of the journal", "postern-backup")
    .option("--max <n>", "refuse a plan that changes more resources than this", count, 10)
    .option("--plugin <name>", "package or path of a plugin to load, repeatable", collect)
    .action(async (path: string, flags: ApplyFlags) => done(await apply(path, flags, io)));
};

const apply = async (path: string, flags: ApplyFlags, io: Io): Promise<ExitCode> => {
  const plan = readPlan(path, io);
  const judging = await judgingFor(plan, flags.plugin ?? [], path, io);
  const [wrong] = wrongsOf(plan, judging);
  if (wrong !== undefined) throw problem({ what: wrong, where: path, todo: "Plan again.", kind: "output" });
  const chosen = chosenOf(plan, flags, path);
  const steps = chosen.flatMap(({ record, steps: own }) =>
    own.map(({ Action }) => `${record.id}: ${Action}`),
  );
  await agreed(steps, `Write ${steps.length} ${steps.length === 1 ? "policy" : "policies"}?`, flags, io);
  const folder = resolve(io.cwd, flags.backup);
  makeFolder(folder, 0o700);
  const file = join(folder, "journal.jsonl");
  const unlock = await lock(file, io.clock());
  try {
    const journal = await openJournal(file);
    try {
      return await applied({ plan, judging, chosen, folder, journal }, flags, io);
    } finally {
      await journal.close();
    }
  } finally {
    await unlock();
  }
};

/** The resources that are meant. @throws a usage problem where there are none, too many, or one is in source code. */
const chosenOf = (plan: Plan, { only, max }: ApplyFlags, path: string): readonly PlannedResource[] => {
  const isMeant = ({ record, number }: PlannedResource): boolean =>
    only === undefined || only.includes(record.id) || only.includes(String(number));
  const chosen = plan.resources.filter(isMeant);
  const refused = (what: string, todo: string): Error => problem({ what, where: path, todo, kind: "usage" });
  const unknown = only?.find(
    (id) => !plan.resources.some((one) => one.record.id === id || String(one.number) === id),
  );
  if (unknown !== undefined)
    throw refused(`the plan has no resource ${visibleLine(unknown)}`, "Give an id of the plan.");
  if (chosen.length === 0)
    throw refused("the plan changes nothing", "Plan again where something is to be fixed.");
  if (chosen.length > max)
    throw refused(
      `the plan changes ${chosen.length} resources, and --max is ${max}`,
      "Choose some with --only, or raise --max.",
    );
  const inCode = chosen.find(({ region }) => region === null);
  if (inCode !== undefined)
    throw refused(`${inCode.record.id} stands in source code`, "Change it there, and apply the code.");
  return chosen;
};

interface Work {
  readonly plan: Plan;
  readonly judging: AssessOptions;
  readonly chosen: readonly PlannedResource[];
  readonly folder: string;
  readonly journal: Journal;
}

/** One resource after the other: the services allow one call a second, and the journal stays easy to read. */
const applied = async (work: Work, flags: ApplyFlags, io: Io): Promise<ExitCode> => {
  const sessions = await openSessions(flags, io);
  const outcomes: Outcome[] = [];
  try {
    for (const planned of work.chosen) {
      io.signal.throwIfAborted();
      const outcome = await appliedOne(planned, work, sessions, io);
      outcomes.push(outcome);
      io.stdout.write(defused(outcomeText(outcome)));
    }
  } finally {
    sessions.close();
  }
  const journal = visibleLine(join(flags.backup, "journal.jsonl"));
  io.stderr.write(`postern: ${countsOf(outcomes)}; to undo: postern fix undo ${journal}\n`);
  return exitOf(outcomes);
};

const appliedOne = async (
  planned: PlannedResource,
  { plan, judging, folder, journal }: Work,
  sessions: Sessions,
  io: Io,
): Promise<Outcome> => {
  const { record, account, region, name } = planned;
  const fixable = fixableOf(record.kind);
  const told = { id: record.id, name };
  if (fixable === null || account === null || region === null)
    return { ...told, state: "failed", says: "its kind cannot be written" };
  const writers = await writersFor(sessions, fixable, account, region);
  if ("says" in writers) return { ...told, state: "failed", says: `not changed: ${writers.says}` };
  try {
    return await applyResource(planned, {
      reader: writers.reader,
      writer: writers.writer,
      caller: writers.caller,
      journal,
      folder,
      plan: plan.sha256,
      now: io.clock,
      signal: io.signal,
      check: (policies) => failureOf(planned, policies, judging),
    });
  } finally {
    writers.close();
  }
};

/** What still fails of a resource with the policies that were read back; null where nothing does. */
export const failureOf = (
  planned: PlannedResource,
  policies: readonly PolicyDocument[],
  judging: AssessOptions,
): string | null => {
  const { record, targets, owner, findings } = planned;
  const planning = planningFor(record, judging, { targetsOf: () => targets, owner, lockOut: [] });
  const resource = planning?.kind.read(planning.fixable.withPolicies(record, policies));
  if (planning === null || resource === undefined || "problem" in resource) return "it cannot be judged";
  const trust = withTargets(planning.trust, targets);
  for (const { rule, judge } of planning.rules) {
    if (!findings.some(({ ruleId }) => ruleId === rule.meta.id)) continue;
    const verdict = judge(resource, trust);
    if (verdict !== null && verdict.status !== "SUCCESS")
      return `${rule.meta.id} is ${verdict.status}: ${verdict.message}`;
  }
  return null;
};
