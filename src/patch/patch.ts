import type { AssessOptions } from "../assess/assess.ts";
import type { Kind } from "../model/kind.ts";
import { isResourceRecord, type SnapshotRecord } from "../model/snapshot.ts";
import type { NoPatch, Plan } from "../remedy/plan-file.ts";
import { openSourceCode } from "../sources/edit/change-policy.ts";
import { loadHcl } from "../sources/terraform/parser.ts";
import { analyzeSource } from "../sources/tree/analyze-source.ts";
import type { EditedFiles } from "../sources/tree/read-file.ts";
import { argumentOf } from "../sources/tree/repository.ts";
import type { ChosenValue } from "../sources/tree/values.ts";
import { changesOf, splicesOf, withoutConflict, type Changes } from "./changes.ts";
import { openFiles, type Files } from "./files.ts";
import { patched, told, UNSETTLED } from "./patched-plan.ts";
import { spliced, splicesByFile } from "./splices.ts";
import { wrongsOf } from "./wrongs.ts";

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
    const after = await readAgain(edited, judging.kinds, options);
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

const rootOf = ({ paths, cwd }: PatchOptions): string | null => {
  const roots = new Set(
    paths.filter((path) => path !== "-").map((path) => argumentOf(path, cwd)?.root ?? null),
  );
  const [root] = roots;
  return roots.size === 1 && !paths.includes("-") ? (root ?? null) : null;
};

const editedFiles = (open: readonly Changes[], { absolute }: Files): EditedFiles =>
  new Map(
    splicesByFile(open.flatMap(splicesOf)).map((one) => [absolute(one.file.path), spliced(one)] as const),
  );

const readAgain = async (
  edited: EditedFiles,
  kinds: readonly Kind[],
  { paths, cwd, values, signal }: PatchOptions,
): Promise<readonly SnapshotRecord[]> => {
  const records: SnapshotRecord[] = [];
  const source = analyzeSource(paths, { cwd, kinds, values, stdin: nothing(), edited });
  for await (const record of source.read(signal)) records.push(record);
  return records;
};

// eslint-disable-next-line require-yield
async function* nothing(): AsyncIterable<string> {
  await Promise.resolve();
}
