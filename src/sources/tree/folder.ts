import { statSync } from "node:fs";
import { join } from "node:path";
import { problem } from "../../model/problem.ts";
import type { FileNote, SnapshotRecord } from "../../model/snapshot.ts";
import { otherValues, type OtherValues } from "../deployment/other-values.ts";
import { formOf, isDataFile, isNoData } from "../file-kinds.ts";
import type { Settable } from "../written/settable.ts";
import { writerUses } from "../writers/writer-uses.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { lineAndColumn, type SourceFile } from "../written/text.ts";
import { withSourcePlaces } from "../iac-places/planned-places.ts";
import { isOfConcern, looksLikePolicy, looksLikeYaml } from "../readers/concern.ts";
import { ownOutput } from "../readers/own-output.ts";
import type { Tree } from "../readers/reader.ts";
import { skipped } from "../readers/skipped.ts";
import type { TerraformOutcome } from "../terraform/outcome.ts";
import type { Repository, ValueOptions } from "../terraform/read-terraform.ts";
import { terragruntElsewhere } from "../terraform/terragrunt-source.ts";
import { isLeftBehind, isTerraform } from "../terraform/tools.ts";
import type { WrittenIdentity } from "../written/identity.ts";
import type { Outcome } from "../written/outcome.ts";
import { differentVerdicts } from "./different-verdicts.ts";
import { linkNotes, type Inputs } from "./links.ts";
import { listFiles, type Listed } from "./list-files.ts";
import { openRepository } from "./open-repository.ts";
import { openTree } from "./open-tree.ts";
import { mentionsKind, readSourceFile, readWriter } from "./read-file.ts";
import { mayBring } from "./may-bring.ts";
import type { Argument } from "./repository.ts";
import { scopeOf } from "./scope.ts";
import { sealedNotes } from "./sealed.ts";
import { valueOptions, type ValueChoice } from "./values.ts";

/** Judges every file below a folder; each has a note of what became of it. `inputs` are all that the run reads. */
export async function* analyzeFolder(
  argument: Argument,
  kind: CodeKind,
  signal: AbortSignal,
  choice: ValueChoice,
  inputs: Inputs,
): AsyncIterable<SnapshotRecord> {
  const { absolute, root, tree, edited } = argument;
  const found = listFiles(absolute);
  if (found.length === 0)
    throw problem({
      what: "the folder holds no file",
      where: tree,
      todo: "Give a folder that holds policies or code.",
      kind: "usage",
    });
  const listed = found
    .filter(({ kind }) => kind !== "absent")
    .map(({ path, kind }) => ({ path: tree === "." ? path : `${tree}/${path}`, kind }));
  const paths = listed.filter(({ kind }) => kind === "file").map(({ path }) => path);
  const repository = openRepository(root, paths, tree, edited);
  const values = valueOptions(choice, argument, kind, paths);
  const terraform = await terraformIn(paths.filter(isTerraform), repository, kind, signal, values);
  // A file of Terragrunt gives values, and may write Terraform too.
  const noted = new Set(terraform.notes.map(({ path }) => path).filter((path) => !path.endsWith(".hcl")));
  const notes: FileNote[] = [...terraform.notes];
  const judged: WrittenIdentity[] = [];
  const tools = openTree(repository);
  const settables = [...terraform.settables];
  const bringing: SourceFile[] = [];
  for (const file of listed) {
    signal.throwIfAborted();
    if (file.kind === "link" || (file.kind === "file" && (isTerraform(file.path) || noted.has(file.path))))
      continue;
    const outcome = await outcomeOf(file, argument, kind, terraform, tools);
    notes.push(...notesOf(file.path, outcome));
    if (outcome.status === "skipped" && outcome.mayBring !== undefined) bringing.push(outcome.mayBring);
    if (outcome.status === "judged" && outcome.settable !== undefined) settables.push(outcome.settable);
    if (outcome.status === "judged")
      judged.push(
        ...(outcome.planned === true
          ? withSourcePlaces(outcome.identities, terraform.identities, kind)
          : outcome.identities),
      );
  }
  notes.push(...linkNotes(argument, listed, inputs, [terraform.used, tools.used, tools.adopted]));
  // What another file gives to an identity is judged there, and not by itself.
  const own = judged.filter(
    ({ file, name, address }) => !tools.adopted.has(file) && !(tools.used.has(file) && name === address),
  );
  const others = valuesElsewhere(
    settables
      .filter(({ path }) => !tools.adopted.has(path))
      .map((one) => (tools.used.has(one.path) ? { ...one, isUsed: true } : one)),
    paths,
    argument,
    kind,
    choice,
    repository,
  );
  const identities = [...terraform.identities, ...own, ...others.identities];
  const brought = await broughtIn(bringing, kind, identities.length > 0);
  const sealed = sealedNotes(root, paths, kind);
  const told = notes
    .filter(({ path, status }) => status === "not-understood" || !sealed.some((note) => note.path === path))
    .map((note): FileNote => (tools.adopted.has(note.path) ? { path: note.path, status: "judged" } : note))
    .filter(
      ({ path, status }) =>
        status !== "skipped" || ![...others.notes, ...brought].some((note) => note.path === path),
    );
  yield* scopeOf(tree, kind, identities, [
    ...told,
    ...others.notes,
    ...sealed,
    ...brought,
    ...absentNotes(tree, found),
  ]);
}

