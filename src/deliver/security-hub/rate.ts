/** The only clock and the only waiting of a push; tests hand in their own. Milliseconds. */
export interface Time {
  readonly clock: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Is told of each pause after which the same is asked again. */
  readonly retrying?: (pause: Pause) => void;
}

/** Why a push pauses, and for how long. */
export interface Pause {
  readonly code: string;
  /** Findings that are sent again; null where findings are read. */
  readonly findings: number | null;
  readonly milliseconds: number;
}

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export type Operation = "BatchImportFindings" | "BatchUpdateFindings" | "GetFindings";

/**
 * Security Hub's quotas for one account and region (partner guide and quotas page: 10 a second with bursts of 30,
 * GetFindings 3 with bursts of 6). The bursts are kept a little smaller, since the network may bunch calls together.
 */
export const RATES: Readonly<Record<Operation, Rate>> = {
  BatchImportFindings: { perSecond: 10, burst: 28 },
  BatchUpdateFindings: { perSecond: 10, burst: 28 },
  GetFindings: { perSecond: 3, burst: 5 },
};

/** Waits until the next call is within the rate (a token bucket, kept as the moment at which it is full again). */
export const limiter = ({ perSecond, burst }: Rate, { clock, sleep }: Time): (() => Promise<void>) => {
  const apart = 1000 / perSecond;
  let fullAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = clock();
    const from = Math.max(fullAt, now);
    fullAt = from + apart;
    const wait = from - now - (burst - 1) * apart;
    if (wait > 0) await sleep(wait);
  };
};
