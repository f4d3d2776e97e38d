import { packedTexts, type PackedTexts } from "./packed-texts.ts";

/** Keeps the first `limit` texts by their rank, the smallest first, and counts all; within a rank the first that came. */
export interface KeptByRank {
  add(rank: number, text: string): void;
  /** Whether a text of this rank would be kept if it came now. */
  readonly isWanted: (rank: number) => boolean;
  readonly total: () => number;
  readonly kept: () => number;
  /** By rank. */
  part(from: number, to: number): Iterable<string>;
  /** As they came. */
  inOrder(): Iterable<string>;
}

interface Bucket {
  readonly rank: number;
  readonly texts: PackedTexts;
  /** When each came, among all. */
  readonly arrivals: number[];
}

/** Holds texts compressed, and of each rank at most `limit`; there are a few dozen ranks. */
export const keepByRank = (limit: number): KeptByRank => {
  let buckets: readonly Bucket[] = [];
  let total = 0;
  const countUpTo = (rank: number): number =>
    buckets.reduce((sum, one) => (one.rank <= rank ? sum + one.texts.count() : sum), 0);
  const isWanted = (rank: number): boolean => countUpTo(rank) < limit;
  const bucketOf = (rank: number): Bucket => {
    const known = buckets.find((one) => one.rank === rank);
    if (known !== undefined) return known;
    const made = { rank, texts: packedTexts(), arrivals: [] };
    buckets = [...buckets, made].sort((a, b) => (a.rank < b.rank ? -1 : 1));
    return made;
  };
  /** Each bucket with how many of its texts are kept. */
  const shares = (): readonly { readonly bucket: Bucket; readonly count: number }[] => {
    let left = limit;
    return buckets.map((bucket) => {
      const count = Math.min(left, bucket.texts.count());
      left -= count;
      return { bucket, count };
    });
  };
  return {
    add: (rank, text) => {
      total += 1;
      if (!isWanted(rank)) return;
      const bucket = bucketOf(rank);
      bucket.texts.add(text);
      bucket.arrivals.push(total);
      const worst = buckets.at(-1);
      if (worst !== undefined && worst !== bucket && countUpTo(worst.rank) - worst.texts.count() >= limit)
        buckets = buckets.slice(0, -1);
    },
    isWanted,
    total: () => total,
    kept: () => Math.min(limit, countUpTo(Infinity)),
    *part(from, to) {
      let start = 0;
      for (const { bucket, count } of shares()) {
        yield* bucket.texts.part(Math.max(0, from - start), Math.min(count, Math.max(0, to - start)));
        start += count;
      }
    },
    inOrder: () => merged(shares()),
  };
};

function* merged(shares: readonly { readonly bucket: Bucket; readonly count: number }[]): Iterable<string> {
  const lanes = shares.map(({ bucket, count }) => ({
    arrivals: bucket.arrivals,
    texts: bucket.texts.part(0, count)[Symbol.iterator](),
    count,
    at: 0,
  }));
  for (;;) {
    let next: (typeof lanes)[number] | null = null;
    for (const lane of lanes) {
      if (lane.at === lane.count) continue;
      if (next === null || (lane.arrivals[lane.at] ?? 0) < (next.arrivals[next.at] ?? 0)) next = lane;
    }
    if (next === null) return;
    const { value, done } = next.texts.next();
    if (done === true) return;
    next.at += 1;
    yield value;
  }
}
