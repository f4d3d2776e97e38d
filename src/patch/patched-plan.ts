import type { ResourceRecord } from "../model/snapshot.ts";
import { policiesOf } from "../remedy/apply.ts";
import {
  sealed,
  type CodeChange,
  type NoPatch,
  type Plan,
  type PlannedResource,
} from "../remedy/plan-file.ts";
import type { Splice } from "../sources/edit/element.ts";
import { placeOf } from "../sources/written/text.ts";
import { gitPatch } from "../text/git-patch.ts";
import { splicesOf, type Changes } from "./changes.ts";
import type { Files } from "./files.ts";
import { byPlace, isSame, splicesByFile, spliced } from "./splices.ts";

/** Why there is no patch where the rounds end. */
export const UNSETTLED = "the patched code does not come out as planned";

/** The plan with what becomes of each step in source code; a reason stands for all of them, or for each resource. */
export const told = (
  plan: Plan,
  inCode: readonly PlannedResource[],
  changes: ReadonlyMap<string, ReadonlyMap<string, CodeChange>>,
  why: NoPatch | ReadonlyMap<string, NoPatch>,
  patch: string | null = null,
): Plan => {
  const { sha256: _, ...rest } = plan;
  const whyOf = (id: string): NoPatch => ("why" in why ? why : (why.get(id) ?? { why: UNSETTLED, at: null }));
  return sealed({
    ...rest,
    resources: plan.resources.map((resource) =>
      inCode.includes(resource)
        ? {
            ...resource,
            steps: resource.steps.map((step) => ({
              ...step,
              code: changes.get(resource.record.id)?.get(step.document) ?? whyOf(resource.record.id),
            })),
          }
        : resource,
    ),
    patch,
  });
};

/** The plan with its patch. */
export const patched = (
  plan: Plan,
  inCode: readonly PlannedResource[],
  open: readonly Changes[],
  whys: ReadonlyMap<string, NoPatch>,
  before: readonly ResourceRecord[],
  files: Files,
): Plan => {
  const changes = new Map(
    open.map((one) => [
      one.id,
      new Map(
        Array.from(one.steps, ([name, splices]) => [
          name,
          {
            edits: splices.toSorted(byPlace).map(({ by, ...span }) => ({ ...placeOf(span), text: by })),
            sharedWith: sharersOf(one, splices, before, open),
          },
        ]),
      ),
    ]),
  );
  const patch = gitPatch(
    splicesByFile(open.flatMap(splicesOf)).map((one) => ({
      path: one.file.path,
      before: files.whole(one.file, one.file.text),
      after: files.whole(one.file, spliced(one)),
    })),
  );
  return told(plan, inCode, changes, whys, patch === "" ? null : patch);
};

/** Ids of the others that have a policy, or an element of one, where the change is made. */
const sharersOf = (
  own: Changes,
  splices: readonly Splice[],
  before: readonly ResourceRecord[],
  open: readonly Changes[],
): readonly string[] => {
  const changed = new Set(
    splices.flatMap((splice) =>
      open
        .filter((one) => one !== own && splicesOf(one).some((other) => isSame(other, splice)))
        .map(({ id }) => id),
    ),
  );
  const roots = new Set(
    policiesOf(own.resource.record)
      .filter(({ name }) => own.steps.get(name) === splices)
      .map(({ places }) => JSON.stringify(places?.[""])),
  );
  const same = before.filter(
    (record) =>
      record.id !== own.id &&
      policiesOf(record).some(({ places }) => places !== undefined && roots.has(JSON.stringify(places[""]))),
  );
  return [...new Set([...changed, ...same.map(({ id }) => id)])].sort();
};
