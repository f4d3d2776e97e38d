import { basename } from "node:path";
import { problem } from "../../model/problem.ts";
import type { SnapshotRecord } from "../../model/snapshot.ts";
import type { SourceFile } from "../written/text.ts";
import { readDataFile } from "./data-file.ts";
import { readSourceFile } from "./read-file.ts";
import type { Argument } from "./repository.ts";
import { scopeOf } from "./scope.ts";

/** Judges the one file that the user named; what cannot be understood there is a problem. */
export function* analyzeNamedFile(
  { absolute, tree }: Argument,
  given?: SourceFile | { readonly unreadable: string },
): Iterable<SnapshotRecord> {
  const path = tree === "." ? basename(absolute) : tree;
  const file = given ?? readSourceFile(absolute, path);
  if ("unreadable" in file)
    throw problem({ what: file.unreadable, where: path, todo: "Give another file.", exit: 2 });
  if (file.text.trim() === "")
    throw problem({ what: "it is empty", where: path, todo: "Give a file that holds a policy.", exit: 2 });
  const outcome = readDataFile(file, true);
  if (outcome.status !== "judged")
    throw problem({
      what: outcome.reason,
      where: "line" in outcome && outcome.line !== undefined ? `${path}:${outcome.line}` : path,
      todo: outcome.todo,
      exit: outcome.status === "skipped" ? 2 : 3,
    });
  yield* scopeOf(path, outcome.identities, [{ path, status: "judged" }]);
}
