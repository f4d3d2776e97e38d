import type { SnapshotRecord } from "./snapshot.ts";

/** Yields snapshot records; never judges, drops, changes a value or swallows a failure. */
export interface Source {
  read(signal: AbortSignal): AsyncIterable<SnapshotRecord>;
}
