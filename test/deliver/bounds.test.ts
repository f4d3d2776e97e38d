import { expect } from "chai";
import type { CallLimits } from "../../src/aws/limits.ts";
import { pushSecurityHub, type PushReport } from "../../src/deliver/security-hub/push.ts";
import type { FaultRule } from "../../src/emulator/faults.ts";
import { connect } from "../../src/connection.ts";
import { emulated, KEY, type Emulated } from "../support/emulated.ts";
import { aFinding, NOW, stream } from "../support/findings.ts";

const LIMITS: CallLimits = {
  attemptWithin: 300,
  callWithin: 900,
  largestAnswer: 200_000,
  lostWithin: 1_500,
  toldEvery: 400,
};

describe("the bounds of a push", () => {
  let world: Emulated;
  beforeEach(async () => {
    world = await emulated();
  });
  afterEach(() => world.emulator.close());

  const push = async (
    ...rules: readonly FaultRule[]
  ): Promise<{ readonly report: PushReport; readonly told: readonly string[]; readonly ms: number }> => {
    for (const rule of rules) world.emulator.faults.add(rule);
    const told: string[] = [];
    const session = connect({
      endpointUrl: world.emulator.url,
      credentials: KEY,
      limits: LIMITS,
      waiting: ({ operation, seconds }) => void told.push(`${operation} waits ${seconds}`),
    });
    const begun = performance.now();
    try {
      const report = await pushSecurityHub(stream([aFinding()]), {
        access: session.access,
        clock: () => Date.parse(NOW),
        sleep: () => Promise.resolve(),
        retrying: ({ region, code, findings, milliseconds }) =>
          void told.push(`${region} ${code} ${findings ?? "reading"} ${milliseconds}`),
      });
      return { report, told, ms: performance.now() - begun };
    } finally {
      session.close();
    }
  };

  for (const [operation, left] of [
    ["BatchImportFindings", "1"],
    ["GetFindings", "reading"],
  ] as const)
    it(`end it where ${operation} is throttled for ever, and say meanwhile what it waits for`, async () => {
      const { report, told, ms } = await push({ operation, effect: { kind: "throttle" } });
      expect(ms).to.be.below(15_000);
      expect(told.join("\n")).to.match(new RegExp(`^${operation} waits 0\\.4$`, "m"));
      expect(told.join("\n")).to.match(new RegExp(`^us-east-1 \\w+ ${left} 1000$`, "m"));
      const [hub] = report.hubs;
      expect(hub?.refusal !== null || hub.failures.length === 1).to.equal(true);
    }).timeout(30_000);

  it("end it at once where the time of the run is over", async () => {
    const session = connect({ endpointUrl: world.emulator.url, credentials: KEY, timeout: 300 });
    world.emulator.faults.add({ operation: "GetFindings", effect: { kind: "hang" } });
    const paused: number[] = [];
    const report = await pushSecurityHub(stream([aFinding()]), {
      access: session.access,
      clock: () => Date.parse(NOW),
      sleep: (milliseconds) => Promise.resolve(void paused.push(milliseconds)),
    });
    session.close();
    expect(report.hubs[0]?.refusal?.code).to.equal("TimeIsUp");
    expect(paused).to.deep.equal([]);
  });

  it("leave a finding in doubt whose answer was lost before the next attempt was refused", async () => {
    const operation = "BatchImportFindings";
    const { report } = await push(
      { operation, times: 1, effect: { kind: "cut", when: "after" } },
      { operation, after: 1, effect: { kind: "refuse" } },
    );
    expect(report.hubs[0]?.failures).to.have.lengthOf(1);
    expect(report.hubs[0]?.failures[0]).to.deep.include({ code: "AccessDeniedException", unsure: true });
    expect(world.account.regions.get("us-east-1")?.hub?.findings.size).to.equal(1);
  });
});
