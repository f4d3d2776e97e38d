import { expect } from "chai";
import type { FaultRule } from "../../../src/emulator/faults.ts";
import { addIdentity } from "../../../src/emulator/world.ts";
import { isResourceRecord, type ScopeRecord, type SnapshotRecord } from "../../../src/model/snapshot.ts";
import type { ResultsRecord } from "../../../src/model/results.ts";
import { scan, type ScanOptions } from "../../../src/scan.ts";
import { collected } from "../../support/collected.ts";
import { emulated, KEY, REGION, type Emulated } from "../../support/emulated.ts";

const NOW = "2026-11-23T16:00:00Z";
const POLICY = '{ "Version": "2012-10-17",\n "Statement": [] }';

const OPEN =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}';

/** Of the identities that anyone can use: `name owner`. */
const owners = (results: readonly ResultsRecord[]): readonly string[] =>
  results.flatMap((record) =>
    record.kind === "finding" && record.ruleId === "SES-003" && record.status === "FAILURE"
      ? [`${record.resource.name} ${record.followUp?.owner ?? null}`]
      : [],
  );

const closingOf = (records: readonly SnapshotRecord[]): ScopeRecord | undefined =>
  records.find((record): record is ScopeRecord => record.kind === "scope");

const resources = (records: readonly SnapshotRecord[]): string =>
  JSON.stringify(records.filter(isResourceRecord));

