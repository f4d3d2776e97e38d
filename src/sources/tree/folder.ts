import { join } from "node:path";
import { problem } from "../../model/problem.ts";
import type { FileNote, SnapshotRecord } from "../../model/snapshot.ts";
import { withSourcePlaces } from "../iac-places/planned-places.ts";
import { readTerraform } from "../terraform/read-terraform.ts";
import { isTerraform } from "../terraform/tools.ts";
import type { WrittenIdentity } from "../written/identity.ts";
import type { Outcome } from "../written/outcome.ts";
import { readDataFile } from "./data-file.ts";
import { listFiles, type Listed } from "./list-files.ts";
import { openRepository } from "./open-repository.ts";
import { readSourceFile } from "./read-file.ts";
import type { Argument } from "./repository.ts";
import { scopeOf } from "./scope.ts";

/** Judges every file below a folder; each has a note of what became of it. */
export async function* analyzeFolder(
  { absolute, root, tree }: Argument,
  signal: AbortSignal,
): AsyncIterable<SnapshotRecord> {
  const found = listFiles(absolute);
  if (found.length === 0)
    throw problem({
      what: "the folder holds no file",
      where: tree,
      todo: "Give a folder that holds policies or code.",
      exit: 2,
    });
  const listed = found.map(({ path, kind }) => ({
    path: tree === "." ? path : `${tree}/${path}`,
    kind,
  }));
  const paths = listed.filter(({ kind }) => kind === "file").map(({ path }) => path);
  const terraform = await readTerraform(paths.filter(isTerraform), openRepository(root, paths, tree), signal);
  const identities: WrittenIdentity[] = [...terraform.identities];
  const notes: FileNote[] = [...terraform.notes];
  for (const file of listed) {
    signal.throwIfAborted();
    if (file.kind === "file" && isTerraform(file.path)) continue;
    const outcome = outcomeOf(file, root, terraform.used);
    notes.push(noteOf(file.path, outcome));
    if (outcome.status === "judged")
      identities.push(
        ...(outcome.planned === true
          ? withSourcePlaces(outcome.identities, terraform.identities)
          : outcome.identities),
      );
  }
  yield* scopeOf(tree, identities, notes);
}

const LEFT_ALONE = { link: "a symbolic link, not followed", other: "not a regular file" } as const;

const DATA = /\.(?:json|ya?ml|template|tfstate)$/i;

const outcomeOf = ({ path, kind }: Listed, root: string, used: ReadonlySet<string>): Outcome => {
  if (kind === "unread") return { status: "not-understood", reason: "this user may not read it", todo: "" };
  if (kind !== "file") return skipped(LEFT_ALONE[kind]);
  if (used.has(path)) return { status: "judged", identities: [] };
  if (!DATA.test(path)) return skipped("not a file that can hold a policy");
  const file = readSourceFile(join(root, path), path);
  return "unreadable" in file
    ? { status: "not-understood", reason: file.unreadable, todo: "" }
    : readDataFile(file, false);
};

const skipped = (reason: string): Outcome => ({ status: "skipped", reason, todo: "" });

const noteOf = (path: string, outcome: Outcome): FileNote => ({
  path,
  status: outcome.status,
  ...(outcome.status === "judged" ? {} : { reason: outcome.reason }),
  ...(outcome.status === "not-understood" && outcome.line !== undefined ? { line: outcome.line } : {}),
});
