import type { Session } from "../../aws/session.ts";
import { isUnread } from "../../model/fact.ts";
import type { CollectOptions } from "../../model/kind.ts";
import {
  isResourceRecord,
  type ResourceRecord,
  type ScopeRecord,
  type SnapshotRecord,
} from "../../model/snapshot.ts";
import type { ClosedScope } from "../../snapshot/journal.ts";
import type { Journals } from "../../snapshot/journals.ts";
import { unreadScope, type PlannedScope } from "./plan.ts";

export interface ReadingOptions {
  readonly session: Session;
  /** The lanes to use, by service; all that a kind has where absent. */
  readonly lanes?: Readonly<Record<string, readonly string[]>>;
  /** From 0 up to, but not including, 1; the system's where absent. */
  readonly random?: () => number;
  readonly progress?: (event: Progress) => void;
}

export type Progress =
  /** How many scopes there are, in all and in each account. */
  | { readonly kind: "planned"; readonly scopes: number; readonly accounts: ReadonlyMap<string, number> }
  | { readonly kind: "listed"; readonly scope: string; readonly resources: number }
  | { readonly kind: "resource"; readonly scope: string; readonly record: ResourceRecord }
  /** An earlier run has read it whole. */
  | { readonly kind: "known"; readonly scope: string }
  | { readonly kind: "closed"; readonly scope: ScopeRecord };

/** Reads one scope, or only some of its resources: these by id and then its closing record. */
export async function* readScope(
  { scope, kind, read }: PlannedScope,
  options: ReadingOptions,
  { earlier, noted, only }: Pick<CollectOptions, "earlier" | "noted" | "only"> = {},
): AsyncIterable<SnapshotRecord> {
  if (typeof read !== "function") {
    options.progress?.({ kind: "closed", scope: read });
    yield read;
    return;
  }
  const access = await options.session.access(scope.account, scope.region, kind.callsPerSecond);
  const lanes = options.lanes?.[scope.service];
  const how = {
    ...(lanes === undefined ? {} : { lanes }),
    ...(options.random === undefined ? {} : { random: options.random }),
    ...(earlier === undefined ? {} : { earlier }),
    ...(noted === undefined ? {} : { noted }),
    ...(only === undefined ? {} : { only }),
    listed: (resources: number) => options.progress?.({ kind: "listed", scope: scope.id, resources }),
  };
  const records = isUnread(access) ? [unreadScope(scope.id, access.unread)] : read(scope, access, how);
  for await (const found of records) {
    const record = found.kind === "scope" && only !== undefined ? narrow(found, only) : found;
    if (record.kind === "scope") options.progress?.({ kind: "closed", scope: record });
    else if (isResourceRecord(record)) options.progress?.({ kind: "resource", scope: scope.id, record });
    yield record;
  }
}

/** Of what else there is in the scope, such a reading knows nothing. */
const narrow = (closing: ScopeRecord, only: readonly string[]): ScopeRecord => ({
  ...closing,
  populationKnown: false,
  only: closing.only ?? only,
});

/** Reads one scope into its journal; what an earlier run has written there is not asked for again. */
export const readIntoJournal = async (
  planned: PlannedScope,
  options: ReadingOptions,
  journals: Journals,
): Promise<ClosedScope> => {
  const known = journals.closed(planned.scope.id);
  if (known !== null) {
    options.progress?.({ kind: "known", scope: planned.scope.id });
    return known;
  }
  const journal = await journals.open(planned.scope.id);
  try {
    for await (const record of readScope(planned, options, {
      earlier: journal.earlier,
      noted: journal.note,
    })) {
      if (isResourceRecord(record)) await journal.append(record);
      else if (record.kind === "scope") return await journal.close(record);
    }
    throw new Error(`the reading of ${planned.scope.id} ended without a closing record`);
  } finally {
    await journal.leave();
  }
};
