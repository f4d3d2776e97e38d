/** In MB, as `--max-old-space-size`: within so much 10,000 identities become a table or JSON. */
const ENOUGH = 128;

/**
 * What is said while there is still time: where the heap cannot grow, Node ends the process without a word that helps.
 * Null where it may grow large enough.
 *
 * @param limit in bytes: `v8.getHeapStatistics().heap_size_limit`
 * @param version of Node, as in `process.versions.node`
 */
export const heapLine = (limit: number, version: string): string | null => {
  const megabytes = Math.floor(limit / 1_048_576) - youngOf(version);
  return megabytes >= ENOUGH
    ? null
    : `the heap of Node may grow to ${megabytes} MB only; 10,000 identities need ${ENOUGH} MB: allow more with NODE_OPTIONS=--max-old-space-size=256`;
};

/** The part of the limit that new objects have, in MB: three semi-spaces of 16, or of 64 from Node 24 on (measured on 20, 22, 24). */
const youngOf = (version: string): number => (Number.parseInt(version, 10) >= 24 ? 192 : 48);
