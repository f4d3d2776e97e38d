import { expect } from "chai";
import { random, type Random } from "../../proof/random.ts";
import type { AssessOptions } from "../../src/assess/assess.ts";
import { judgingOf } from "../../src/judging.ts";
import { HEAVY } from "../support/heavy.ts";
import { arnOf, changed, happenings, watched, wrongIn, type Watched } from "./change-history.ts";

const CHANGES = 50;
const ORDERS = HEAVY ? 1_000 : 10;
const OVERLAPPING = HEAVY ? 300 : 10;

/** What a full scan alone would have found in the same estate. */
const truthOf = async ({ estate }: Watched, judging: AssessOptions): Promise<readonly string[]> => {
  const other = watched(judging);
  for (const [name, policies] of estate) other.estate.set(name, new Map(policies));
  await other.scan();
  return wrongIn(other.hub);
};

interface History {
  readonly live: Watched;
  /** Names of identities that were read after their last change. */
  readonly known: ReadonlySet<string>;
}

/** Changes and deliveries in a random order; `settle` is handed each delivery as work to begin. */
const lived = async (
  judging: AssessOptions,
  chosen: Random,
  settle: (live: Watched, event: object) => Promise<void>,
): Promise<History> => {
  const live = watched(judging);
  const events: { readonly name: string; readonly event: object }[] = [];
  const known = new Set<string>();
  for (const what of happenings(CHANGES, chosen)) {
    live.clock += 1 + chosen.below(20_000);
    if ("change" in what) {
      const change = changed(live.estate, chosen);
      events[what.change] = { name: change.name, event: live.event(change, what.change) };
      known.delete(change.name);
      continue;
    }
    const told = events[what.delivery];
    if (told === undefined) throw new Error("an event came before its change");
    known.add(told.name);
    await settle(live, told.event);
  }
  return { live, known };
};

/** EventBridge sends an event again that its function has failed for; a day has room for many more. */
const DELIVERIES = 20;

const delivered = async (live: Watched, event: object, pause: () => Promise<void>): Promise<void> => {
  for (let left = DELIVERIES; left > 0; left -= 1)
    try {
      return await live.deliver(event, pause);
    } catch (error) {
      if (left === 1 || !String(error).includes("newer than this reading")) throw error;
    }
};

const about = (names: ReadonlySet<string>, lines: readonly string[]): readonly string[] =>
  lines.filter((line) => [...names].some((name) => line.includes(`:${name} `)));

describe("findings kept up to date by events, in memory", function () {
  this.timeout(600_000);
  let judging: AssessOptions;
  before(async () => {
    judging = await judgingOf({ now: "2026-11-30T12:00:00Z", select: { ids: ["SES-003"] } });
  });

  it(`${ORDERS} random orders of ${CHANGES} events, late, doubled and lost, end in the findings of a full scan`, async () => {
    let madeGood = 0;
    for (let seed = 0; seed < ORDERS; seed += 1) {
      const { live, known } = await lived(judging, random(seed), (world, event) => world.deliver(event));
      const truth = await truthOf(live, judging);
      expect(about(known, wrongIn(live.hub)), `order ${seed}`).to.deep.equal(about(known, truth));
      live.clock += 1_000;
      const steps = await live.scan();
      expect(wrongIn(live.hub), `order ${seed}, and a scan`).to.deep.equal(truth);
      const moved = steps.filter(({ action }) => action !== "unchanged" && action !== "pass");
      for (const { finding } of moved)
        expect([...known].map(arnOf), `order ${seed}`).not.to.include(finding.Resources?.[0]?.Id);
      madeGood += moved.length;
    }
    expect(madeGood, "what the scans had to make good").to.be.greaterThan(0);
  });

  it(`${OVERLAPPING} histories of readings that overlap miss no exposure, whichever of them ends last`, async () => {
    for (let seed = 0; seed < OVERLAPPING; seed += 1) {
      const chosen = random(seed);
      const parked: (() => void)[] = [];
      const pause = (): Promise<void> => new Promise((resolve) => parked.push(resolve));
      const underWay: Promise<void>[] = [];
      const resume = async (): Promise<void> => {
        for (const [go] of [parked.splice(chosen.below(parked.length), 1)]) go?.();
        await new Promise((resolve) => setImmediate(resolve));
      };
      const { live, known } = await lived(judging, chosen, async (world, event) => {
        underWay.push(delivered(world, event, pause));
        while (parked.length > 0 && chosen.chance(0.7)) await resume();
      });
      while (parked.length > 0) {
        live.clock += 1 + chosen.below(20);
        await resume();
      }
      await Promise.all(underWay);
      const truth = about(known, await truthOf(live, judging));
      const seen = about(known, wrongIn(live.hub));
      expect(
        truth.filter((line) => !seen.includes(line)),
        `order ${seed}`,
      ).to.deep.equal([]);
      live.clock += 1_000;
      await live.scan();
      expect(wrongIn(live.hub), `order ${seed}, and a scan`).to.deep.equal(await truthOf(live, judging));
    }
  });
});
