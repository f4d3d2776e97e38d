import { expect } from "chai";
import { openSession, type SessionOptions } from "../../../src/aws/session.ts";
import { addIdentity, addRegion } from "../../../src/emulator/world.ts";
import { isUnread } from "../../../src/model/fact.ts";
import {
  isResourceRecord,
  type ResourceRecord,
  type ScopeRecord,
  type SnapshotRecord,
} from "../../../src/model/snapshot.ts";
import { SES_KIND } from "../../../src/services/ses/kind.ts";
import { awsSource, type AwsSourceOptions } from "../../../src/sources/aws/aws-source.ts";
import { collected } from "../../support/collected.ts";
import { ACCOUNT, emulated, KEY, REGION, type Emulated } from "../../support/emulated.ts";

const NOW = "2026-11-23T16:00:00.000Z";
const SIGNAL = new AbortController().signal;

const session = (url: string, more: Partial<SessionOptions> = {}) =>
  openSession({
    endpointUrl: url,
    credentials: KEY,
    callsPerSecond: 10_000,
    signal: SIGNAL,
    now: () => NOW,
    clock: () => performance.now(),
    sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
    ...more,
  });

const resources = (records: readonly SnapshotRecord[]): readonly ResourceRecord[] =>
  records.filter(isResourceRecord);
const scopes = (records: readonly SnapshotRecord[]): readonly ScopeRecord[] =>
  records.filter((record): record is ScopeRecord => record.kind === "scope");

