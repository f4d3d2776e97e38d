import { expect } from "chai";
import type { CallLimits } from "../../src/aws/limits.ts";
import type { FaultRule } from "../../src/emulator/faults.ts";
import { addIdentity } from "../../src/emulator/world.ts";
import type { Coverage } from "../../src/model/results.ts";
import { scan } from "../../src/scan.ts";
import { collected } from "../support/collected.ts";
import { emulated, KEY, REGION, type Emulated } from "../support/emulated.ts";

const LIMITS: CallLimits = {
  attemptWithin: 300,
  callWithin: 700,
  largestAnswer: 200_000,
  lostWithin: 1_500,
  toldEvery: 10_000,
};

/** By the operations of API v1 alone: no other lane reads what they do not. */
const V1 = { lanes: { ses: ["v1"] } };

const states = (rows: readonly Coverage[]): readonly string[] =>
  rows.map(
    ({ scope, status, read: whole, unread }) => `${scope.split("/")[2] ?? ""} ${status} ${whole} ${unread}`,
  );

describe("the limits of a call", () => {
  let world: Emulated;
  beforeEach(async () => {
    world = await emulated();
    for (const name of ["a.example", "b.example", "c.example", "d.example", "e.example"])
      addIdentity(world.region, name, { policies: { p: "{}" } });
  });
  afterEach(() => world.emulator.close());

  const read = async (
    more: object = {},
  ): Promise<{ readonly rows: readonly Coverage[]; readonly ms: number }> => {
    const begun = performance.now();
    const records = await collected(
      scan({
        endpointUrl: world.emulator.url,
        credentials: KEY,
        callsPerSecond: 10_000,
        regions: [REGION, "us-east-1"],
        now: "2026-11-23T16:00:00Z",
        limits: LIMITS,
        ...more,
      }),
    );
    const rows = records.filter((record): record is Coverage => record.kind === "coverage");
    return { rows, ms: performance.now() - begun };
  };
  const fault = (rule: FaultRule): void => void world.emulator.faults.add(rule);

  for (const effect of ["hang", "stall", "drip", "endless"] as const)
    it(`are kept where a region's answers ${effect}`, async () => {
      fault({ region: REGION, service: "ses", effect: { kind: effect, ms: 200 } });
      const { rows, ms } = await read();
      expect(states(rows)).to.deep.equal(["eu-west-1 unread 0 0", "us-east-1 complete 0 0"]);
      expect(rows[0]?.refusal?.code).to.match(
        effect === "endless" ? /^AnswerTooLarge$/ : /^(DeadlineExceeded|TimeoutError)$/,
      );
      expect(ms).to.be.below(10_000);
    }).timeout(20_000);

  it("are kept where one identity is never answered for, and the others are read", async () => {
    fault({ subject: "c.example", operation: "GetIdentityPolicies", effect: { kind: "hang" } });
    const { rows } = await read(V1);
    expect(states(rows)).to.deep.equal(["eu-west-1 partial 4 1", "us-east-1 complete 0 0"]);
  }).timeout(20_000);

  it("give an account's region up that loses too much time, and say that it was not asked further", async () => {
    fault({ region: REGION, operation: "GetIdentityPolicies", effect: { kind: "hang" } });
    const { rows, ms } = await read({ ...V1, limits: { ...LIMITS, lostWithin: 700 } });
    expect(states(rows)).to.deep.equal(["eu-west-1 partial 0 5", "us-east-1 complete 0 0"]);
    const asked = world.emulator.log.counters.calls;
    expect(asked).to.be.below(25);
    expect(ms).to.be.below(6_000);
  }).timeout(20_000);

  it("end the asking after --timeout, and what is missing is unread", async () => {
    fault({ operation: "ListIdentityPolicies", effect: { kind: "slow", ms: 800 } });
    const { rows, ms } = await read({ ...V1, timeout: 2_000 });
    expect(rows[0]).to.deep.include({ status: "partial", listed: 5 });
    expect(rows[0]?.unread).to.be.within(2, 5);
    expect(ms).to.be.below(6_000);
  }).timeout(20_000);

  it("tell of a call that keeps the run waiting", async () => {
    const told: string[] = [];
    fault({ region: REGION, operation: "ListIdentities", effect: { kind: "hang" } });
    await read({
      limits: { ...LIMITS, attemptWithin: 11_000, callWithin: 10_500 },
      waiting: ({ operation, region, seconds }: { operation: string; region: string; seconds: number }) =>
        told.push(`${operation} ${region} ${seconds}`),
    });
    expect(told).to.deep.equal([`ListIdentities ${REGION} 10`]);
  }).timeout(30_000);
});

describe("a listing", () => {
  let world: Emulated;
  beforeEach(async () => {
    world = await emulated();
    for (const name of ["a.example", "b.example", "c.example", "d.example", "e.example"])
      addIdentity(world.region, name, { policies: { p: "{}" } });
    world.emulator.faults.add({ effect: { kind: "pages", size: 2 } });
  });
  afterEach(() => world.emulator.close());

  const row = async (): Promise<Coverage | undefined> => {
    const options = { endpointUrl: world.emulator.url, credentials: KEY, callsPerSecond: 10_000 };
    const records = await collected(scan({ ...options, regions: [REGION], now: "2026-11-23T16:00:00Z" }));
    return records.find((record): record is Coverage => record.kind === "coverage");
  };

  it("in pages is complete where another names the same", async () => {
    expect(await row()).to.deep.include({ status: "complete", listed: 5, read: 5 });
    const listings = world.emulator.log.calls.filter(({ operation }) => operation === "ListIdentities");
    // Twice three pages.
    expect(listings).to.have.length(6);
  });

  it("whose later page is refused is partial", async () => {
    world.emulator.faults.add({
      operation: "ListIdentities",
      after: 1,
      times: 1,
      effect: { kind: "refuse" },
    });
    expect(await row()).to.deep.include({ status: "partial", listed: 2 });
  });

  it("whose token is refused is partial", async () => {
    world.emulator.faults.add({ operation: "ListIdentities", times: 1, effect: { kind: "bad-token" } });
    expect(await row()).to.deep.include({ status: "partial", listed: 2 });
  });

  it("whose pages repeat is partial", async () => {
    world.emulator.faults.add({ operation: "ListIdentities", effect: { kind: "repeat-page" } });
    expect(await row()).to.deep.include({ status: "partial", listed: 2 });
  });

  it("whose pages overlap once is repeated until nothing is missing", async () => {
    world.emulator.faults.add({
      operation: "ListIdentities",
      after: 1,
      times: 1,
      effect: { kind: "overlap-page" },
    });
    expect(await row()).to.deep.include({ status: "complete", listed: 5, read: 5 });
  });

  it("whose pages always overlap is partial", async () => {
    world.emulator.faults.add({ operation: "ListIdentities", effect: { kind: "overlap-page" } });
    expect(await row()).to.deep.include({ status: "partial", listed: 5 });
  });
});
