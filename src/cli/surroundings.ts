import { readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { AssessOptions } from "../assess/assess.ts";
import type { Surroundings } from "../exporters/table/finding-lines.ts";
import { NOBODY, planningFor } from "../fix.ts";
import type { Finding } from "../model/finding.ts";
import type { ResourceRecord } from "../model/snapshot.ts";
import { editLines } from "../remedy/edit-lines.ts";
import { planResource } from "../remedy/plan.ts";
import type { Choice, PlannedResource } from "../remedy/plan-file.ts";
import { ACCOUNT_OF_THE_CODE } from "../services/stand-ins.ts";
import { editJson } from "../text/json-edit.ts";
import { argumentOf } from "../sources/tree/repository.ts";
import type { Io } from "./io.ts";

/** Larger files hold no line that a person reads. */
const LARGEST_FILE = 4_000_000;

/**
 * What the terminal shows beside a finding: its line in the file, and the smallest fix.
 *
 * @param paths as they were given; reports name files by the root of their repository
 */
export const surroundingsOf = (
  paths: readonly string[],
  judging: AssessOptions,
  { cwd }: Io,
): Surroundings => {
  const roots = [...new Set([...paths, "."].flatMap((path) => argumentOf(path, cwd)?.root ?? []))];
  const absolute = (file: string): string | null =>
    roots.map((root) => join(root, file)).find((path) => isReadable(path)) ?? null;
  const read = remembered((file: string) => {
    const path = absolute(file);
    return path === null ? null : readFileSync(path, "utf8").split(/\r\n|\n|\r/);
  });
  const planned = remembered((_: string, finding: Finding) => plannedFor(finding, judging));
  return {
    pathOf: (file) => {
      const path = absolute(file);
      return path === null ? file : relative(cwd, path);
    },
    linesOf: (file) => read(file),
    fixOf: (finding) => fixOf(finding, planned(finding.resource.id, finding)),
  };
};

const isReadable = (path: string): boolean => {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size <= LARGEST_FILE;
};

const remembered = <T, Rest extends readonly unknown[]>(
  make: (key: string, ...rest: Rest) => T,
): ((key: string, ...rest: Rest) => T) => {
  const known = new Map<string, T>();
  return (key, ...rest) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(key, ...rest);
    known.set(key, made);
    return made;
  };
};

/** A finding holds the policies of its resource; what a plan needs besides follows from them. */
const plannedFor = (finding: Finding, judging: AssessOptions): PlannedResource | null => {
  const { resource, documents, scope, witness } = finding;
  const { accounts, principals, organizations } = judging.trust;
  const record: ResourceRecord = {
    kind: resource.kind as ResourceRecord["kind"],
    scope,
    id: resource.id,
    ...(resource.id.startsWith("arn:") || witness === null ? {} : { arn: witness.resource }),
    policies: documents.map(({ name, text }) => ({ name, document: text })),
  };
  const planning = planningFor(record, judging, {
    targetsOf: () => ({ ...NOBODY, accounts, principals, organizations }),
    owner: ACCOUNT_OF_THE_CODE,
    lockOut: [],
  });
  const plan = planning === null ? null : planResource(record, 1, planning);
  return plan === null || "why" in plan ? null : plan;
};

/**
 * Each rule's part of the plan, in the text that the parts before it left; of a rule that has none, because what mends
 * another mends it too, the parts of the others.
 */
const fixOf = ({ ruleId }: Finding, plan: PlannedResource | null): readonly string[] => {
  if (plan === null) return [];
  const mending = plan.choices.map((choice) => choice.ruleId);
  const rules = new Set(mending.includes(ruleId) ? [ruleId] : mending);
  return plan.steps
    .flatMap(({ document, before }) =>
      linesOf(
        rules,
        plan.choices.filter((choice) => choice.document === document),
        before,
      ),
    )
    .map((line) => line.replaceAll(ACCOUNT_OF_THE_CODE, "<account that sends>"));
};

const linesOf = (
  rules: ReadonlySet<string>,
  choices: readonly Choice[],
  before: string,
): readonly string[] => {
  let text = before;
  return choices.flatMap((choice) => {
    const lines =
      choice.means === "policy"
        ? [`- the whole policy ${JSON.stringify(choice.document)}: nothing of it may stay`]
        : editLines(text, choice.edits);
    const edited = editJson(text, choice.edits);
    if ("text" in edited) text = edited.text;
    return rules.has(choice.ruleId) ? lines : [];
  });
};
