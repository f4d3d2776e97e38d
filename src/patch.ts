// Longer than other files: one plan's changes of source code, which are made, tried and given up together.

import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AssessOptions } from "./assess/assess.ts";
import { statusesOf } from "./assess/statuses.ts";
import type { EditValue } from "./model/remedy.ts";
import type { PolicyDocument } from "./model/resource.ts";
import { isResourceRecord, type ResourceRecord, type SnapshotRecord } from "./model/snapshot.ts";
import { policiesOf } from "./remedy/apply.ts";
import { withTargets } from "./remedy/targets.ts";
import {
  sealed,
  type CodeChange,
  type NoPatch,
  type Plan,
  type PlannedResource,
  type Step,
} from "./remedy/plan-file.ts";
import { isInTheWay } from "./sources/edit/change.ts";
import { openSourceCode, type SourceCode } from "./sources/edit/change-policy.ts";
import type { Splice } from "./sources/edit/element.ts";
import { loadHcl } from "./sources/terraform/parser.ts";
import { analyzeSource } from "./sources/tree/analyze-source.ts";
import { argumentOf } from "./sources/tree/repository.ts";
import type { EditedFiles } from "./sources/tree/read-file.ts";
import type { ChosenValue } from "./sources/tree/values.ts";
import { isSamePolicy } from "./sources/written/same-policy.ts";
import { lineAndColumn, placeOf, type SourceFile } from "./sources/written/text.ts";
import { gitPatch } from "./text/git-patch.ts";

export interface PatchOptions {
  readonly paths: readonly string[];
  readonly cwd: string;
  readonly values: readonly ChosenValue[];
  readonly signal: AbortSignal;
}

/**
 * The plan with a patch for what of it stands in source code. The patched code is read and judged again before: what does
 * not come out as planned, or changes anything else, is left out, and the plan says why.
 */
export const withPatch = async (
  plan: Plan,
  records: readonly SnapshotRecord[],
  judging: AssessOptions,
  options: PatchOptions,
): Promise<Plan> => {
  const inCode = plan.resources.filter(({ region }) => region === null);
  if (inCode.length === 0) return plan;
  const root = rootOf(options);
  if (root === null) return told(plan, inCode, new Map(), ONE_ROOT);
  const files = openFiles(root);
  const code = openSourceCode(files.read, files.beside, await loadHcl());
  const before = records.filter(isResourceRecord);
  const made = inCode.map((resource) => changesOf(resource, code, files));
  const whys = new Map<string, NoPatch>();
  let open: readonly Changes[] = [];
  for (const one of made)
    if ("why" in one) whys.set(one.id, one.why);
    else open = withoutConflict(open, one, whys);
  // Each round gives at least one resource up; a patch that does not settle soon is none.
  for (let round = 0; round < ROUNDS && open.length > 0; round += 1) {
    const edited = editedFiles(open, files);
    const after = await readAgain(edited, root, options);
    const wrong = wrongsOf(before, after, open, judging);
    if (wrong.size === 0) break;
    const last = round === ROUNDS - 1;
    for (const { id } of open) {
      const why = wrong.get(id) ?? (last ? UNSETTLED : undefined);
      if (why !== undefined) whys.set(id, { why, at: null });
    }
    open = open.filter(({ id }) => !whys.has(id));
  }
  return patched(plan, inCode, open, whys, before, files);
};

const ROUNDS = 6;

const ONE_ROOT: NoPatch = {
  why: "the paths lie in several repositories; plan for one after the other",
  at: null,
};
const UNSETTLED = "the patched code does not come out as planned";

const rootOf = ({ paths, cwd }: PatchOptions): string | null => {
  const roots = new Set(
    paths.filter((path) => path !== "-").map((path) => argumentOf(path, cwd)?.root ?? null),
  );
  const [root] = roots;
  return roots.size === 1 && !paths.includes("-") ? (root ?? null) : null;
};

interface Files {
  read(path: string): SourceFile | null;
  /** Why a patch cannot be made for a file; null where it can. */
  whyNot(path: string): string | null;
  /** The text as a patch has to name it, a byte order mark included. */
  whole(file: SourceFile, text: string): string;
  absolute(path: string): string;
  /** The files of Terraform in the folder of a file. */
  beside(path: string): readonly SourceFile[];
}

