import type { Command } from "commander";
import { BUNDLE_FILES } from "../exporters/bundle/formats.ts";
import type { Remediation } from "../model/remediation.ts";
import { readJournal, type JournalEntry } from "../remedy/journal.ts";
import type { Plan } from "../remedy/plan-file.ts";
import { planIn } from "./fix/plan-input.ts";
import type { Io } from "./io.ts";
import { fileText } from "./judging.ts";

export interface RemediationFlags {
  readonly fixPlan?: string;
  readonly fixJournal?: string;
}

export const addRemediationOptions = (command: Command): Command =>
  command
    .option("--fix-plan <file>", "a plan of fix: for the HTML report, the bundle, and SARIF's fixes")
    .option("--fix-journal <file>", "a journal of fix apply: for the HTML report and the bundle");

/** What a report says of fixes, and the files that it says it from, as they were read. */
export interface GivenRemediation {
  readonly remediation: Remediation;
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

/** Null where neither a plan nor a journal was given. @throws a usage problem where one is broken or was changed. */
export const remediationOf = ({ fixPlan, fixJournal }: RemediationFlags, io: Io): GivenRemediation | null => {
  if (fixPlan === undefined && fixJournal === undefined) return null;
  // Each is read once: a pipe has nothing left for a second time.
  const planText = fixPlan === undefined ? null : fileText(fixPlan, io);
  const plan = planText === null || fixPlan === undefined ? null : planIn(planText, fixPlan);
  const journal = fixJournal === undefined ? null : fileText(fixJournal, io);
  const entries = journal === null || fixJournal === undefined ? null : readJournal(journal, fixJournal);
  return {
    remediation: {
      plan:
        plan === null
          ? null
          : {
              tool: plan.tool,
              now: plan.now,
              sha256: plan.sha256,
              refused: plan.refused.map(({ id, why }) => ({ id, why })),
            },
      resources: plan === null ? [] : plan.resources.map(changeOf),
      journal: entries === null ? null : entries.map(lineOf),
    },
    files: [
      ...(planText === null ? [] : [{ name: BUNDLE_FILES.plan, text: planText }]),
      ...(journal === null ? [] : [{ name: BUNDLE_FILES.journal, text: journal }]),
    ],
  };
};

const changeOf = ({
  record,
  name,
  findings,
  choices,
  steps,
  proof,
}: Plan["resources"][number]): Remediation["resources"][number] => ({
  id: record.id,
  name,
  rules: findings.map(({ ruleId }) => ruleId),
  choices: choices.map(({ says }) => says),
  exposure: proof.exposure,
  documents: steps.map(({ document, code }) => ({
    name: document,
    says: choices
      .filter((choice) => choice.document === document)
      .map(({ says }) => says)
      .join(" "),
    edits: code !== null && "edits" in code ? code.edits : [],
  })),
});

const lineOf = ({ at, caller, event, resource, document, says, requestId }: JournalEntry) => ({
  at,
  caller,
  event,
  id: resource.id,
  name: resource.name,
  document,
  says,
  requestId,
});
