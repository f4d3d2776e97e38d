import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { expect } from "chai";
import { random } from "../../proof/random.ts";
import { CALL_LIMITS } from "../../src/aws/limits.ts";
import { answerChange, type ChangeAnswer, type RealTimeOptions } from "../../src/continuous/real-time.ts";
import { connect } from "../../src/connection.ts";
import { type PushReport, pushSecurityHub } from "../../src/deliver/security-hub/push.ts";
import type { EmulatorOptions } from "../../src/emulator/start.ts";
import { addIdentity } from "../../src/emulator/world.ts";
import { scan } from "../../src/scan.ts";
import { changeEvent, MALLORY, type ChangeChoice } from "../support/change-events.ts";
import { ACCOUNT, emulated, KEY, REGION, type Emulated } from "../support/emulated.ts";
import { HEAVY } from "../support/heavy.ts";
import { changed, happenings, type Estate } from "./change-history.ts";

const arnOf = (name: string): string => `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${name}`;

const policyOf = (name: string, Principal: unknown): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "ses:SendEmail", Resource: arnOf(name) }],
  });

const START = Date.parse("2026-11-30T12:00:00Z");

const iso = (time: number): string => new Date(time).toISOString();

const seconds = (time: number): string => `${iso(time).slice(0, 19)}Z`;

/** What the function fails with. */
const refusalOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => expect.fail("the event was answered"),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

