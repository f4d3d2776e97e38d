import { expect } from "chai";
import { openSession } from "../../src/aws/session.ts";
import { addIdentity } from "../../src/emulator/world.ts";
import { isUnread } from "../../src/model/fact.ts";
import { SES_KIND } from "../../src/services/ses/kind.ts";
import { ACCOUNT, emulated, KEY, REGION, type Emulated } from "../support/emulated.ts";

describe("the pace of a session's calls", () => {
  let world: Emulated;
  before(async () => {
    world = await emulated();
  });
  after(() => world.emulator.close());

  /** What is waited for before each of three calls of one operation, in milliseconds, where nothing is answered between. */
  const waits = async (rate?: number, callsPerSecond?: number): Promise<readonly number[]> => {
    const slept: number[] = [];
    let now = 0;
    const open = openSession({
      endpointUrl: world.emulator.url,
      credentials: KEY,
      signal: new AbortController().signal,
      now: () => "2026-11-23T16:00:00.000Z",
      clock: () => now,
      random: () => 0.5,
      sleep: (milliseconds) => {
        slept.push(Math.round(milliseconds));
        now += milliseconds;
        return Promise.resolve();
      },
      ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
    });
    const access = await open.access(ACCOUNT, REGION, rate);
    if (isUnread(access)) throw new Error(access.unread.message);
    for (let call = 0; call < 3; call += 1) await access.call("Anything", () => Promise.resolve(call));
    open.close();
    return slept;
  };

  it("begins with the one that the kind states, and rises with each answer", async () => {
    expect(await waits(SES_KIND.callsPerSecond)).to.deep.equal([63, 60]);
  });

  it("is free where the kind states none", async () => {
    expect(await waits()).to.deep.equal([]);
  });

  it("never exceeds the user's, whatever the kind states", async () => {
    expect(await waits(SES_KIND.callsPerSecond, 0.5)).to.deep.equal([2000, 2000]);
    expect(await waits(undefined, 10)).to.deep.equal([100, 100]);
  });

  it("slows down where AWS throttles, and each throttled call is asked again", async () => {
    addIdentity(world.region, "a.example", { policies: { p: "{}" } });
    const remove = world.emulator.faults.add({
      operation: "ListIdentityPolicies",
      times: 2,
      effect: { kind: "throttle" },
    });
    let now = 0;
    const open = openSession({
      endpointUrl: world.emulator.url,
      credentials: KEY,
      signal: new AbortController().signal,
      now: () => "2026-11-23T16:00:00.000Z",
      clock: () => now,
      sleep: (milliseconds) => {
        now += milliseconds;
        return Promise.resolve();
      },
    });
    const access = await open.access(ACCOUNT, REGION, 10);
    if (isUnread(access)) throw new Error(access.unread.message);
    const { ListIdentityPoliciesCommand, SESClient } = await import("@aws-sdk/client-ses");
    const client = new SESClient(access.clientConfig());
    world.emulator.log.clear();
    const answer = await access.call("ListIdentityPolicies", () =>
      client.send(new ListIdentityPoliciesCommand({ Identity: "a.example" })),
    );
    expect(answer).to.have.nested.property("value.PolicyNames").that.deep.equals(["p"]);
    expect(world.emulator.log.counters).to.deep.include({ calls: 3, throttled: 2 });
    remove();
    world.emulator.faults.add({ operation: "ListIdentityPolicies", effect: { kind: "throttle" } });
    const refused = await access.call("ListIdentityPolicies", () =>
      client.send(new ListIdentityPoliciesCommand({ Identity: "a.example" })),
    );
    expect(refused).to.have.nested.property("unread.code", "Throttling");
    expect(refused).to.have.nested.property("unread.attempts").that.is.within(2, 8);
    open.close();
  }).timeout(20_000);
});
