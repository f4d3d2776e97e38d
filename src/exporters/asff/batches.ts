/** Of one BatchImportFindings call; sources: its reference, and the partner guide for the bytes (6 MB, taken as decimal). */
export const CALL_LIMITS: { readonly findings: number; readonly bytes: number } = {
  findings: 100,
  bytes: 6_000_000,
};

/** Room for the brackets of the list and whatever a client puts around it. */
const AROUND = 1_000;

/** Fills batches in order, each as large as one call may be. */
export interface Batcher<T> {
  /** Takes the next one, and answers the batch that had to be closed to make room, if one had. */
  readonly add: (item: T, bytes: number) => readonly (readonly T[])[];
  /** The last batch, if there is one. */
  readonly rest: () => readonly (readonly T[])[];
}

export const batcher = <T>(): Batcher<T> => {
  let open: T[] = [];
  let bytes = AROUND;
  return {
    add: (item, size) => {
      const full = open.length === CALL_LIMITS.findings || bytes + size + 2 > CALL_LIMITS.bytes;
      const closed = full && open.length > 0 ? [open] : [];
      if (full) [open, bytes] = [[], AROUND];
      open.push(item);
      bytes += size + 2;
      return closed;
    },
    rest: () => (open.length > 0 ? [open] : []),
  };
};
