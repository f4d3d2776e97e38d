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

/** The first answer multiplies the rate by this: quotas far above the documented one are common. */
const FIRST = 16;
/** Milliseconds in which the rate doubles from then on until the first throttle, so that few calls are on their way then. */
const DOUBLES_IN = 1_000;
/** What a throttle leaves of the rate: of one that was far too high, since hardly a call passed, and of any other. */
const FAR_FALL = 1 / 4;
const FALL = 0.85;
/** However often calls are throttled, the rate stays at this part of the documented one. */
const SLOWEST = 1 / 8;
/** Each answer closes this part of the gap to what is allowed. */
const STEP = 1 / 4;
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
/** The latest throttles that are kept in mind: what passed between two of them is what the quota gave in that time. */
const MARKS = 4;
/** Fewer calls since a throttle do not tell a rate. */
const COUNTABLE = 4;
/** After so many calls the climb since the last throttle was over. */
const STEADY = 12;
/**
 * While the rate climbs, a quota without bursts loses what nobody calls for. So much of what passed lately beyond the
 * mean since an earlier throttle is put down to that.
 */
const LOST = 0.4;
/** Where a share is left free, no throttle corrects an estimate that is too low; it is taken for so much more. */
const UNCORRECTED = 1.06;
/** A count of calls may miss a part of one: each answer takes the limit by a part of the way to what it would be with it. */
const UNCOUNTED = 0.3;
const CREEP = 1 / 16;
/** Calls a second that are taken for the limit where nothing is documented and hardly a call has gone out. */
const UNKNOWN = 8;
/** Turns come up to this part earlier or later than even spacing would have it. */
const JITTER = 0.01;

/**
 * Finds the rate of a token bucket that nobody has told.
 *
 * The rate begins at the documented one and rises quickly until a call is throttled. That shows the limit, and the
 * owner's share of it is left free from then on. What passes from one throttle to a later one shows it more exactly. The
 * rate falls by a factor with each throttle and rises step by step while nothing is throttled. Now and then some calls go out above the known limit: where none of them is throttled, the
 * limit is raised. A throttle of a call that was sent before the last fall says nothing new.
 */
export const budget = (
  { documented, ceiling, ownersShare, known = Number.POSITIVE_INFINITY }: BudgetLimits,
  { clock, random }: Surroundings,
): Budget => {
  const used = 1 - Math.max(ownersShare, MARGIN);
  const leavesShare = ownersShare > MARGIN;
  const slowest = (documented ?? UNKNOWN) * SLOWEST;
  let recent: number[] = [];
  /** A bucket is empty at a throttle: between two of them it gave as much as it was filled with. */
  let marks: { readonly at: number; passed: number }[] = [];
  let risesSince: number | null = null;
  let limit = known;
  let rate = Math.min(documented ?? Number.POSITIVE_INFINITY, ceiling, limit * used);
  let nextAt = clock();
  let fellAt = Number.NEGATIVE_INFINITY;
  let passed = 0;
  let highest = 0;
  let settledAt = nextAt;
  let probing = 0;

  const allowed = (): number => Math.min(ceiling, limit * (probing > 0 ? PROBE_RATE : used));
  const spacing = (): number => (Number.isFinite(rate) ? 1000 / rate : 0);
  /** Calls a second that passed lately. */
  const lately = (sentAt: number): number => {
    const [first] = recent;
    return recent.length < FEW || first === undefined
      ? Number.POSITIVE_INFINITY
      : ((FEW - 1) * 1000) / Math.max(1, sentAt - first);
  };
  /** The first throttle since which enough has passed to tell a rate. */
  const countable = (): { readonly at: number; readonly passed: number } | undefined =>
    marks.find((mark) => mark.passed >= COUNTABLE);
  /** The rate that the quota allows, as a call shows that was throttled. */
  const shown = (sentAt: number): number => {
    const mark = countable();
    if (mark === undefined) {
      // The rate has risen meanwhile.
      if (recent.length === FEW) return Math.min(rate, (lately(sentAt) * FEW) / (FEW - 1));
      return Number.isFinite(rate) ? rate : Math.max(recent.length, UNKNOWN);
    }
    const given = Math.min(rate, (mark.passed * 1000) / Math.max(1, sentAt - mark.at));
    const latest = Math.min(rate, lately(sentAt));
    if (latest < given) return given;
    // Nobody called for a while: the time that passed says nothing.
    if (given < latest / 2) return latest;
    if (leavesShare) return Math.min(latest, given * UNCORRECTED);
    return passed < STEADY ? given : given + (latest - given) * LOST;
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
      for (const mark of marks) if (sentAt > mark.at) mark.passed += 1;
      if (limit === Number.POSITIVE_INFINITY) {
        const factor = risesSince === null ? FIRST : 2 ** ((now - risesSince) / DOUBLES_IN);
        rate = Math.min(ceiling, rate * factor);
        risesSince = now;
      } else {
        if (probing === 1) {
          limit *= RAISE;
          settledAt = now;
        }
        if (sentAt > fellAt) limit += Math.max(0, highest - limit) * CREEP;
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
      if (isNews) {
        limit = Math.max(shown(sentAt), Math.min(documented ?? slowest, ceiling));
        highest = leavesShare
          ? limit
          : limit * (1 + UNCOUNTED / (countable()?.passed ?? Number.POSITIVE_INFINITY));
      }
      probing = 0;
      rate = Math.max(slowest, Math.min(limit * (isFar ? FAR_FALL : FALL), allowed()));
      fellAt = now;
      passed = 0;
      recent = [];
      marks = [...marks, { at: sentAt, passed: 0 }].slice(-MARKS);
      settledAt = now;
      nextAt = Math.max(nextAt, now + spacing() * (0.5 + random() / 2));
      return isNews;
    },
    rate: () => rate,
    limit: () => limit,
    isLearnt: () => limit !== Number.POSITIVE_INFINITY,
  };
};
