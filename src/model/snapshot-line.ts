import type { SnapshotRecord } from "./snapshot.ts";

/** The record that was asked for last, with its line: whoever judges a record asks for it right after it was written down. */
let last: { readonly record: SnapshotRecord; readonly line: string } | null = null;

/** The line of a record in a snapshot, with its line feed, as `snapshotSha256` counts it. */
export const snapshotLine = (record: SnapshotRecord): string => {
  if (last?.record !== record) last = { record, line: `${JSON.stringify(record)}\n` };
  return last.line;
};
