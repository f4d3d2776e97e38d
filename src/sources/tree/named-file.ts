import { realpathSync } from "node:fs";
import { basename } from "node:path";
import { problem, type ProblemError } from "../../model/problem.ts";
import type { FileNote, SnapshotRecord } from "../../model/snapshot.ts";
import { withSourcePlaces } from "../iac-places/planned-places.ts";
import { folderOf, isTerraform } from "../terraform/tools.ts";
import type { CodeKind } from "../written/code-kind.ts";
import type { WrittenIdentity } from "../written/identity.ts";
import type { SourceFile } from "../written/text.ts";
import { adviceFor } from "../readers/skipped.ts";
import { openRepository } from "./open-repository.ts";
import { openTree } from "./open-tree.ts";
import { readSourceFile } from "./read-file.ts";
import { relativePath, type Argument } from "./repository.ts";
import { scopeOf } from "./scope.ts";
import { valueOptions, type ValueChoice } from "./values.ts";

/** Judges the one file that the user named for one kind; what cannot be understood there is a problem. */
export async function* analyzeNamedFile(
  argument: Argument,
  kind: CodeKind,
  signal: AbortSignal,
  choice: ValueChoice,
  given?: SourceFile | { readonly unreadable: string },
): AsyncIterable<SnapshotRecord> {
  const path = argument.tree === "." ? basename(argument.absolute) : argument.tree;
  const shown = shownPath(argument, choice.cwd);
  const file = given ?? readSourceFile(argument.absolute, path, argument.edited);
  if ("unreadable" in file)
    throw problem({ what: file.unreadable, where: shown, todo: "Give another file.", kind: "usage" });
  if (file.text.trim() === "")
    throw problem({
      what: "it is empty",
      where: shown,
      todo: "Give a file that holds a policy.",
      kind: "usage",
    });
  if (isTerraform(path) && given === undefined) {
    yield* terraformFile(argument, path, kind, signal, choice);
    return;
  }
  const [{ inputFile }, { readInputFile }] = await Promise.all([
    import("../readers/input-file.ts"),
    import("../readers/read-input-file.ts"),
  ]);
  const outcome = await readInputFile(
    inputFile(file, kind, true),
    openTree(openRepository(argument.root, [], null, argument.edited)),
  );
  if (outcome.status !== "judged")
    throw problem({
      what: outcome.reason,
      where: "line" in outcome && outcome.line !== undefined ? `${shown}:${outcome.line}` : shown,
      todo: outcome.todo ?? adviceFor(kind),
      kind: outcome.status === "skipped" ? "usage" : "input",
    });
  const identities =
    outcome.planned === true
      ? withSourcePlaces(outcome.identities, await terraformBeside(argument, kind, signal), kind)
      : outcome.identities;
  const unread = (outcome.unread ?? []).map((part): FileNote => ({
    path,
    status: "not-understood",
    ...part,
  }));
  yield* scopeOf(path, kind, identities, [{ path, status: "judged" }, ...unread]);
}

/** As the user can open it from where he is; what is no file keeps its name. */
const shownPath = ({ root, absolute }: Argument, cwd: string): string =>
  root === "" ? absolute : relativePath(realpathSync(cwd), absolute);

/** The Terraform in the folder of a plan or a state. */
const terraformBeside = async (
  { root, tree, edited }: Argument,
  kind: CodeKind,
  signal: AbortSignal,
): Promise<readonly WrittenIdentity[]> => {
  if (root === "") return [];
  const repository = openRepository(root, [], null, edited);
  const folder = folderOf(tree);
  const paths = repository
    .namesIn(folder)
    .map((name) => (folder === "" ? name : `${folder}/${name}`))
    .filter(isTerraform);
  return (await (await loadTerraform()).readTerraform(paths, repository, kind, signal)).identities;
};

/** One file of a module is read with its neighbours, which may declare what it refers to; what they declare is not judged. */
async function* terraformFile(
  argument: Argument,
  path: string,
  kind: CodeKind,
  signal: AbortSignal,
  choice: ValueChoice,
): AsyncIterable<SnapshotRecord> {
  const { root, absolute, edited } = argument;
  const named = relativePath(root, absolute);
  const repository = openRepository(root, [named], null, edited);
  const folder = folderOf(named);
  const beside = repository.namesIn(folder).map((name) => (folder === "" ? name : `${folder}/${name}`));
  const values = valueOptions(choice, argument, kind, beside);
  const { identities, notes } = await (
    await loadTerraform()
  ).readTerraform([named], repository, kind, signal, values);
  const own = notes.filter((note) => note.path === named);
  const unloaded = notes.filter(
    ({ path: other, status }) => values.files.includes(other) && status === "not-understood",
  );
  const broken = own.find(({ status }) => status === "not-understood");
  if (broken !== undefined) throw notUnderstood({ ...broken, path: shownPath(argument, choice.cwd) });
  const concerned = identities.filter((identity) => isDeclaredIn(identity, named));
  if (concerned.length === 0 && own.every(({ status }) => status === "skipped"))
    throw problem({
      what: `it declares no ${kind.words.one} and no policy of one`,
      where: shownPath(argument, choice.cwd),
      todo: "Give a file that does, or the folder of the whole module.",
      kind: "usage",
    });
  yield* scopeOf(path, kind, concerned, [...own, ...unloaded]);
}

/** An identity is judged with a file that declares it, one of its policies, or a part of such. */
const isDeclaredIn = ({ file, declaredIn = [], policies }: WrittenIdentity, named: string): boolean =>
  file === named ||
  declaredIn.includes(named) ||
  policies.some(({ places = {} }) => Object.values(places).some((place) => place.file === named));

const notUnderstood = ({ path, line, reason }: FileNote): ProblemError =>
  problem({
    what: reason ?? "it could not be understood",
    where: line === undefined ? path : `${path}:${line}`,
    todo: "Mend the file, or give the folder to have the rest judged.",
    kind: "input",
  });

/** Loaded only where there is Terraform: its grammar, its functions and the shell of its provisioners take a while. */
const loadTerraform = () => import("../terraform/read-terraform.ts");
