/** Of one BatchImportFindings call; sources: its reference, and the partner guide for the bytes (6 MB, taken as decimal). */
export const CALL_LIMITS = { findings: 100, bytes: 6_000_000 } as const;

/** Room for the array's brackets and whatever a client puts around it. */
const AROUND = 1_000;

/**
 * Fills batches with findings as JSON, in order: each as large as one call may be.
 *
 * `add` answers the batch that had to be closed to make room, if one had; `rest` the last one, if there is one.
 */
export const batcher = (): {
  readonly add: (finding: string) => readonly (readonly string[])[];
  readonly rest: () => readonly (readonly string[])[];
} => {
  let open: string[] = [];
  let bytes = AROUND;
  return {
    add: (finding) => {
      const size = Buffer.byteLength(finding) + 2;
      const full = open.length === CALL_LIMITS.findings || bytes + size > CALL_LIMITS.bytes;
      const closed = full && open.length > 0 ? [open] : [];
      if (full) [open, bytes] = [[], AROUND];
      open.push(finding);
      bytes += size;
      return closed;
    },
    rest: () => (open.length > 0 ? [open] : []),
  };
};