/** What a file may have that it does not name counts where the tree, or the file's path, speaks of the kind otherwise. */
const broughtIn = async (
  files: readonly SourceFile[],
  kind: CodeKind,
  holdsKind: boolean,
): Promise<readonly FileNote[]> => {
  const meant = files.filter(({ path }) => holdsKind || kind.speaksOf.test(path));
  if (meant.length === 0) return [];
  const { broughtNote } = await import("./brought-note.ts");
  return meant.map((file) => broughtNote(file, kind)).filter((note) => note !== null);
};

/** What git has and the working tree does not, because it is sparse: the user left it out, and the coverage says so. */
const absentNotes = (tree: string, found: readonly Listed[]): readonly FileNote[] => {
  const count = found.filter(({ kind }) => kind === "absent").length;
  const reason = `${count} ${count === 1 ? "file that git tracks is" : "files that git tracks are"} not in the working tree, which is sparse`;
  return count === 0 ? [] : [{ path: tree, status: "skipped", reason }];
};

/** What the tree's Terraform comes to; what reads it is loaded only where there is some. */
const terraformIn = async (
  paths: readonly string[],
  repository: Repository,
  kind: CodeKind,
  signal: AbortSignal,
  values: ValueOptions,
): Promise<TerraformOutcome> => {
  if (paths.length === 0 && values.given.length === 0 && values.files.length === 0)
    return { identities: [], notes: [], used: new Set(), settables: [] };
  const { readTerraform } = await import("../terraform/read-terraform.ts");
  return readTerraform(paths, repository, kind, signal, values);
};

/** A larger file gives no values, in bytes. */
const LARGEST_WITH_VALUES = 500_000;

