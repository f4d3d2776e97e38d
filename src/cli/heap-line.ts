/** In MB, with the 48 of the young generation: `--max-old-space-size=128`, within which 10,000 identities become a table or JSON. */
const ENOUGH = 176;

/**
 * What is said while there is still time: where the heap cannot grow, Node ends the process without a word that helps.
 * Null where it may grow large enough.
 *
 * @param limit in bytes: `v8.getHeapStatistics().heap_size_limit`
 */
export const heapLine = (limit: number): string | null => {
  const megabytes = Math.floor(limit / 1_048_576);
  return megabytes >= ENOUGH
    ? null
    : `the heap of Node may grow to ${megabytes} MB only; 10,000 identities need ${ENOUGH} MB: allow more with NODE_OPTIONS=--max-old-space-size=256`;
};
