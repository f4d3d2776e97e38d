import type { Kind } from "../model/kind.ts";
import type { Resource } from "../model/resource.ts";
import { parseScope } from "../model/scope.ts";
import { isResourceRecord, type ScopeRecord, type SnapshotRecord } from "../model/snapshot.ts";
import { accessesOf } from "../services/index.ts";
import type { Compared } from "./difference.ts";

/** One of two states that are compared. */
export interface Side extends Compared {
  readonly all: readonly Resource[];
  /** Why this side may have a resource that it does not list; null where it has none. */
  mayLack(resource: Resource): string | null;
}

/**
 * A side from the records of a snapshot or of source code.
 *
 * @param incomplete what could not be read, a line each
 */
export const sideOf = (
  name: string,
  records: readonly SnapshotRecord[],
  kinds: readonly Kind[],
  incomplete: readonly string[],
): Side => {
  const all: Resource[] = [];
  const unreadable = new Set<string>();
  for (const record of records.filter(isResourceRecord)) {
    const read = kinds.find(({ kind }) => kind === record.kind)?.read(record);
    if (read === undefined || "problem" in read) unreadable.add(record.scope);
    else all.push(read);
  }
  const unknown = [...new Set(all.map(({ kind }) => kind))].filter((kind) => accessesOf(kind).length === 0);
  const scopes = new Map(records.filter(isScope).map((one) => [one.id, one]));
  const isLive = [...scopes.keys()].some((id) => parseScope(id)?.provider === "aws");
  return {
    name,
    all,
    resources: all.length,
    incomplete: [
      ...incomplete,
      ...unknown.map(
        (kind) =>
          `${kind}: what the policies of such a resource allow is not known, so they are not compared`,
      ),
    ],
    mayLack: ({ scope }) => {
      const own = scopes.get(scope);
      const isWhole = own !== undefined && isReadWhole(own) && !unreadable.has(scope);
      if (isWhole) return null;
      if (own !== undefined || (isLive && scope.startsWith("aws/")))
        return `${name} did not read all of ${scope}`;
      return incomplete.length === 0 ? null : `${name} was not read whole`;
    },
  };
};

const isScope = (record: SnapshotRecord): record is ScopeRecord => record.kind === "scope";

const isReadWhole = ({ status }: ScopeRecord): boolean => status === "complete" || status === "unavailable";