const BYTE_ORDER_MARK = "\uFEFF";

const openFiles = (root: string): Files => {
  const known = new Map<
    string,
    { readonly file: SourceFile; readonly mark: string } | { readonly wrong: string }
  >();
  const open = (
    path: string,
  ): { readonly file: SourceFile; readonly mark: string } | { readonly wrong: string } => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const now = opened(join(root, path), path);
    known.set(path, now);
    return now;
  };
  return {
    read: (path) => {
      const found = open(path);
      return "wrong" in found ? null : found.file;
    },
    whyNot: (path) => {
      const found = open(path);
      return "wrong" in found ? found.wrong : null;
    },
    whole: ({ path }, text) => {
      const found = open(path);
      return "wrong" in found ? text : found.mark + text;
    },
    absolute: (path) => join(root, path),
    beside: (path) => {
      const folder = path.slice(0, path.lastIndexOf("/") + 1);
      return readdirSync(join(root, folder))
        .filter((name) => /\.(?:tf|tofu)(?:\.json)?$/.test(name))
        .flatMap((name) => {
          const found = open(folder + name);
          return "wrong" in found ? [] : [found.file];
        });
    },
  };
};

const opened = (
  absolute: string,
  path: string,
): { readonly file: SourceFile; readonly mark: string } | { readonly wrong: string } => {
  try {
    if (lstatSync(absolute).isSymbolicLink()) return { wrong: "it is a symbolic link" };
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(absolute));
    const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    return { file: { path, text: text.slice(mark.length) }, mark };
  } catch {
    return { wrong: "it cannot be read as UTF-8" };
  }
};

/** What is changed for one resource: all of its policies, or none. */
interface Changes {
  readonly id: string;
  readonly resource: PlannedResource;
  readonly steps: ReadonlyMap<string, readonly Splice[]>;
}

const changesOf = (
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

const splicesOf = ({ steps }: Changes): readonly Splice[] => [...steps.values()].flat();

const isSame = (a: Splice, b: Splice): boolean =>
  a.file.path === b.file.path && a.from === b.from && a.to === b.to && a.by === b.by;

const isConflict = (a: Splice, b: Splice): boolean =>
  a.file.path === b.file.path &&
  !isSame(a, b) &&
  (a.from === b.from && a.to === b.to ? true : a.from < b.to && b.from < a.to);

/** Two resources that share a place must want the same of it. */
const withoutConflict = (
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

/** Every file that is changed, with its splices in order, each once. */
const splicesByFile = (open: readonly Changes[]): ReadonlyMap<SourceFile, readonly Splice[]> => {
  const all = new Map<SourceFile, Splice[]>();
  for (const splice of open.flatMap(splicesOf)) {
    const own = all.get(splice.file) ?? [];
    if (!own.some((one) => isSame(one, splice))) own.push(splice);
    all.set(splice.file, own);
  }
  return new Map(
    Array.from(
      all,
      ([file, own]) => [file, own.toSorted((a, b) => a.from - b.from || a.to - b.to)] as const,
    ).toSorted(([a], [b]) => (a.path < b.path ? -1 : 1)),
  );
};

const edit = ({ text }: SourceFile, splices: readonly Splice[]): string => {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, by } of splices) {
    parts.push(text.slice(at, from), by);
    at = to;
  }
  return parts.join("") + text.slice(at);
};

const editedFiles = (open: readonly Changes[], { absolute }: Files): EditedFiles =>
  new Map(Array.from(splicesByFile(open), ([file, splices]) => [absolute(file.path), edit(file, splices)]));

const readAgain = async (
  edited: EditedFiles,
  _root: string,
  { paths, cwd, values, signal }: PatchOptions,
): Promise<readonly SnapshotRecord[]> => {
  const records: SnapshotRecord[] = [];
  const source = analyzeSource(paths, { cwd, values, stdin: nothing(), edited });
  for await (const record of source.read(signal)) records.push(record);
  return records;
};

// eslint-disable-next-line require-yield
async function* nothing(): AsyncIterable<string> {
  await Promise.resolve();
}

