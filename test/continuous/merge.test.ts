import { expect } from "chai";
import { createHash } from "node:crypto";
import { appendFileSync, readFileSync, rmSync, truncateSync, statSync, writeFileSync } from "node:fs";
import { keepManifest } from "../../src/continuous/manifest.ts";
import { planRun } from "../../src/continuous/plan.ts";
import { s3Store } from "../../src/continuous/s3-store.ts";
import { problemIn } from "../support/collected.ts";
import { accessTo } from "../support/buckets.ts";
import { aKeptRun, notComplete, RUN, scopesOf, summaryOf, UNREAD } from "../support/kept-run.ts";
import {
  MANAGEMENT,
  memberId,
  merged,
  NOW,
  ran,
  readingOf,
  readThrough,
  scanned,
  shardsOf,
} from "../support/runs.ts";

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

const later = (): string => "2026-12-01T00:00:00Z";

describe("mergeRun", () => {
  const { emulator, store, file, partFile, aRun, whole, expectUnread } = aKeptRun();

  it("gives the bytes of one scan, snapshot and results, whatever order the shards are read in", async () => {
    aRun();
    expect(await merged(RUN, store())).to.deep.equal(whole());
  });

  it("gives the same bytes where shards hand themselves back after each few identities", async () => {
    const options = readingOf(emulator());
    const outcomes = await ran(RUN, store(), options, () => ({ largestPart: 500 }));
    expect(outcomes.filter(({ part }) => part > 0)).to.have.length.greaterThan(4);
    expect(await merged(RUN, store())).to.deep.equal(whole());
  });

  it("gives the same bytes over a bucket of S3 that throttles, fails and cuts", async () => {
    const options = readingOf(emulator());
    emulator().world.buckets.set("runs", { owner: MANAGEMENT, region: "eu-west-1", objects: new Map() });
    const bucket = s3Store({ bucket: "runs", prefix: "audit", access: await accessTo(emulator().url) });
    const faults = [
      { kind: "throttle" },
      { kind: "error" },
      { kind: "cut", when: "after" },
      { kind: "cut", when: "before" },
    ] as const;
    for (const [index, effect] of faults.entries())
      emulator().faults.add({ service: "s3", effect, every: 11 + index });
    try {
      await ran(RUN, bucket, options, () => ({ largestPart: 1_500 }));
      expect(await merged(RUN, bucket)).to.deep.equal(whole());
    } finally {
      emulator().faults.clear();
    }
  });

  it("trusts the organisation where the plan does", async () => {
    const options = { ...readingOf(emulator()), trustOrganization: true, trustOwnAccounts: true };
    await ran(RUN, store(), options);
    expect(await merged(RUN, store())).to.deep.equal(await scanned(options));
  });

  it("changes nothing by a second execution over the same keys", async () => {
    const options = readingOf(emulator());
    const first = aRun();
    const before = await merged(RUN, store());
    const calls = emulator().log.calls.length;
    expect(await ran(RUN, store(), { ...options, clock: later })).to.deep.equal(first);
    await keepManifest(RUN, store(), () => first, later());
    expect(emulator().log.calls.length).to.equal(calls);
    expect(await merged(RUN, store())).to.deep.equal(before);
  });

  it("says that a scope is unread whose shard no function has told of", async () => {
    const outcomes = aRun();
    await keepManifest(RUN, store(), () => outcomes.filter(({ scope }) => scope !== UNREAD), NOW);
    await expectUnread("ShardMissing", /^No function has told of part 0\.$/);
  });

  it("says why a scope is unread whose function has failed", async () => {
    const asAnother = { roleArn: "arn:aws:iam::{account}:role/Other" };
    await ran(RUN, store(), readingOf(emulator()), ({ scope }) => (scope === UNREAD ? asAnother : {}));
    await expectUnread("Lambda.Unknown", /was planned by another version, or with other settings/);
  });

  it("does not take an object that was changed, cut off or taken away after it had been written", async () => {
    aRun();
    const path = partFile(UNREAD);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replaceAll('"Principal', '"principal'));
    await expectUnread("ObjectChanged", /is not what its function has written/);
    truncateSync(path, statSync(path).size - 10);
    await expectUnread("ObjectChanged", /is not what its function has written/);
    rmSync(path);
    await expectUnread("ObjectMissing", /0000\.jsonl is missing/);
  });

  it("does not take an object of another version, though its hash is told", async () => {
    const outcomes = aRun();
    const path = partFile(UNREAD);
    writeFileSync(path, readFileSync(path, "utf8").replace('"version":1', '"version":2'));
    const changed = { ...summaryOf(outcomes, UNREAD), sha256: sha256(readFileSync(path)) };
    await keepManifest(
      RUN,
      store(),
      () => [...outcomes.filter(({ scope }) => scope !== UNREAD), changed],
      NOW,
    );
    await expectUnread("ForeignVersion", /has version 2, and this is version 1/);
  });

  it("does not take the object of another scope in its place", async () => {
    const outcomes = aRun();
    const other = summaryOf(outcomes, `aws/${memberId(0)}/us-east-1/ses`);
    writeFileSync(partFile(UNREAD), readFileSync(file(other.key)));
    await keepManifest(
      RUN,
      store(),
      () => [
        ...outcomes.filter(({ scope }) => scope !== UNREAD),
        { ...summaryOf(outcomes, UNREAD), sha256: other.sha256 },
      ],
      NOW,
    );
    await expectUnread("ForeignPart", /says that it is part 0 of/);
  });

  it("keeps the parts before one that is lost, and says that the scope is partial", async () => {
    const outcomes = await ran(RUN, store(), readingOf(emulator()), ({ scope }) =>
      scope === UNREAD ? { largestPart: 500 } : {},
    );
    const last = outcomes.filter(({ scope }) => scope === UNREAD).at(-1)?.part ?? 0;
    expect(last).to.be.greaterThan(1);
    rmSync(partFile(UNREAD, last));
    const [scope, ...more] = notComplete(await merged(RUN, store()));
    expect(more).to.deep.equal([]);
    expect(scope).to.deep.include({ id: UNREAD, status: "partial" });
    expect(scope?.unread?.code).to.equal("ObjectMissing");
    expect(scope?.listed).to.be.within(1, 8);
  });

  it("says that a list of shards was cut off, and judges what it names", async () => {
    const options = readingOf(emulator());
    aRun();
    const plan = await planRun(RUN, store(), options);
    truncateSync(file(plan.shards.key), statSync(file(plan.shards.key)).size - 30);
    const found = notComplete(await merged(RUN, store()));
    expect(found.map(({ id, status }) => [id, status])).to.deep.equal([
      ["files/run-shards/snapshot", "unread"],
      ["files/run-unasked/snapshot", "unread"],
    ]);
    expect(found[0]?.unread?.message).to.match(/has 5 entries of 6: it was cut off, or changed/);
    expect(found[1]?.unread?.message).to.equal("the manifest tells of 1 parts that no shard asks for");
    expect(scopesOf(await merged(RUN, store()))).to.have.length(7);
  });

  it("says that a list was changed or is missing", async () => {
    aRun();
    const plan = await planRun(RUN, store(), readingOf(emulator()));
    appendFileSync(file(plan.shards.key), "\n");
    expect(notComplete(await merged(RUN, store()))[0]?.unread?.message).to.match(
      /was changed after it had been written/,
    );
    rmSync(file(plan.shards.key));
    expect(notComplete(await merged(RUN, store()))[0]?.unread?.message).to.match(/is missing, which lists 6/);
  });

  it("refuses a run that was not planned, has no manifest, or whose plan was changed", async () => {
    const options = readingOf(emulator());
    expect(await problemIn(() => merged("none", store()))).to.deep.include({
      what: 'there is no plan of a run "none"',
      kind: "usage",
    });
    await planRun("bare", store(), options);
    expect((await problemIn(() => merged("bare", store()))).what).to.match(/has no manifest/);
    aRun();
    const path = file(`runs/${RUN}/plan.json`);
    writeFileSync(path, readFileSync(path, "utf8").replace('"count":6', '"count":5'));
    expect((await problemIn(() => merged(RUN, store()))).what).to.match(/it was changed since/);
    writeFileSync(path, "{");
    expect((await problemIn(() => merged(RUN, store()))).what).to.match(/not the plan of this run/);
  });

  it("writes the same list of parts whatever the order of the outcomes, and however few are held at a time", async () => {
    const outcomes = aRun();
    const kept = await keepManifest(RUN, store(), () => outcomes, NOW);
    for (const window of [1, 2, 5]) {
      let passes = 0;
      const shuffled = async function* (): AsyncIterable<unknown> {
        passes += 1;
        yield* [...outcomes.slice(window), ...outcomes].toReversed();
      };
      rmSync(file(kept.parts.key));
      expect(await keepManifest(RUN, store(), shuffled, later(), { window })).to.deep.equal(kept);
      expect(passes).to.equal(2 * Math.ceil(6 / window));
    }
    expect(await merged(RUN, store())).to.deep.equal(whole());
  });

  it("passes over what is no outcome of the run", async () => {
    const options = readingOf(emulator());
    const plan = await planRun(RUN, store(), options);
    const outcomes: unknown[] = [null, "text", { kind: "read" }];
    const [first, ...rest] = await shardsOf(plan, store());
    for (const shard of rest) outcomes.push(...(await readThrough(shard, store(), () => options)));
    if (first !== undefined)
      outcomes.push({ ...(await readThrough(first, store(), () => options))[0], run: "other" });
    await keepManifest(RUN, store(), () => outcomes, NOW);
    expect(notComplete(await merged(RUN, store())).map(({ id }) => id)).to.deep.equal([first?.scope]);
  });
});
