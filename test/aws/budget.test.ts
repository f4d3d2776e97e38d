import { expect } from "chai";
import { random } from "../../proof/random.ts";
import { budget, type Budget } from "../../src/aws/budget.ts";
import { tokenBucket } from "../support/token-bucket.ts";

interface Run {
  /** Calls that the quota let pass in each second. */
  readonly passed: readonly number[];
  readonly throttled: number;
  readonly calls: number;
}

/** Calls that wait for their answer at a time. */
const AT_ONCE = 8;

/** Uses a budget to the full for so many seconds of simulated time, against quotas that it is not told. */
const use = (
  open: (clock: () => number, pick: () => number) => Budget,
  { seconds, quota, latency = 0 }: { seconds: number; quota: (now: number) => boolean; latency?: number },
): Run => {
  let now = 0;
  const pick = random(7);
  const one = open(
    () => now,
    () => pick.below(1_000_000) / 1_000_000,
  );
  const passed = Array.from({ length: seconds }, () => 0);
  let throttled = 0;
  let calls = 0;
  const coming: { readonly at: number; readonly tell: () => void }[] = [];
  while (now < seconds * 1000) {
    const next = coming[0];
    const free = now + one.wait();
    if (next !== undefined && (next.at <= free || coming.length >= AT_ONCE)) {
      now = Math.max(now, next.at);
      coming.shift();
      next.tell();
      continue;
    }
    now = free;
    if (now >= seconds * 1000) break;
    const sentAt = one.sent();
    calls += 1;
    const passes = quota(now);
    if (passes) passed[Math.floor(now / 1000)] = (passed[Math.floor(now / 1000)] ?? 0) + 1;
    else throttled += 1;
    coming.push({ at: now + latency, tell: () => (passes ? one.answered(sentAt) : one.throttled(sentAt)) });
  }
  return { passed, throttled, calls };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const opened =
  (limits: Partial<Parameters<typeof budget>[0]> = {}) =>
  (clock: () => number, pick: () => number): Budget =>
    budget(
      { documented: 1, ceiling: Number.POSITIVE_INFINITY, ownersShare: 0.2, ...limits },
      { clock, random: pick },
    );

describe("a budget", () => {
  for (const perSecond of [1, 2, 5, 20, 100, 300])
    for (const burst of [1, 5, 20])
      for (const latency of [0, 80])
        if (perSecond < (1000 / (latency + 1)) * AT_ONCE * 0.8)
          it(`finds a limit of ${perSecond} a second with bursts of ${burst} and answers after ${latency} ms`, () => {
            const { passed, throttled, calls } = use(opened(), {
              seconds: 400,
              quota: tokenBucket(perSecond, burst),
              latency,
            });
            const steady = sum(passed.slice(200)) / 200;
            // Bursts hide where the limit is: the owner's share is left where they are small beside it.
            expect(steady / perSecond).to.be.within(0.6, burst < 20 ? 0.99 : 1.06);
            expect(throttled / calls).to.be.below(perSecond < 5 ? 0.1 : 0.02);
          });

  it("is quick to find a limit of 20: in ten seconds it passes nearly all that the share permits", () => {
    const { passed, throttled } = use(opened(), { seconds: 12, quota: tokenBucket(20, 1), latency: 2 });
    expect(sum(passed)).to.be.at.least(0.95 * 12 * 16);
    expect(throttled).to.be.at.most(4);
  });

  it("never goes beyond its ceiling", () => {
    const { passed, throttled } = use(opened({ ceiling: 3 }), {
      seconds: 60,
      quota: tokenBucket(1000, 1000),
    });
    expect(Math.max(...passed)).to.be.at.most(4);
    expect(sum(passed)).to.be.within(170, 181);
    expect(throttled).to.equal(0);
  });

  it("begins at the documented rate, and with a ceiling below it at the ceiling", () => {
    const { passed } = use(opened({ documented: 10, ceiling: 0.5 }), {
      seconds: 20,
      quota: tokenBucket(1000, 1000),
    });
    expect(sum(passed)).to.be.within(9, 11);
  });

  it("is free where nothing is documented, until a call is throttled", () => {
    let now = 0;
    const one = budget(
      { ceiling: Number.POSITIVE_INFINITY, ownersShare: 0.2 },
      { clock: () => now, random: () => 0.5 },
    );
    for (let call = 0; call < 50; call += 1) {
      expect(one.wait()).to.equal(0);
      one.answered(one.sent());
    }
    now = 500;
    one.throttled(one.sent());
    expect(one.wait()).to.be.greaterThan(0);
    expect(one.rate()).to.be.within(1, 120);
  });

  it("leaves the owner his share while he calls without a pause", () => {
    const quota = tokenBucket(20, 5);
    let last = 0;
    let owned = 0;
    const shared = (now: number): boolean => {
      // The owner calls ten times a second between the 60th and the 120th second.
      for (; last + 100 <= now; last += 100)
        if (last >= 60_000 && last < 120_000) owned += Number(quota(last));
      return quota(now);
    };
    const { passed, throttled, calls } = use(opened(), { seconds: 300, quota: shared });
    expect(sum(passed.slice(120)) / 180).to.be.within(14, 18);
    expect(owned / 60).to.be.within(3, 10);
    expect(throttled / calls).to.be.below(0.03);
  });

  it("still tries a call now and then where every call is throttled", () => {
    const { calls } = use(opened(), { seconds: 600, quota: () => false });
    expect(calls).to.be.within(70, 160);
  });
});
