import { isUnread } from "../model/fact.ts";
import type { EarlierReading, ReadingNote } from "../model/kind.ts";
import type { ResourceRecord } from "../model/snapshot.ts";

/** Gathers what a reading that did not come to its end has found out. */
interface Gathering {
  /** Answers whether the resource was read whole; one that was not is asked for again. */
  see(record: ResourceRecord): boolean;
  note(note: ReadingNote): void;
  all(): EarlierReading;
}

export const earlierReading = (): Gathering => {
  const read = new Set<string>();
  const gone = new Set<string>();
  const retired = new Map<string, EarlierReading["retired"][number]>();
  return {
    see: (record) => {
      const isWhole = isReadWhole(record);
      if (isWhole) read.add(record.id);
      return isWhole;
    },
    note: (note) => {
      if (note.kind === "gone") gone.add(note.id);
      else if (LASTING.test(note.unread.code))
        retired.set(note.lane, { lane: note.lane, unread: note.unread });
    },
    all: () => ({ read, gone, retired: [...retired.values()] }),
  };
};

/** Whether no fact of the resource was refused. */
export const isReadWhole = (record: ResourceRecord): boolean => !Object.values(record).some(isUnread);

/** A refusal of this kind is given again however often one asks; any other may be over by now. */
const LASTING = /AccessDenied|Unauthorized|NotAuthorized/;
