import { expect } from "chai";
import { random } from "../../proof/random.ts";
import { pace, type Pace, type PaceOptions } from "../../src/aws/pace.ts";
import { tokenBucket } from "../support/token-bucket.ts";

/** Time that passes only while everybody sleeps. */
const simulated = (more: Partial<PaceOptions> = {}) => {
  let now = 0;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const pick = random(3);
  const paced: Pace = pace({
    clock: () => now,
    random: () => pick.below(1_000_000) / 1_000_000,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        sleepers.push({ at: now + milliseconds, wake: resolve });
        signal.addEventListener("abort", () => resolve());
      }),
    ...more,
  });
  /** Wakes sleepers one after the other, up to a moment. */
  const until = async (moment: number): Promise<void> => {
    for (;;) {
      for (let turn = 0; turn < 3; turn += 1) await new Promise((settled) => setImmediate(settled));
      sleepers.sort((a, b) => a.at - b.at);
      const next = sleepers[0];
      if (next === undefined || next.at > moment) break;
      sleepers.shift();
      now = Math.max(now, next.at);
      next.wake();
    }
    now = moment;
  };
  return { paced, until, clock: () => now };
};

/** Uses three operations to the full, and tells what passed after the first minute. */
const throttledOf = async (quotas: Readonly<Record<string, (now: number) => boolean>>) => {
  const { paced, until, clock } = simulated();
  const passed: Record<string, number> = {};
  const late: { calls: number; throttled: number } = { calls: 0, throttled: 0 };
  const work = async (operation: string): Promise<void> => {
    for (;;) {
      const turn = await paced.turn("a", operation, 1);
      const passes = quotas[operation]?.(clock()) ?? true;
      if (clock() > 60_000) {
        late.calls += 1;
        if (!passes) late.throttled += 1;
        else passed[operation] = (passed[operation] ?? 0) + 1;
      }
      // An answer takes a moment.
      await new Promise((settled) => setImmediate(settled));
      if (passes) turn.answered();
      else turn.throttled();
    }
  };
  for (const operation of Object.keys(quotas)) void work(operation);
  await until(160_000);
  return { passed, ...late };
};

describe("pace", () => {
  it("begins each operation of each place at the documented rate, whatever the others do", async () => {
    const { paced, until } = simulated();
    const given: string[] = [];
    const ask = async (place: string, operation: string, documented: number): Promise<void> => {
      await paced.turn(place, operation, documented);
      given.push(`${place} ${operation}`);
    };
    for (let call = 0; call < 3; call += 1) void ask("a", "List", 1);
    void ask("a", "Get", 1);
    void ask("b", "List", 1);
    await until(0);
    expect(given.toSorted()).to.deep.equal(["a Get", "a List", "b List"]);
    await until(1_100);
    expect(given).to.have.length(4);
    await until(2_200);
    expect(given).to.have.length(5);
  });

  it("goes faster at once when an answer shows that more is allowed, though a call already waits", async () => {
    const { paced, until } = simulated();
    const first = await paced.turn("a", "List", 1);
    let came = false;
    void paced.turn("a", "List", 1).then(() => (came = true));
    await until(10);
    first.answered();
    await until(300);
    expect(came).to.equal(true);
  });

  it("goes no faster than its ceiling", async () => {
    const { paced, until } = simulated({ ceiling: 2 });
    let given = 0;
    const work = async (): Promise<void> => {
      for (;;) {
        const turn = await paced.turn("a", "List", 1);
        given += 1;
        turn.answered();
      }
    };
    void work();
    await until(10_000);
    expect(given).to.be.within(18, 22);
  });

  it("finds the quota that three operations share", async () => {
    const quota = tokenBucket(12, 3);
    const { passed, calls, throttled } = await throttledOf({ one: quota, two: quota, three: quota });
    const rate = Object.values(passed).reduce((sum, count) => sum + count, 0) / 100;
    expect(rate).to.be.within(7, 12);
    expect(throttled / calls).to.be.below(0.03);
    for (const count of Object.values(passed)) expect(count / 100).to.be.at.least(0.5);
  }).timeout(30_000);

  it("does not take quotas of their own for a shared one", async () => {
    const { passed } = await throttledOf({
      one: tokenBucket(5, 1),
      two: tokenBucket(20, 1),
      three: tokenBucket(10, 1),
    });
    expect((passed["one"] ?? 0) / 100).to.be.within(3, 5);
    expect((passed["two"] ?? 0) / 100).to.be.within(13, 20);
    expect((passed["three"] ?? 0) / 100).to.be.within(6, 10);
  }).timeout(30_000);

  for (const seed of [1, 2, 3, 4])
    it(`does not take three lanes that find equal limits at the same time for one quota (${seed})`, async () => {
      const pick = random(seed);
      const { paced, until, clock } = simulated({
        ownersShare: 0,
        random: () => pick.below(1_000_000) / 1_000_000,
      });
      const quotas = [tokenBucket(20, 20), tokenBucket(20, 20), tokenBucket(20, 20)];
      let passed = 0;
      const work = async (lane: number): Promise<void> => {
        for (;;) {
          const turn = await paced.turn("a", `lane ${lane}`, 1);
          const passes = quotas[lane]?.(clock()) === true;
          await new Promise((settled) => setImmediate(settled));
          if (passes) {
            passed += 1;
            turn.answered();
          } else turn.throttled();
        }
      };
      for (const lane of [0, 1, 2]) for (let worker = 0; worker < 8; worker += 1) void work(lane);
      await until(10_500);
      // The best that three quotas of 20 a second permit in that time is 630, and 60 more at once.
      expect(passed).to.be.at.least(0.95 * 630);
    }).timeout(30_000);
});