const smallFile = (
  absolute: string,
  path: string,
  edited: Argument["edited"],
): ReturnType<typeof readSourceFile> | null =>
  (statSync(absolute, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_WITH_VALUES
    ? null
    : readSourceFile(absolute, path, edited);

/** What the values in any file of the tree change; none is looked for where nothing depends on one. */
const valuesElsewhere = (
  settables: readonly Settable[],
  paths: readonly string[],
  { root, tree, edited }: Argument,
  kind: CodeKind,
  { statusesOf }: ValueChoice,
  repository: Repository,
): OtherValues => {
  if (settables.every(({ names }) => names.length === 0)) return { identities: [], notes: [] };
  function* texts(): Iterable<SourceFile> {
    for (const path of paths) {
      const file = isTerraform(path) ? repository.read(path) : smallFile(join(root, path), path, edited);
      if (file !== null && !("unreadable" in file) && ownOutput(file.text) === null) yield file;
    }
  }
  return otherValues(settables, texts(), differentVerdicts(tree, kind, statusesOf ?? null));
};

const outcomeOf = async (
  { path, kind: listedAs }: Listed,
  { root, edited }: Argument,
  kind: CodeKind,
  terraform: TerraformOutcome,
  tree: Tree,
): Promise<Outcome> => {
  if (listedAs === "unread")
    return { status: "not-understood", reason: "this user may not read it", todo: "" };
  if (listedAs !== "file") return skipped("not a regular file");
  const absolute = join(root, path);
  const noMention = `no mention of ${kind.words.service}`;
  if (terraform.used.has(path))
    return isPlacedIn(terraform, path)
      ? { status: "judged", identities: [] }
      : usedByTerraform(absolute, path, kind, edited);
  if (isLeftBehind(path)) return skipped("a file that neither Terraform nor OpenTofu reads");
  const elsewhere = path.endsWith(".hcl") ? takenFromElsewhere(absolute, path, kind, edited) : null;
  if (elsewhere !== null) return elsewhere;
  const file = isDataFile(path) ? readSourceFile(absolute, path, edited) : readWriter(absolute, path, kind);
  if (file === null) return skipped("not a file that can hold a policy");
  if (!("unreadable" in file)) {
    const open = isDataFile(path) && mayBring(file) ? { mayBring: file } : {};
    if (!isOfConcern(file, kind)) return { ...skipped(noMention), ...open };
    // The readers and their parsers are loaded only where a file is of concern.
    const [{ inputFile }, { readInputFile }] = await Promise.all([
      import("../readers/input-file.ts"),
      import("../readers/read-input-file.ts"),
    ]);
    const outcome = await readInputFile(inputFile(file, kind, false, toldForm(file, kind)), tree);
    return outcome.status === "skipped" ? { ...outcome, ...open } : outcome;
  }
  return mentionsKind(absolute, kind)
    ? { status: "not-understood", reason: file.unreadable, todo: "" }
    : skipped(noMention);
};

/** The name by which the form of a file is told: that of data where its text is data, whatever the file is called. */
const toldForm = (file: SourceFile, kind: CodeKind): string => {
  const form = formOf(file.path);
  if (isDataFile(file.path)) return form;
  if (looksLikePolicy(file.text, kind)) return `${form}.json`;
  return !isNoData(form) && looksLikeYaml(file.text, kind) ? `${form}.yaml` : form;
};

/** A configuration of Terragrunt whose module is not in the tree. */
const takenFromElsewhere = (
  absolute: string,
  path: string,
  kind: CodeKind,
  edited: Argument["edited"],
): Outcome | null => {
  const file = readSourceFile(absolute, path, edited);
  const found = "unreadable" in file ? null : terragruntElsewhere(file, kind);
  return found === null ? null : { status: "not-understood", ...found, todo: "" };
};

/** Whether a policy that was judged stands in a file. */
const isPlacedIn = ({ identities }: TerraformOutcome, path: string): boolean =>
  identities.some(({ policies }) =>
    policies.some(({ places = {} }) => Object.values(places).some(({ file }) => file === path)),
  );

/** What Terraform reads with `file()`: a policy; a script or a program that writes one is handed on, and nothing here runs it. */
const usedByTerraform = (
  absolute: string,
  path: string,
  kind: CodeKind,
  edited: Argument["edited"],
): Outcome => {
  const file = readSourceFile(absolute, path, edited);
  const [first] = "unreadable" in file ? [] : writerUses(file.text, kind);
  return first === undefined || "unreadable" in file
    ? { status: "judged", identities: [] }
    : {
        status: "not-understood",
        reason: `it writes the policy of ${kind.words.a} (${first.name}), and Terraform hands it on`,
        line: lineAndColumn(file, first.from).line,
        todo: "",
      };
};

const notesOf = (path: string, outcome: Outcome): readonly FileNote[] => {
  if (outcome.status === "skipped") return [{ path, status: "skipped", reason: outcome.reason }];
  if (outcome.status === "not-understood") {
    const { status, reason, line } = outcome;
    return [{ path, status, reason, ...(line === undefined ? {} : { line }) }];
  }
  const unread = (outcome.unread ?? []).map(({ reason, line }): FileNote => ({
    path,
    status: "not-understood",
    reason,
    line,
  }));
  return outcome.identities.length === 0 && unread.length > 0
    ? unread
    : [{ path, status: "judged" }, ...unread];
};
