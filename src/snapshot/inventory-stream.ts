import { parseScope } from "../model/scope.ts";
import {
  isResourceRecord,
  type ResourceRecord,
  type ScopeRecord,
  type SnapshotRecord,
} from "../model/snapshot.ts";
import { inventoryOf, type Inventory } from "./inventory.ts";

export interface InventoryOptions {
  /** The inventory's folder as a path from the repository's root, with forward slashes. */
  readonly folder: string;
  /** Hides what must not be committed. */
  readonly show?: (text: string) => string;
  readonly write: (file: Pick<Inventory, "name" | "text">) => Promise<void>;
}

/**
 * Writes each live scope's inventory as the scope ends and hands its resources on with places in that file. Nothing
 * else is changed. A scope that was not listed to its end has no file written: the last one stays, for nothing says that it is wrong.
 */
export async function* withInventory(
  records: AsyncIterable<SnapshotRecord>,
  { folder, show, write }: InventoryOptions,
): AsyncIterable<SnapshotRecord> {
  let open: ResourceRecord[] = [];
  const close = async (
    scope: Pick<ScopeRecord, "id" | "status" | "unread">,
  ): Promise<readonly ResourceRecord[]> => {
    const resources = open;
    open = [];
    if (parseScope(scope.id)?.provider !== "aws" || !isWhole(scope)) return resources;
    const inventory = inventoryOf(scope, resources, folder, show);
    await write(inventory);
    return inventory.resources;
  };
  for await (const record of records) {
    const begun = open[0]?.scope;
    if (begun !== undefined && scopeOf(record) !== begun)
      yield* await close({ id: begun, status: "partial" });
    if (isResourceRecord(record)) {
      open.push(record);
      continue;
    }
    if (record.kind === "scope") yield* await close(record);
    yield record;
  }
  const begun = open[0]?.scope;
  if (begun !== undefined) yield* await close({ id: begun, status: "partial" });
}

/** Where the listing broke, a new file would lack what it did not reach, as if that had been deleted. */
const isWhole = ({ status, unread }: Pick<ScopeRecord, "status" | "unread">): boolean =>
  status === "complete" || (status === "partial" && unread === undefined);

const scopeOf = (record: SnapshotRecord): unknown =>
  isResourceRecord(record) ? record.scope : record.kind === "scope" ? record["id"] : null;