/** Why the code that was read again is not what was planned, by the id of the resource whose change is to be left out. */
const wrongsOf = (
  before: readonly ResourceRecord[],
  all: readonly SnapshotRecord[],
  open: readonly Changes[],
  judging: AssessOptions,
): ReadonlyMap<string, string> => {
  const after = new Map(all.filter(isResourceRecord).map((record) => [record.id, record]));
  const wrong = new Map<string, string>();
  const mending = new Set(
    judging.rules.filter(({ rule }) => rule.remedy !== undefined).map(({ rule }) => rule.meta.id),
  );
  for (const record of before) {
    const own = open.find(({ id }) => id === record.id);
    const now = after.get(record.id);
    const why =
      now === undefined
        ? "the patched code does not declare it any more"
        : own === undefined
          ? worse(record, now, judging)
          : (unplanned(own, now) ?? failing(now, own, judging, mending));
    if (why === null) continue;
    if (own !== undefined) wrong.set(own.id, why);
    else for (const { id } of touching(record, open)) wrong.set(id, `it would change ${record.id}: ${why}`);
  }
  const added = [...after.keys()].find((id) => !before.some((record) => record.id === id));
  if (added !== undefined) for (const { id } of open) wrong.set(id, `the patched code declares ${added}`);
  return wrong;
};

/** Changes in files where the resource is written; all where that is not known. */
const touching = (record: ResourceRecord, open: readonly Changes[]): readonly Changes[] => {
  const files = new Set(
    policiesOf(record).flatMap(({ places = {} }) => Object.values(places).map(({ file }) => file)),
  );
  const near = open.filter((one) => splicesOf(one).some(({ file }) => files.has(file.path)));
  return near.length === 0 ? open : near;
};

const unplanned = ({ resource }: Changes, now: ResourceRecord): string | null => {
  const policies = policiesOf(now);
  for (const { name, document } of policiesOf(resource.record)) {
    const step = resource.steps.find((one) => one.document === name);
    const wanted = step === undefined ? document : step.after;
    const is = policies.find((one) => one.name === name)?.document;
    if (wanted === null ? is !== undefined : is === undefined || !isSamePolicy(is, wanted))
      return `policy "${name}" of the patched code does not come out as planned`;
  }
  return policies.some(({ name }) => !policiesOf(resource.record).some((one) => one.name === name))
    ? "the patched code has a policy more"
    : null;
};

const failing = (
  now: ResourceRecord,
  { resource }: Changes,
  judging: AssessOptions,
  mending: ReadonlySet<string>,
): string | null => {
  const trust = withTargets(judging.trust, resource.targets, resource.owner === null ? [] : [resource.owner]);
  const failed = [...statusesOf(now, { ...judging, trust })].find(
    ([id, status]) => mending.has(id) && status === "FAILURE",
  );
  return failed === undefined ? null : `${failed[0]} still fails on the patched code`;
};

/** A resource for which nothing was planned: it may share a policy, and must not come off worse. */
const worse = (was: ResourceRecord, now: ResourceRecord, judging: AssessOptions): string | null => {
  if (isSameRecord(was, now)) return null;
  const [before, after] = [statusesOf(was, judging), statusesOf(now, judging)];
  const bad = [...after].find(([id, status]) => status !== "SUCCESS" && before.get(id) !== status);
  return bad === undefined ? null : `${bad[0]} would be ${bad[1]}`;
};

const isSameRecord = (a: ResourceRecord, b: ResourceRecord): boolean =>
  JSON.stringify(policiesOf(a).map(({ name, document }) => [name, document])) ===
  JSON.stringify(policiesOf(b).map(({ name, document }) => [name, document]));

const told = (
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

const patched = (
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
            edits: splices
              .toSorted((a, b) =>
                a.file.path < b.file.path
                  ? -1
                  : a.file.path > b.file.path
                    ? 1
                    : a.from - b.from || a.to - b.to,
              )
              .map(({ by, ...span }) => ({ ...placeOf(span), text: by })),
            sharedWith: sharersOf(one, splices, before, open),
          },
        ]),
      ),
    ]),
  );
  const patch = gitPatch(
    Array.from(splicesByFile(open), ([file, splices]) => ({
      path: file.path,
      before: files.whole(file, file.text),
      after: files.whole(file, edit(file, splices)),
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
