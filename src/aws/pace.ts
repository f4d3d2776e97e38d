/** Waits for a turn at so many calls a second for one key; resolves at once where there is room. */
export type Turn = (key: string, perSecond: number) => Promise<void>;

export interface PaceOptions {
  /** Milliseconds since any fixed moment. */
  readonly clock: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Hands out turns for each key, evenly: the next one is due 1/perSecond after the last. */
export const pace = ({ clock, sleep }: PaceOptions): Turn => {
  const due = new Map<string, number>();
  return async (key, perSecond) => {
    const now = clock();
    const at = Math.max(now, due.get(key) ?? now);
    due.set(key, at + 1000 / perSecond);
    if (at > now) await sleep(at - now);
  };
};
