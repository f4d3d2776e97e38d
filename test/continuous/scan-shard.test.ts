import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderStore } from "../../src/continuous/folder-store.ts";
import { planRun } from "../../src/continuous/plan.ts";
import type { Shard } from "../../src/continuous/run.ts";
import { scanShard, type ShardOptions } from "../../src/continuous/scan-shard.ts";
import type { Emulator } from "../../src/emulator/start.ts";
import { problemIn } from "../support/collected.ts";
import { aFolder } from "../support/folder.ts";
import { organisation, readingOf, shardsOf } from "../support/runs.ts";

const RUN = "r".repeat(64);

describe("scanShard", () => {
  const folder = aFolder();
  let emulator: Emulator;
  let shard: Shard;
  before(async () => {
    emulator = await organisation(0, () => 6);
  });
  after(() => emulator.close());
  afterEach(() => emulator.faults.clear());

  const store = () => folderStore(folder());
  beforeEach(async () => {
    const [first] = await shardsOf(await planRun(RUN, store(), readingOf(emulator)), store());
    if (first === undefined) throw new Error("there is no shard");
    shard = first;
  });
  const read = (one: Shard, more: Partial<ShardOptions> = {}) =>
    scanShard(one, store(), { ...readingOf(emulator), ...more });
  const lines = (key: string): readonly string[] =>
    readFileSync(join(folder(), key), "utf8").trimEnd().split("\n");

  it("tells of what it wrote in less than 1 KB, names at their longest", async () => {
    const summary = await read(shard, { largestPart: 1 });
    expect(summary.next).to.deep.equal({ ...shard, part: 1 });
    expect(JSON.stringify(summary).length + 24).to.be.lessThan(1_024);
  });

  it("gives one object and one summary where two functions have the same shard", async () => {
    let tick = 0;
    const clock = () => `2026-11-30T12:00:${String((tick += 1) % 60).padStart(2, "0")}Z`;
    const both = await Promise.all([read(shard, { clock }), read(shard, { clock })]);
    expect(both[0]).to.deep.equal(both[1]);
    const calls = emulator.log.calls.length;
    expect(await read(shard)).to.deep.equal(both[0]);
    expect(emulator.log.calls.length).to.equal(calls);
  });

  it("reads again what stands there broken, and writes it in its place", async () => {
    const whole = await read(shard);
    const path = join(folder(), whole.key);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.slice(0, -20));
    expect(await read(shard)).to.deep.equal(whole);
    expect(readFileSync(path, "utf8")).to.equal(text);
  });

  it("hands itself back before its time is up, and asks for nothing again that it has read", async () => {
    const handBack = new AbortController();
    let resources = 0;
    const first = await read(shard, {
      handBack: handBack.signal,
      progress: ({ kind }) => {
        if (kind === "resource" && (resources += 1) === 2) handBack.abort();
      },
    });
    expect(first.status).to.equal(null);
    expect(first.resources).to.be.within(1, 2);
    expect(lines(first.key).at(-1)).to.equal('{"kind":"cursor","next":1}');
    const asked = emulator.log.calls.length;
    const second = await read(first.next ?? shard);
    expect(second).to.deep.include({ resources: 6 - first.resources, status: "complete", next: null });
    expect(JSON.parse(lines(second.key).at(-1) ?? "")).to.deep.include({ kind: "scope", listed: 6 });
    const ids = [...lines(first.key), ...lines(second.key)].flatMap(
      (line) => /"id":"(arn[^"]+)"/.exec(line)?.[1] ?? [],
    );
    expect(new Set(ids).size).to.equal(6);
    expect(ids).to.have.length(6);
    expect(
      emulator.log.calls.slice(asked).filter(({ operation }) => operation === "ListIdentities"),
    ).to.have.length.greaterThan(0);
  });

  it("hands itself back while it waits for an answer", async () => {
    emulator.faults.add({ operation: "GetIdentityPolicies", effect: { kind: "slow", ms: 5_000 } });
    emulator.faults.add({ operation: "ListIdentityPolicies", effect: { kind: "slow", ms: 5_000 } });
    emulator.faults.add({ operation: "GetEmailIdentity", effect: { kind: "slow", ms: 5_000 } });
    emulator.faults.add({ operation: "GetEmailIdentityPolicies", effect: { kind: "slow", ms: 5_000 } });
    const began = performance.now();
    const summary = await read(shard, { handBack: AbortSignal.timeout(300) });
    expect(performance.now() - began).to.be.lessThan(3_000);
    // Nothing was read whole: another function would fare no better.
    expect(summary).to.deep.include({ status: "partial", next: null });
    const closing = JSON.parse(lines(summary.key).at(-1) ?? "") as Record<string, unknown>;
    expect(closing).to.deep.include({ listed: 6 });
    expect(closing).to.have.nested.property("unread.code", "OutOfTime");
  });

  it("keeps a refusal as data", async () => {
    emulator.faults.add({ operation: "ListIdentities", effect: { kind: "refuse" } });
    expect(await read(shard)).to.deep.include({ status: "unread", resources: 0 });
  });

  it("refuses a shard that was planned with other settings, of no service, or that goes on from nothing", async () => {
    const other = await problemIn(() => read(shard, { lanes: { ses: ["v1"] } }));
    expect(other.what).to.match(/was planned by another version, or with other settings/);
    const service = await problemIn(() => read({ ...shard, scope: "aws/111122223333/eu-west-1/sqs" }));
    expect(service.what).to.equal("nothing reads the scope aws/111122223333/eu-west-1/sqs");
    const nothing = await problemIn(() => read({ ...shard, part: 1 }));
    expect(nothing.what).to.match(/^part 1 cannot go on from part 0: .* is missing$/);
    await read(shard);
    const ended = await problemIn(() => read({ ...shard, part: 1 }));
    expect(ended.what).to.match(/that has ended the scope$/);
  });
});