describe("an event about an SES identity", function () {
  this.timeout(600_000);
  let world: Emulated;
  let clock: number;
  const started = async (options: EmulatorOptions = {}): Promise<void> => {
    clock = START;
    world = await emulated({ clock: () => clock, ...options });
  };
  beforeEach(() => started());
  afterEach(() => world.emulator.close());

  const connection = () => ({
    endpointUrl: world.emulator.url,
    credentials: KEY,
    region: REGION,
    limits: { ...CALL_LIMITS, timesDocumentedRate: 100 },
  });
  const answer = (choice: ChangeChoice = {}, more: Partial<RealTimeOptions> = {}): Promise<ChangeAnswer> =>
    answerChange(changeEvent({ at: seconds(clock), ...choice }), {
      ...connection(),
      clock: () => iso(clock),
      ...more,
    });
  const opened = (name: string, principal: unknown = "*"): ChangeChoice => {
    const policy = policyOf(name, principal);
    (world.region.identities.get(name) ?? addIdentity(world.region, name)).policies.set("senders", policy);
    return { parameters: { identity: name, policyName: "senders", policy } };
  };
  const closed = (name: string): ChangeChoice => {
    world.region.identities.get(name)?.policies.delete("senders");
    return { call: "DeleteIdentityPolicy", parameters: { identity: name, policyName: "senders" } };
  };
  /** What Security Hub holds, by rule and identity. */
  const held = (): ReadonlyMap<string, AwsSecurityFinding> =>
    new Map(
      [...(world.region.hub?.findings.values() ?? [])].map(({ finding }) => {
        const one = finding as unknown as AwsSecurityFinding;
        return [
          `${one.GeneratorId?.slice("postern/".length)} ${one.Resources?.[0]?.Id?.split("/").at(-1)}`,
          one,
        ];
      }),
    );
  const stateOf = (key: string): string => {
    const found = held().get(key);
    return found === undefined ? "none" : `${found.Compliance?.Status} ${found.RecordState}`;
  };
  const scanned = async (): Promise<PushReport> => {
    const session = connect(connection(), () => iso(clock));
    const records = scan({ ...connection(), regions: [REGION], now: iso(clock), clock: () => iso(clock) });
    try {
      return await pushSecurityHub(records, {
        access: session.access,
        clock: () => clock,
        sleep: () => Promise.resolve(),
      });
    } finally {
      session.close();
    }
  };
  const calls = (operation: string): number =>
    world.emulator.log.calls.filter((call) => call.operation === operation).length;

  const callsFor = async (name: string): Promise<{ readonly calls: number; readonly ms: number }> => {
    const change = opened(name);
    const before = world.emulator.log.calls.length;
    const began = performance.now();
    await answer(change);
    return { calls: world.emulator.log.calls.length - before, ms: performance.now() - began };
  };

  it("that opens it makes a finding, with who did it", async () => {
    const told = await answer(opened("example.com"));
    expect(told).to.deep.equal({ identity: arnOf("example.com"), outcome: told.outcome });
    expect(told.outcome).to.match(/create/);
    expect(stateOf("SES-003 example.com")).to.equal("FAILED ACTIVE");
    const origin = held().get("SES-003 example.com")?.ProductFields?.["postern/postern/origin"] ?? "";
    expect(JSON.parse(origin)).to.deep.equal({
      call: "PutIdentityPolicy",
      event: "5613b0ff-d6c6-4526-9b53-a603a9231725",
      at: seconds(clock),
      by: MALLORY,
    });
  });

  it("sends nothing where it comes again, and who did it stays through later events and scans", async () => {
    const change = opened("example.com");
    const at = seconds(clock);
    clock += 60_000;
    await answer({ ...change, at });
    const first = held().get("SES-003 example.com");
    const sent = calls("BatchImportFindings");
    for (const later of [{}, { id: "another", detail: { userIdentity: { arn: "arn:of:somebody-else" } } }]) {
      clock += 60_000;
      expect((await answer({ ...change, at, ...later })).outcome).not.to.match(/create|update|heartbeat/);
    }
    expect(calls("BatchImportFindings")).to.equal(sent);
    clock += 60_000;
    const [report] = (await scanned()).hubs;
    expect(report?.counts).to.deep.include({ create: 0, update: 0, heartbeat: 0 });
    expect(held().get("SES-003 example.com")).to.deep.equal(first);
  });

  it("names nobody for a policy that somebody else has written over", async () => {
    const change = opened("example.com");
    opened("example.com", { AWS: "*" });
    await answer({ ...change, parameters: { ...(change.parameters as object), policy: "{}" } });
    expect(stateOf("SES-003 example.com")).to.equal("FAILED ACTIVE");
    expect(held().get("SES-003 example.com")?.ProductFields).not.to.have.property("postern/postern/origin");
  });

  it("that closes it, or takes it away, closes its findings and nobody else's", async () => {
    opened("other.example");
    await answer(opened("example.com"));
    await answer(opened("third.example"));
    clock += 60_000;
    await scanned();
    const others = [...held()].filter(([key]) => key.endsWith("other.example"));
    clock += 60_000;
    await answer(closed("example.com"));
    expect(stateOf("SES-003 example.com")).to.equal("PASSED ACTIVE");
    world.region.identities.delete("third.example");
    clock += 60_000;
    await answer({ call: "DeleteIdentity", parameters: { identity: "third.example" } });
    expect(stateOf("SES-003 third.example")).to.equal("FAILED ARCHIVED");
    expect([...held()].filter(([key]) => key.endsWith("other.example"))).to.deep.equal(others);
    clock += 60_000;
    const [report] = (await scanned()).hubs;
    expect(report?.counts).to.deep.include({
      create: 0,
      update: 0,
      close: 0,
      reopen: 0,
      archive: 0,
      keep: 0,
    });
  });

  it("about a policy that was opened and closed within minutes leaves none open, though GetFindings shows nothing yet", async () => {
    world.emulator.close().catch(() => undefined);
    await started({ settlingMs: 300_000 });
    await answer(opened("example.com"));
    clock += 10_000;
    await answer(closed("example.com"));
    expect(stateOf("SES-003 example.com")).to.equal("PASSED ARCHIVED");
    clock += 10_000;
    await answer(opened("example.com"));
    expect(stateOf("SES-003 example.com")).to.equal("FAILED ACTIVE");
  });

  it("means the identity in whatever case it is written", async () => {
    opened("example.com");
    await answer({ parameters: { identity: "EXAMPLE.com", policyName: "senders" } });
    expect(stateOf("SES-003 example.com")).to.equal("FAILED ACTIVE");
    expect([...held().keys()].filter((key) => key.includes("EXAMPLE"))).to.deep.equal([]);
  });

  it("fails in one line where the identity cannot be read, and closes nothing", async () => {
    await answer(opened("example.com"));
    const change = closed("example.com");
    for (const operation of ["ListIdentityPolicies", "GetEmailIdentity", "GetEmailIdentityPolicies"])
      world.emulator.faults.add({ operation, effect: { kind: "refuse" } });
    clock += 60_000;
    const says = await refusalOf(answer(change));
    expect(says).to.match(/^arn:aws:ses:\S+: not all of it could be read: .*AccessDenied/);
    expect(says).not.to.include("\n");
    expect(stateOf("SES-003 example.com")).to.equal("FAILED ACTIVE");
    world.emulator.faults.clear();
    clock += 60_000;
    await answer(change);
    expect(stateOf("SES-003 example.com")).to.equal("PASSED ACTIVE");
  });

  it("pushes the exposure and then fails, where another fact is refused", async () => {
    for (const operation of ["GetIdentityDkimAttributes", "GetEmailIdentity"])
      world.emulator.faults.add({ operation, effect: { kind: "refuse" } });
    expect(await refusalOf(answer(opened("example.com")))).to.match(/not all of it could be read/);
    expect(stateOf("SES-003 example.com")).to.equal("FAILED ACTIVE");
  });

  it("fails where Security Hub takes nothing, or an event is of an account that cannot be read", async () => {
    world.region.hub = null;
    expect(await refusalOf(answer(opened("example.com")))).to.match(
      /nothing was sent to Security Hub: .*InvalidAccess/,
    );
    const foreign = { event: { account: "444455556666" } };
    expect(await refusalOf(answer({ parameters: { identity: "example.com" }, ...foreign }))).to.match(
      /OtherAccount/,
    );
    expect(await refusalOf(answer({ event: { source: "my.app" } }))).to.match(/its source is/);
  });

  it("passes over the identity of another account, which hears of the call by itself", async () => {
    const identity = `arn:aws:ses:${REGION}:444455556666:identity/example.com`;
    expect((await answer({ parameters: { identity } })).outcome).to.match(/^passed over/);
    expect(world.emulator.log.calls).to.deep.equal([]);
  });

  it("reads again where Security Hub has something newer, and fails where it stays so", async () => {
    await answer(opened("example.com"));
    const change = closed("example.com");
    const before = calls("GetFindings");
    const behind = (): string => iso(clock + (calls("GetFindings") > before ? 30_000 : -60_000));
    await answer(change, { clock: behind });
    expect(stateOf("SES-003 example.com")).to.equal("PASSED ACTIVE");
    opened("example.com");
    expect(await refusalOf(answer(change))).to.match(/newer than this reading/);
  });

  it(`${HEAVY ? 4 : 1} random orders of 50 events over the wire end in the findings of a full scan`, async () => {
    for (let seed = 0; seed < (HEAVY ? 4 : 1); seed += 1) {
      world.region.identities.clear();
      world.region.hub?.findings.clear();
      const chosen = random(seed);
      const estate: Estate = new Map();
      const events: ChangeChoice[] = [];
      for (const what of happenings(50, chosen)) {
        clock += 1_000 + chosen.below(20_000);
        if ("delivery" in what) {
          await answer(events[what.delivery]);
          continue;
        }
        events[what.change] = { ...changed(estate, chosen), id: `event-${what.change}`, at: seconds(clock) };
        world.region.identities.clear();
        for (const [name, policies] of estate)
          addIdentity(world.region, name, { policies: Object.fromEntries(policies) });
      }
      clock += 1_000;
      await scanned();
      const wrong = (): readonly string[] =>
        [...held()]
          .filter(
            ([, { RecordState, Compliance }]) => RecordState === "ACTIVE" && Compliance?.Status !== "PASSED",
          )
          .map(([key, { Compliance, ProductFields }]) =>
            [key, Compliance?.Status, ProductFields?.["postern/postern/fingerprint"]].join(" "),
          )
          .sort();
      const live = wrong();
      world.region.hub?.findings.clear();
      await scanned();
      expect(live, `order ${seed}`).to.deep.equal(wrong());
    }
  });

  it("takes as many calls in an estate of 100 identities as in one of one: from event to finding", async () => {
    const alone = await callsFor("first.example");
    for (let index = 0; index < 100; index += 1) addIdentity(world.region, `${index}.example`);
    const among = await callsFor("second.example");
    expect(among.calls).to.be.at.most(alone.calls);
    expect(among.calls).to.be.at.most(8);
    const began = performance.now();
    await scanned();
    const whole = performance.now() - began;
    console.log(
      `      from event to finding: ${among.calls} calls, ${among.ms.toFixed(0)} ms, ${(among.ms / whole).toFixed(2)} of a scan of 100 identities with its push`,
    );
  });
});
