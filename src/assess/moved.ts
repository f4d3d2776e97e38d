import type { FindingResource } from "../model/finding.ts";
import { isResourceRecord, type ResourceRecord, type SnapshotRecord } from "../model/snapshot.ts";
import { groupBy } from "../text/order.ts";

/**
 * What a resource of source code is called wherever its file stands: its address, name and region; null for one that does not
 * come from source code. A file that is moved keeps it.
 */
export const pathlessOf = ({
  id,
  name,
  region,
}: Pick<FindingResource, "id" | "name"> & { readonly region?: string | null }): string | null => {
  const at = id.indexOf("#");
  return id.startsWith("iac:") && at > 0 ? JSON.stringify([id.slice(at + 1), name, region ?? ""]) : null;
};

/** By id: what names a resource in fingerprints. Its path is a part of it only where two would be one without. */
export const fingerprintKeys = (records: readonly ResourceRecord[]): ReadonlyMap<string, string> => {
  const named = records.flatMap((record) => {
    const pathless = pathlessOf({
      id: record.id,
      name: typeof record["name"] === "string" ? record["name"] : "",
      region: typeof record["region"] === "string" ? record["region"] : null,
    });
    return pathless === null ? [] : [{ id: record.id, pathless }];
  });
  return new Map(
    [...groupBy(named, ({ pathless }) => pathless).values()].flatMap((same) =>
      same.length === 1 ? same.map(({ id, pathless }) => [id, pathless] as const) : [],
    ),
  );
};

/** Hands the resources of one tree of files over only once all of them are known; `known` is told of them before. */
export async function* withWholeTrees(
  snapshot: AsyncIterable<SnapshotRecord>,
  known: (records: readonly ResourceRecord[]) => void,
): AsyncIterable<SnapshotRecord> {
  let waiting: ResourceRecord[] = [];
  for await (const record of snapshot) {
    const isInTree = isResourceRecord(record) && record.scope.startsWith("files/");
    if (waiting.length > 0 && !(isInTree && record.scope === waiting[0]?.scope)) {
      known(waiting);
      yield* waiting;
      waiting = [];
    }
    if (isInTree) waiting.push(record);
    else yield record;
  }
  if (waiting.length > 0) known(waiting);
  yield* waiting;
}
