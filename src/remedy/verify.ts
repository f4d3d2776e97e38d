import { isDeepStrictEqual } from "node:util";
import { editJson } from "../text/json-edit.ts";
import { policiesOf } from "./apply.ts";
import type { Planning } from "./planning.ts";
import { ownerOfCode, withTargets } from "./targets.ts";
import { sha256, type PlannedResource, type Step } from "./plan-file.ts";
import { prove } from "./prove.ts";

/** Repeats the proof of a planned resource from its texts alone; says what does not hold, nothing where all does. */
export const verifyResource = (planned: PlannedResource, planning: Planning): readonly string[] => {
  const texts = planned.steps.flatMap(wrongTexts);
  if (texts.length > 0) return texts;
  const { kind, fixable, rules, now, lockOut } = planning;
  const { record, steps, targets, keep, choices } = planned;
  const stray = steps.find(
    ({ document, before }) =>
      !policiesOf(record).some((one) => one.name === document && one.document === before),
  );
  if (stray !== undefined) return [`policy "${stray.document}" is not among the record's`];
  const left = policiesOf(record).flatMap((one) => {
    const step = steps.find(({ document }) => document === one.name);
    if (step === undefined) return [one];
    return step.after === null ? [] : [{ name: one.name, document: step.after }];
  });
  const [before, after] = [kind.read(record), kind.read(fixable.withPolicies(record, left))];
  if ("problem" in before) return [before.problem];
  if ("problem" in after) return [after.problem];
  const trust = withTargets(planning.trust, targets, ownerOfCode(before, planned.owner));
  const lockedOut = [...lockOut, ...choices.flatMap((choice) => choice.lockedOut)];
  const proof = prove({
    before,
    after,
    rules,
    fixable,
    trust,
    targets,
    keep,
    lockedOut,
    now,
    owner: planned.owner,
  });
  if ("unproved" in proof) return [proof.unproved];
  return isDeepStrictEqual(JSON.parse(JSON.stringify(proof)), planned.proof)
    ? []
    : ["the proof comes out otherwise than the plan says"];
};

const wrongTexts = ({
  document,
  before,
  beforeSha256,
  after,
  afterSha256,
  edits,
}: Step): readonly string[] => {
  if (sha256(before) !== beforeSha256 || (after === null ? null : sha256(after)) !== afterSha256)
    return [`policy "${document}": a hash does not hold`];
  if (after === null) return [];
  const edited = editJson(before, edits);
  return "text" in edited && edited.text === after
    ? []
    : [`policy "${document}": its edits do not lead to its new text`];
};
