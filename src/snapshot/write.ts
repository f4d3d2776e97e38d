import { pendingFile } from "../files/pending-file.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";

/** A snapshot being written; nothing stands at its path before `close`. */
export interface SnapshotWriter {
  append(record: SnapshotRecord): Promise<void>;
  /** Puts the file in its place, whole or as far as it was read. */
  close(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** The line of a record, as `snapshotSha256` counts it. */
export const snapshotLine = (record: SnapshotRecord): string => `${JSON.stringify(record)}\n`;

/** Begins a snapshot beside its path. @throws a problem (exit 4) where it cannot be written. */
export const writeSnapshot = async (path: string): Promise<SnapshotWriter> => {
  const file = await pendingFile(path);
  return {
    append: (record) => file.append(snapshotLine(record)),
    close: async () => {
      await file.finish();
      await file.commit();
    },
    discard: () => file.discard(),
  };
};
