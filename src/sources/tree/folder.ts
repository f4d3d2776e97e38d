import { join } from "node:path";
import type { FileNote, SnapshotRecord } from "../../model/snapshot.ts";
import type { WrittenIdentity } from "../written/identity.ts";
import type { Outcome } from "../written/outcome.ts";
import { readDataFile } from "./data-file.ts";
import { listFiles } from "./list-files.ts";
import { readSourceFile } from "./read-file.ts";
import type { Argument } from "./repository.ts";
import { scopeOf } from "./scope.ts";

/** Judges every file below a folder; each has a note of what became of it. */
export function* analyzeFolder({ absolute, tree }: Argument, signal: AbortSignal): Iterable<SnapshotRecord> {
  const identities: WrittenIdentity[] = [];
  const notes: FileNote[] = [];
  for (const { path: below, kind } of listFiles(absolute)) {
    signal.throwIfAborted();
    const path = tree === "." ? below : `${tree}/${below}`;
    if (kind !== "file") {
      notes.push({ path, status: "skipped", reason: LEFT_ALONE[kind] });
      continue;
    }
    if (!DATA.test(path)) {
      notes.push({ path, status: "skipped", reason: "not a file that can hold a policy" });
      continue;
    }
    const file = readSourceFile(join(absolute, below), path);
    const outcome = "unreadable" in file ? unread(file.unreadable) : readDataFile(file, false);
    notes.push(noteOf(path, outcome));
    if (outcome.status === "judged") identities.push(...outcome.identities);
  }
  yield* scopeOf(tree, identities, notes);
}

const LEFT_ALONE = { link: "a symbolic link, not followed", other: "not a regular file" } as const;

const DATA = /\.(?:json|ya?ml|template|tfstate)$/i;

const unread = (reason: string): Outcome => ({
  status: "not-understood",
  reason,
  todo: "Give another file.",
});

const noteOf = (path: string, outcome: Outcome): FileNote => ({
  path,
  status: outcome.status,
  ...(outcome.status === "judged" ? {} : { reason: outcome.reason }),
  ...(outcome.status === "not-understood" && outcome.line !== undefined ? { line: outcome.line } : {}),
});
