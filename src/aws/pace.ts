/** Waits for a turn; resolves at once where there is room. */
export type Turn = (key: string) => Promise<void>;

export interface PaceOptions {
  /** Calls a second for one key. */
  readonly perSecond: number;
  /** Milliseconds since any fixed moment. */
  readonly clock: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Hands out turns for each key, evenly: the next one is due 1/perSecond after the last. */
export const pace = ({ perSecond, clock, sleep }: PaceOptions): Turn => {
  const apart = 1000 / perSecond;
  const due = new Map<string, number>();
  return async (key) => {
    const now = clock();
    const at = Math.max(now, due.get(key) ?? now);
    due.set(key, at + apart);
    if (at > now) await sleep(at - now);
  };
};