describe("the lanes by which SES identities are read", () => {
  let world: Emulated;
  beforeEach(async () => {
    world = await emulated();
  });
  afterEach(() => world.emulator.close());

  const plant = (count: number): void => {
    for (let index = 0; index < count; index += 1)
      addIdentity(world.region, index % 3 === 0 ? `a${index}@example.com` : `d${index}.example`, {
        policies: index % 2 === 0 ? { p: POLICY, "a-first": "{}" } : {},
        verification: index % 5 === 0 ? "TemporaryFailure" : "Success",
        dkim: { enabled: index % 2 === 0, status: index % 7 === 0 ? "NotStarted" : "Success", tokens: [] },
      });
  };
  const fault = (rule: FaultRule): void => void world.emulator.faults.add(rule);

  const read = async (
    lanes?: readonly string[],
    more: Partial<ScanOptions> = {},
  ): Promise<{
    readonly snapshot: readonly SnapshotRecord[];
    readonly results: readonly ResultsRecord[];
  }> => {
    const snapshot: SnapshotRecord[] = [];
    world.emulator.log.clear();
    const results = await collected(
      scan({
        endpointUrl: world.emulator.url,
        credentials: KEY,
        regions: [REGION],
        now: NOW,
        clock: () => NOW,
        ...(lanes === undefined ? {} : { lanes: { ses: lanes } }),
        through: async function* (records) {
          for await (const record of records) {
            snapshot.push(record);
            yield record;
          }
        },
        ...more,
      }),
    );
    return { snapshot, results };
  };
  const calls = (operation: string): number =>
    world.emulator.log.calls.filter((call) => call.operation === operation).length;

  it("record the same facts, byte for byte, whichever of them read it", async () => {
    plant(25);
    const texts = new Set<string>();
    for (const lanes of [["v1"], ["v2-policies"], ["v1", "v2"], undefined]) {
      const { snapshot } = await read(lanes);
      expect(closingOf(snapshot)).to.deep.include({ status: "complete", listed: 25 });
      texts.add(resources(snapshot));
    }
    expect(texts).to.have.length(1);
    const [text = ""] = texts;
    expect(text).to.include(JSON.stringify(POLICY).slice(1, -1));
    const { snapshot } = await read(["v2"]);
    expect(resources(snapshot).replaceAll(',"tags":{}', "")).to.equal(text);
  }).timeout(20_000);

  it("tell the tags, and so the owner, where GetEmailIdentity alone reads", async () => {
    const { settings } = addIdentity(world.region, "a.example", { policies: { p: OPEN } });
    for (const [key, value] of [
      ["stage", "live"],
      ["owner", "mail@corp.example"],
    ] as const)
      settings.tags.set(key, value);
    addIdentity(world.region, "b.example", { policies: { p: OPEN } });
    const told = await read(["v2"]);
    const tags = told.snapshot.filter(isResourceRecord).map((record) => record["tags"]);
    expect(JSON.stringify(tags)).to.equal('[{"owner":"mail@corp.example","stage":"live"},{}]');
    expect(owners(told.results)).to.deep.equal(["a.example mail@corp.example", "b.example null"]);
    const asked = world.emulator.log.calls.filter(({ service }) => service === "ses");
    expect(asked.map(({ operation }) => operation)).to.deep.equal([
      "ListIdentities",
      "GetEmailIdentity",
      "GetEmailIdentity",
    ]);
    for (const lanes of [["v1"], ["v1", "v2"], undefined]) {
      const { results, snapshot } = await read(lanes);
      expect(resources(snapshot)).to.not.include("tags");
      expect(owners(results)).to.deep.equal(["a.example null", "b.example null"]);
    }
  }).timeout(20_000);

  it("do not take tags that are absent for none", async () => {
    addIdentity(world.region, "a.example");
    fault({ operation: "GetEmailIdentity", effect: { kind: "omit-member", member: "Tags" } });
    const { snapshot } = await read(["v2"]);
    expect(resources(snapshot)).to.not.include("tags");
    expect(closingOf(snapshot)?.status).to.equal("complete");
  });

  it("are named with the scope, in the snapshot and in the results", async () => {
    plant(5);
    const { snapshot, results } = await read(["v2", "v1"]);
    expect(closingOf(snapshot)?.lanes).to.deep.equal({ open: ["v1", "v2"], retired: [] });
    expect(results.find(({ kind }) => kind === "coverage")).to.have.deep.property("lanes", {
      open: ["v1", "v2"],
      retired: [],
    });
    expect(calls("GetEmailIdentityPolicies")).to.equal(0);
  });

  it("share the work: each identity is read once, but for the sample", async () => {
    plant(60);
    await read(undefined, { random: () => 0.5 });
    const once =
      calls("ListIdentityPolicies") + calls("GetEmailIdentity") + calls("GetEmailIdentityPolicies");
    expect(once).to.equal(60);
    expect(calls("ListIdentityPolicies")).to.be.greaterThan(0);
    expect(calls("GetEmailIdentity")).to.be.greaterThan(0);
    expect(calls("GetEmailIdentityPolicies")).to.be.greaterThan(0);
  });

  for (const [lane, operation] of [
    ["v1", "ListIdentityPolicies"],
    ["v2", "GetEmailIdentity"],
    ["v2-policies", "GetEmailIdentityPolicies"],
  ] as const) {
    it(`go on without ${lane} where ${operation} is refused, lose nothing and say so`, async () => {
      plant(30);
      fault({ operation, effect: { kind: "refuse", by: "scp" } });
      // Slow enough for each lane to have its turns.
      const { snapshot } = await read(undefined, { callsPerSecond: 20 });
      const closing = closingOf(snapshot);
      expect(closing).to.deep.include({ status: "complete", listed: 30 });
      expect(closing?.lanes?.open).to.have.length(2).and.not.to.include(lane);
      expect(closing?.lanes?.retired[0]).to.have.nested.property("unread.operation", operation);
      // At most as many as were on their way when the first refusal came.
      expect(calls(operation)).to.be.at.most(8);
    });

    it(`take what ${lane} cannot read of one identity from another lane`, async () => {
      plant(12);
      fault({ operation, subject: "d4.example", effect: { kind: "html" } });
      const { snapshot } = await read();
      expect(closingOf(snapshot)).to.deep.include({ status: "complete", listed: 12 });
    });
  }

  it("leave an identity unread that none of them could read, and no other", async () => {
    plant(9);
    fault({ service: "ses", subject: "d4.example", effect: { kind: "html" } });
    const { snapshot } = await read();
    expect(closingOf(snapshot)).to.deep.include({ status: "partial", listed: 9 });
    const unread = snapshot
      .filter(isResourceRecord)
      .filter((one) => JSON.stringify(one).includes('"unread"'));
    expect(unread.map(({ id }) => id.split("/")[1])).to.deep.equal(["d4.example"]);
  }).timeout(20_000);

  it("leave every identity unread where all are refused", async () => {
    plant(4);
    for (const operation of ["ListIdentityPolicies", "GetEmailIdentity", "GetEmailIdentityPolicies"])
      fault({ operation, effect: { kind: "refuse" } });
    const { snapshot, results } = await read();
    expect(closingOf(snapshot)).to.deep.include({ status: "partial", listed: 4 });
    expect(results.find(({ kind }) => kind === "coverage")).to.deep.include({ read: 0, unread: 4 });
  });

  it("count an identity as gone that v2 does not know and the listing no longer names", async () => {
    plant(6);
    fault({
      operation: "ListIdentities",
      times: 1,
      effect: { kind: "lose-identity", identity: "d4.example" },
    });
    for (const lanes of [["v2"], ["v2-policies"], undefined]) {
      addIdentity(world.region, "d4.example");
      world.emulator.faults.clear();
      fault({
        operation: "ListIdentities",
        times: 1,
        effect: { kind: "lose-identity", identity: "d4.example" },
      });
      const { snapshot } = await read(lanes);
      expect(closingOf(snapshot)).to.deep.include({ status: "complete", listed: 6, gone: 1 });
    }
  });

  it("do not take an identity for gone that is listed still, though v2 does not know it", async () => {
    plant(6);
    fault({ operation: "GetEmailIdentity", subject: "d4.example", effect: { kind: "error", status: 404 } });
    const { snapshot } = await read(["v2"]);
    expect(closingOf(snapshot)?.gone).to.equal(undefined);
    expect(closingOf(snapshot)?.status).to.equal("partial");
  });

  it("take no answer without policies for one of an identity that has none", async () => {
    plant(4);
    fault({ operation: "GetEmailIdentity", effect: { kind: "omit-member", member: "Policies" } });
    const { results } = await read(["v2"]);
    expect(results.find(({ kind }) => kind === "coverage")).to.deep.include({ read: 0, unread: 4 });
  });

  it("ask v2 for verification and DKIM where v1 refuses them", async () => {
    plant(10);
    fault({ operation: "GetIdentityVerificationAttributes", effect: { kind: "refuse" } });
    fault({ operation: "GetIdentityDkimAttributes", effect: { kind: "refuse" } });
    expect(closingOf((await read()).snapshot)).to.deep.include({ status: "complete", listed: 10 });
    expect(closingOf((await read(["v1"])).snapshot)).to.deep.include({ status: "partial", listed: 10 });
  });

  it("ask v1 for verification and DKIM in calls for a hundred names", async () => {
    plant(205);
    await read(["v2-policies"]);
    expect(calls("GetIdentityVerificationAttributes")).to.equal(3);
    expect(calls("GetIdentityDkimAttributes")).to.equal(3);
  }).timeout(20_000);

  it("are checked against each other on a sample, and agree", async () => {
    plant(20);
    const { snapshot } = await read(undefined, { random: () => 0 });
    expect(closingOf(snapshot)).to.deep.include({ status: "complete", listed: 20 });
    const once =
      calls("ListIdentityPolicies") + calls("GetEmailIdentity") + calls("GetEmailIdentityPolicies");
    expect(once).to.equal(40);
  });

  it("leave unread what they disagree on", async () => {
    plant(6);
    // The one lane is told of a policy that the other is not told of.
    fault({ operation: "GetEmailIdentityPolicies", effect: { kind: "omit-policy", policy: "p" } });
    const { snapshot } = await read(["v2", "v2-policies"], { random: () => 0 });
    expect(closingOf(snapshot)?.status).to.equal("partial");
    expect(resources(snapshot)).to.include("LanesDisagree");
  });

  it("are refused by name where there is no such lane", async () => {
    for (const [lanes, says] of [
      [["v3"], /"v3" is no lane of ses/],
      [[], /no lane of ses is named/],
    ] as const) {
      const error = await read(lanes).catch((thrown: unknown) => thrown);
      expect(String(error)).to.match(says);
    }
  });
});
