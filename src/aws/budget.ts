/** How fast a budget may be used. Calls a second. */
export interface BudgetLimits {
  /** What AWS documents. Where it documents nothing, calls are free until the first one is throttled. */
  readonly documented?: number | undefined;
  /** Never exceeded, whatever AWS would allow. */
  readonly ceiling: number;
  /** The part of a limit, once it is known, that is left to whoever else calls: 0.2 leaves a fifth. */
  readonly ownersShare: number;
  /** A limit that is known already. */
  readonly known?: number;
}

/** What a budget cannot know by itself; a test puts its own in place. */
export interface Surroundings {
  /** Milliseconds since any fixed moment. */
  readonly clock: () => number;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
}

/** The calls of one operation in one account and region, and the rate that was found for them. */
export interface Budget {
  /** Milliseconds until the next call may go out. */
  wait(): number;
  /** A call goes out now; its moment is handed back with what came of it. */
  sent(): number;
  answered(sentAt: number): void;
  /** Answers whether the throttle says something new: not that of a probe, or of a call sent before the last one. */
  throttled(sentAt: number): boolean;
  /** Calls a second at present. */
  rate(): number;
  /** Calls a second that are taken for what AWS allows; infinite before the first throttle. */
  limit(): number;
  /** Whether a throttle has shown where the limit is. */
  isLearnt(): boolean;
}

/** Until the first throttle each answer multiplies the rate by this: a limit of 20 is passed with the fourth call. */
const QUICK = 4;
/** What a throttle leaves of the rate: of one that was far too high, since hardly a call passed, and of any other. */
const FAR_FALL = 1 / QUICK;
const FALL = 0.7;
/** However often calls are throttled, the rate stays at this part of the documented one. */
const SLOWEST = 1 / 8;
/** Each answer closes this part of the gap to what is allowed. */
const STEP = 1 / 8;
/** Milliseconds, and calls, without a throttle after which it is tried whether more is allowed. */
const PROBE_AFTER = 20_000;
const PROBE_AFTER_CALLS = 160;
/** So many calls go out above the known limit, enough to use up a small burst; where they pass, the limit is raised. */
const PROBE_CALLS = 32;
const PROBE_RATE = 1.25;
const RAISE = 1.1;
/** A limit that was found is not used to the last call, whatever is left to the owner. */
const MARGIN = 0.02;
/** The latest calls since the last throttle that are kept in mind, to tell how fast they really went. */
const FEW = 8;
/** Calls since the last throttle are counted over the climb too, so that the rate at its end was above their average. */
const COUNTED = 1.1;
/** Calls a second that are taken for the limit where nothing is documented and hardly a call has gone out. */
const UNKNOWN = 8;
/** Turns come up to this part earlier or later than even spacing would have it. */
const JITTER = 0.05;

/**
 * Finds the rate of a token bucket that nobody has told.
 *
 * The rate begins at the documented one and rises quickly until a call is throttled. That shows the limit, and the
 * owner's share of it is left free from then on. The rate falls by a factor with each throttle and rises step by step while
 * nothing is throttled. Now and then some calls go out above the known limit: where none of them is throttled, the
 * limit is raised. A throttle of a call that was sent before the last fall says nothing new.
 */
export const budget = (
  { documented, ceiling, ownersShare, known = Number.POSITIVE_INFINITY }: BudgetLimits,
  { clock, random }: Surroundings,
): Budget => {
  const used = 1 - Math.max(ownersShare, MARGIN);
  const slowest = (documented ?? UNKNOWN) * SLOWEST;
  let recent: number[] = [];
  let limit = known;
  let rate = Math.min(documented ?? Number.POSITIVE_INFINITY, ceiling, limit * used);
  let nextAt = clock();
  let fellAt = Number.NEGATIVE_INFINITY;
  let passed = 0;
  let settledAt = nextAt;
  let probing = 0;

  const allowed = (): number => Math.min(ceiling, limit * (probing > 0 ? PROBE_RATE : used));
  const spacing = (): number => (Number.isFinite(rate) ? 1000 / rate : 0);
  /** The rate at which calls passed: no more than the rate, which a slow network or the climb to it may not have reached. */
  const passing = (now: number): number => {
    if (passed >= FEW && limit !== Number.POSITIVE_INFINITY)
      return Math.min(rate, (passed * 1000 * COUNTED) / Math.max(1, now - fellAt));
    const [first] = recent;
    if (recent.length === FEW && first !== undefined)
      return Math.min(rate, (FEW * 1000) / Math.max(1, now - first));
    return Number.isFinite(rate) ? rate : Math.max(recent.length, UNKNOWN);
  };

  return {
    wait: () => Math.max(0, nextAt - clock()),
    sent: () => {
      const at = clock();
      recent.push(at);
      if (recent.length > FEW) recent.shift();
      const gap = spacing() * (1 - JITTER + 2 * JITTER * random());
      // A turn that comes a little late does not delay the next one; after a pause nothing is made up for.
      nextAt = (at - nextAt < gap / 2 ? nextAt : at) + gap;
      return at;
    },
    answered: (sentAt) => {
      const now = clock();
      const before = rate;
      if (sentAt > fellAt) passed += 1;
      if (limit === Number.POSITIVE_INFINITY) rate = Math.min(ceiling, rate * QUICK);
      else {
        if (probing === 1) limit *= RAISE;
        if (probing === 1) settledAt = now;
        if (probing > 0) probing -= 1;
        else if (now - settledAt >= Math.max(PROBE_AFTER, PROBE_AFTER_CALLS * spacing()))
          probing = PROBE_CALLS;
        if (probing === PROBE_CALLS || rate > allowed()) rate = allowed();
        if (sentAt > fellAt && rate < allowed()) rate += (allowed() - rate) * STEP;
      }
      if (rate > before && nextAt > now) nextAt = now + ((nextAt - now) * before) / rate;
    },
    throttled: (sentAt) => {
      if (sentAt <= fellAt) return false;
      const now = clock();
      const isFar = limit === Number.POSITIVE_INFINITY || passed < 2;
      // A probe that is throttled has confirmed the limit.
      const isNews = probing === 0;
      // AWS documents less than it allows, never more: what passed below that was others' use of the quota.
      if (isNews) limit = Math.max(passing(now), Math.min(documented ?? slowest, ceiling));
      probing = 0;
      rate = Math.max(slowest, Math.min(limit * (isFar ? FAR_FALL : FALL), allowed()));
      fellAt = now;
      passed = 0;
      recent = [];
      settledAt = now;
      nextAt = Math.max(nextAt, now + spacing() * (0.5 + random() / 2));
      return isNews;
    },
    rate: () => rate,
    limit: () => limit,
    isLearnt: () => limit !== Number.POSITIVE_INFINITY,
  };
};
