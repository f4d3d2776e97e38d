import { isProblem, type ProblemError } from "../../model/problem.ts";
import type { SnapshotRecord } from "../../model/snapshot.ts";
import type { CodeKind } from "../written/code-kind.ts";

/**
 * Reads one path for each kind that it is about, by the order of their services.
 *
 * @throws what the first kind says where it is about none, and what any kind says that could not understand it.
 */
export async function* eachKind(
  kinds: readonly CodeKind[],
  read: (kind: CodeKind) => AsyncIterable<SnapshotRecord>,
): AsyncIterable<SnapshotRecord> {
  const refusals: ProblemError[] = [];
  for (const kind of kinds) {
    const made = await recordsOrRefusal(read(kind));
    if ("refusal" in made) refusals.push(made.refusal);
    else yield* made.records;
  }
  const [first] = refusals;
  if (first !== undefined && refusals.length === kinds.length) throw first;
}

/** A problem of use says that the path holds nothing of the kind; any other is thrown. */
const recordsOrRefusal = async (
  read: AsyncIterable<SnapshotRecord>,
): Promise<{ readonly records: readonly SnapshotRecord[] } | { readonly refusal: ProblemError }> => {
  const records: SnapshotRecord[] = [];
  try {
    for await (const record of read) records.push(record);
  } catch (error) {
    if (isProblem(error) && error.problem.kind === "usage") return { refusal: error };
    throw error;
  }
  return { records };
};
