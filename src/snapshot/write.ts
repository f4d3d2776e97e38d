import { pendingFile, PRIVATE } from "../files/pending-file.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import { snapshotLine } from "../model/snapshot-line.ts";

/** A snapshot being written; nothing stands at its path before `close`. */
export interface SnapshotWriter {
  append(record: SnapshotRecord): Promise<void>;
  /** Puts the file in its place, whole or as far as it was read; where a line could not be written, leaves nothing behind. */
  close(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/**
 * Begins a snapshot beside its path.
 *
 * @param isKept whether what is written is kept elsewhere until the end: then it is written in larger pieces, and is on the disk once it is closed
 * @throws an output problem where it cannot be written.
 */
export const writeSnapshot = async (path: string, isKept = false): Promise<SnapshotWriter> => {
  // Else each record at once: they come slowly from a live account, and what was read is wanted whatever happens.
  const file = await pendingFile(path, PRIVATE, isKept ? undefined : 0);
  let broken = false;
  return {
    append: async (record) => {
      broken = true;
      await file.append(snapshotLine(record));
      broken = false;
    },
    close: async () => {
      if (broken) return file.discard();
      try {
        if (isKept) await file.sync();
        await file.finish();
        await file.commit();
      } catch (error) {
        await file.discard();
        throw error;
      }
    },
    discard: () => file.discard(),
  };
};
