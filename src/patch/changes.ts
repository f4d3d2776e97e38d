import type { EditValue } from "../model/remedy.ts";
import type { PolicyDocument } from "../model/resource.ts";
import { policiesOf } from "../remedy/apply.ts";
import type { NoPatch, PlannedResource, Step } from "../remedy/plan-file.ts";
import { isInTheWay } from "../sources/edit/change.ts";
import type { SourceCode } from "../sources/edit/change-policy.ts";
import type { Splice } from "../sources/edit/element.ts";
import { lineAndColumn } from "../sources/written/text.ts";
import type { Files } from "./files.ts";
import { isConflict } from "./splices.ts";

/** What is changed for one resource: all of its policies, or none. */
export interface Changes {
  readonly id: string;
  readonly resource: PlannedResource;
  readonly steps: ReadonlyMap<string, readonly Splice[]>;
}

/** The changes of a resource, or why there are none. */
export const changesOf = (
  resource: PlannedResource,
  code: SourceCode,
  files: Files,
): Changes | { readonly id: string; readonly why: NoPatch } => {
  const { id } = resource.record;
  const steps = new Map<string, readonly Splice[]>();
  for (const step of resource.steps) {
    const policy = policiesOf(resource.record).find(({ name }) => name === step.document);
    const change =
      policy === undefined
        ? { unplaced: "it is not known where it is written" }
        : changeOf(policy, step, code);
    if ("unplaced" in change) return { id, why: { why: change.unplaced, at: placeText(policy) } };
    if (isInTheWay(change)) {
      const { line } = lineAndColumn(change.file, change.at);
      return { id, why: { why: `${change.inTheWay} stands in the way`, at: `${change.file.path}:${line}` } };
    }
    const bad = change
      .map(({ file }) => ({ file, why: files.whyNot(file.path) }))
      .find(({ why }) => why !== null);
    if (bad?.why !== undefined && bad.why !== null) return { id, why: { why: bad.why, at: bad.file.path } };
    steps.set(step.document, change);
  }
  return { id, resource, steps };
};

const changeOf = (
  policy: PolicyDocument,
  { after }: Step,
  code: SourceCode,
): ReturnType<SourceCode["change"]> =>
  after === null ? code.remove(policy) : code.change(policy, JSON.parse(after) as EditValue);

const placeText = (policy: PolicyDocument | undefined): string | null => {
  const place = policy?.places?.[""];
  return place === undefined ? null : `${place.file}:${place.startLine}`;
};

export const splicesOf = ({ steps }: Changes): readonly Splice[] => [...steps.values()].flat();

/** Two resources that share a place must want the same of it. */
export const withoutConflict = (
  open: readonly Changes[],
  next: Changes,
  whys: Map<string, NoPatch>,
): readonly Changes[] => {
  const own = splicesOf(next);
  const other = open.find((one) => splicesOf(one).some((a) => own.some((b) => isConflict(a, b))));
  if (other === undefined) return [...open, next];
  whys.set(next.id, {
    why: `it shares its policy with ${other.id}, which needs another change of it`,
    at: null,
  });
  return open;
};