describe("awsSource", () => {
  let world: Emulated;
  beforeEach(async () => {
    world = await emulated();
  });
  afterEach(() => world.emulator.close());

  const read = async (
    more: Partial<AwsSourceOptions> = {},
    how: Partial<SessionOptions> = {},
  ): Promise<readonly SnapshotRecord[]> => {
    const open = session(world.emulator.url, how);
    const caller = await open.caller();
    if (isUnread(caller)) throw new Error(caller.unread.message);
    const source = awsSource({
      session: open,
      caller,
      accounts: [ACCOUNT],
      regions: [REGION],
      excludedRegions: [],
      kinds: [SES_KIND],
      concurrency: 4,
      homeRegion: "us-east-1",
      tool: "postern 0.0.0",
      now: () => NOW,
      parameters: {},
      ...more,
    });
    const records = await collected(source.read(SIGNAL));
    open.close();
    return records;
  };
  /** By the operations of API v1 alone. */
  const V1 = { lanes: { ses: ["v1"] } };
  const plant = (name: string, policies: Readonly<Record<string, string>> = {}): void => {
    addIdentity(world.region, name, { policies });
  };

  it("counts an identity as gone that is deleted between the names of its policies and their texts", async () => {
    plant("a.example", { p: "{}" });
    plant("b.example", { p: "{}" });
    world.emulator.faults.add({
      operation: "ListIdentityPolicies",
      subject: "a.example",
      effect: { kind: "lose-identity", identity: "a.example" },
    });
    const records = await read(V1);
    expect(resources(records).map(({ id }) => id.split("/")[1])).to.deep.equal(["b.example"]);
    expect(scopes(records)[0]).to.deep.include({ status: "complete", listed: 2, gone: 1 });
  });

  it("reads both types, every page, and every policy beyond the twenty that one call gives", async () => {
    const policies = Object.fromEntries(Array.from({ length: 23 }, (_, i) => [`p${i}`, `{"n":${i}}`]));
    for (let i = 0; i < 205; i += 1) plant(`d${i}.example`);
    plant("someone@example.com", policies);
    world.emulator.faults.add({ operation: "ListIdentities", effect: { kind: "pages", size: 100 } });
    const records = await read();
    // Three pages, and three again: a listing of several counts once another has named nothing more.
    const listings = world.emulator.log.calls.filter(({ operation }) => operation === "ListIdentities");
    expect(listings).to.have.length(6);
    expect(resources(records)).to.have.length(206);
    const ids = resources(records).map(({ id }) => id);
    expect(ids).to.deep.equal(ids.toSorted());
    const address = resources(records).find(({ id }) => id.endsWith("/someone@example.com"));
    expect(address).to.deep.include({ type: "EmailAddress", collectedAt: NOW });
    expect(address?.["policies"]).to.deep.equal(
      Object.entries(policies)
        .map(([name, document]) => ({ name, document }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    );
    expect(scopes(records)[0]).to.deep.include({ status: "complete", listed: 206 });
    expect(records.at(-1)?.kind).to.equal("end");
  }).timeout(60_000);

  it("reads verification and DKIM", async () => {
    addIdentity(world.region, "example.com", {
      verification: "Failed",
      dkim: { enabled: true, status: "Pending", tokens: [] },
    });
    expect(resources(await read())[0]).to.deep.include({
      verification: "Failed",
      dkim: { enabled: true, status: "Pending" },
    });
  });

  it("keeps a refusal in place of the policies and reads the rest", async () => {
    plant("a.example", { p: "{}" });
    plant("b.example", { p: "{}" });
    world.emulator.faults.add({
      operation: "GetIdentityPolicies",
      subject: "a.example",
      effect: { kind: "refuse" },
    });
    const records = await read(V1);
    const [a, b] = resources(records);
    expect(a?.["policies"]).to.have.nested.property("unread.code", "AccessDenied");
    expect(a?.["verification"]).to.equal("Success");
    expect(b?.["policies"]).to.have.length(1);
    expect(scopes(records)[0]).to.deep.include({ status: "partial", listed: 2 });
    expect(scopes(records)[0]).not.to.have.property("unread");
  });

  it("says an unread scope when the listing is refused, and goes on with the others", async () => {
    plant("a.example");
    world.emulator.faults.add({
      operation: "ListIdentities",
      region: "us-east-1",
      effect: { kind: "refuse", by: "scp" },
    });
    const records = await read({ regions: [REGION, "us-east-1"] });
    expect(scopes(records).map(({ status }) => status)).to.deep.equal(["complete", "unread"]);
    expect(scopes(records)[1]?.unread).to.deep.include({ operation: "ListIdentities", code: "AccessDenied" });
  });

  it("keeps what was listed before the listing broke", async () => {
    for (let i = 0; i < 1001; i += 1) plant(`d${i}.example`);
    world.emulator.faults.add({ operation: "ListIdentities", after: 1, effect: { kind: "refuse" } });
    const records = await read();
    expect(resources(records)).to.have.length(1000);
    expect(scopes(records)[0]).to.deep.include({ status: "partial", listed: 1000 });
    expect(scopes(records)[0]?.unread?.code).to.equal("AccessDenied");
  }).timeout(60_000);

  it("never takes an answer with status 200 that says nothing for an empty list", async () => {
    plant("a.example", { p: "{}" });
    for (const [operation, kind] of [
      ["ListIdentities", "html"],
      ["ListIdentities", "empty"],
      ["ListIdentityPolicies", "html"],
      ["GetIdentityPolicies", "empty"],
      ["GetIdentityVerificationAttributes", "html"],
      ["GetIdentityDkimAttributes", "empty"],
      ["ListIdentityPolicies", "truncate"],
    ] as const) {
      const remove = world.emulator.faults.add({ operation, effect: { kind } });
      const [scope] = scopes(await read(V1));
      expect(scope?.status, `${operation} ${kind}`).not.to.equal("complete");
      remove();
    }
  });

  it("takes a policy that the answer leaves out for unread, unless it is no longer listed", async () => {
    plant("a.example", { p: "{}", q: "{}" });
    world.emulator.faults.add({
      operation: "GetIdentityPolicies",
      effect: { kind: "omit-policy", policy: "q" },
    });
    const [identity] = resources(await read(V1));
    expect(identity?.["policies"]).to.have.nested.property("unread.code", "Omitted");
  });

  it("counts an identity that vanished between list and get as gone", async () => {
    plant("a.example");
    plant("b.example");
    world.emulator.faults.add({
      operation: "ListIdentities",
      effect: { kind: "lose-identity", identity: "b.example" },
    });
    const records = await read();
    expect(resources(records).map(({ id }) => id.split("/")[1])).to.deep.equal(["a.example"]);
    expect(scopes(records)[0]).to.deep.include({ status: "complete", listed: 2, gone: 1 });
  });

  it("outlasts throttling, server errors and cut connections", async () => {
    for (let i = 0; i < 3; i += 1) plant(`d${i}.example`, { p: "{}" });
    world.emulator.faults.add({ service: "ses", every: 6, effect: { kind: "throttle" } });
    world.emulator.faults.add({ service: "ses", every: 5, effect: { kind: "error" } });
    world.emulator.faults.add({ service: "ses", every: 7, effect: { kind: "cut", when: "before" } });
    const records = await read();
    expect(scopes(records)[0]).to.deep.include({ status: "complete", listed: 3 });
  }).timeout(60_000);

  it("asks the account for its regions: those that are off are excluded, those without SES unavailable", async () => {
    addRegion(world.account, "me-south-1", "DISABLED");
    addRegion(world.account, "ap-east-1", "ENABLED");
    const records = await read({ regions: null, excludedRegions: ["us-east-1"] });
    expect(scopes(records).map(({ id, status }) => `${id.split("/")[2] ?? ""} ${status}`)).to.deep.equal([
      "ap-east-1 unavailable",
      "eu-west-1 complete",
      "me-south-1 excluded",
      "us-east-1 excluded",
    ]);
    expect(records[0]).to.have.nested.property(`parameters.regions.${ACCOUNT}`, "ListRegions");
  });

  it("tries every known region where ListRegions is refused, and says so", async () => {
    world.emulator.faults.add({ operation: "ListRegions", effect: { kind: "refuse" } });
    const records = await read({ regions: null });
    expect(scopes(records).length).to.be.greaterThan(25);
    expect(records[0])
      .to.have.nested.property(`parameters.regions.${ACCOUNT}`)
      .that.matches(/shipped list.*AccessDenied/);
    // What is not in the account's world refuses the key, as a region that is off does.
    expect(scopes(records).filter(({ status }) => status === "unread").length).to.be.greaterThan(10);
    expect(scopes(records).filter(({ status }) => status === "complete")).to.have.length(2);
  }).timeout(60_000);

  it("reads another account only through a role, and says an account that refuses it", async () => {
    const records = await read(
      { accounts: ["999900001111"] },
      { roleArn: "arn:aws:iam::{account}:role/Audit" },
    );
    expect(scopes(records)[0]).to.deep.include({ id: `aws/999900001111/${REGION}/ses`, status: "unread" });
    expect(scopes(records)[0]?.unread?.code).to.equal("AccessDenied");
  });

  it("yields the same bytes whatever the order in which scopes finish", async () => {
    for (let i = 0; i < 5; i += 1) plant(`d${i}.example`, { p: "{}" });
    const quick = await read({ regions: [REGION, "us-east-1"] });
    world.emulator.faults.add({
      region: REGION,
      operation: "ListIdentityPolicies",
      effect: { kind: "slow", ms: 30 },
    });
    expect(JSON.stringify(await read({ regions: ["us-east-1", REGION] }))).to.equal(JSON.stringify(quick));
  });

  it("yields the same bytes whatever the order in which AWS answers", async () => {
    const names = ["b.example", "a@example.com", "a.example", "Z.example", "z@example.com"];
    const texts: string[] = [];
    for (const order of [names, names.toReversed(), names.toSorted()]) {
      world.region.identities.clear();
      for (const name of order) plant(name, { [`${name[0] ?? ""}2`]: "{}", a1: "{}" });
      texts.push(JSON.stringify(await read()));
    }
    expect(new Set(texts)).to.have.length(1);
  });

  it("asks once for what is answered at once, though a client beside it is done", async () => {
    for (let i = 0; i < 20; i += 1) plant(`d${i}.example`, { p: "{}" });
    await read({ ...V1, regions: [REGION, "us-east-1", "us-west-2"] });
    const asked = world.emulator.log.calls.filter(({ operation }) => operation === "GetIdentityPolicies");
    expect(asked).to.have.length(20);
  });
});
