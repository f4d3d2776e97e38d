import { expect } from "chai";
import { failedText, readFailed } from "../../src/deliver/security-hub/failed-file.ts";
import { pushFailed } from "../../src/deliver/security-hub/push.ts";
import { newHub } from "../../src/emulator/services/security-hub/hub.ts";
import { addAccount } from "../../src/emulator/world.ts";
import { problemIn } from "../support/collected.ts";
import { ACCOUNT, aFinding } from "../support/findings.ts";
import { DAY, many, pushing, START } from "./pushing.ts";

describe("push to Security Hub", () => {
  const at = pushing();

  describe("how it is sent", () => {
    it("sends 10,000 findings in 100 calls, at the documented rate, and none of them is throttled", async () => {
      const report = await at.push(at.run(many(10_000)));
      expect(report.hubs.map(({ counts }) => counts.create)).to.deep.equal([10_000]);
      expect(at.calls("BatchImportFindings")).to.equal(100);
      expect(at.calls("GetFindings")).to.equal(1);
      expect(at.world.emulator.log.counters).to.include({ throttled: 0, largestBatch: 100, staleUpdates: 0 });
      expect(at.slept).to.be.within(6_000, 10_000);
    });

    it("sends nothing again while nothing changes, and everything before it expires", async () => {
      await at.push(at.run(many(150)));
      at.clock += 29 * DAY;
      await at.push(at.run(many(150)));
      expect(at.calls("BatchImportFindings")).to.equal(2);
      at.clock += 2 * DAY;
      const report = await at.push(at.run(many(150)));
      expect(report.hubs[0]?.counts.heartbeat).to.equal(150);
      expect(at.calls("BatchImportFindings")).to.equal(4);
    });

    it("fills calls up to 6 MB where findings are large", async () => {
      const emoji = "😀".repeat(2_000);
      const data = Object.fromEntries(Array.from({ length: 18 }, (_, index) => [`d${index}`, emoji]));
      const documents = Array.from({ length: 5 }, () => ({ name: emoji, text: emoji, sha256: "ab" }));
      const report = await at.push(at.run(many(120, { message: emoji, data, documents })));
      expect(report.hubs[0]?.counts.create).to.equal(120);
      const { largestBody } = at.world.emulator.log.counters;
      expect(largestBody).to.be.within(5_700_000, 6_000_000);
      const total = at.world.emulator.log.calls
        .filter(({ operation }) => operation === "BatchImportFindings")
        .reduce((sum, { bytes }) => sum + bytes, 0);
      expect(at.calls("BatchImportFindings")).to.equal(Math.ceil(total / 6_000_000));
    });

    it("waits out throttling", async () => {
      at.world.emulator.faults.add({
        operation: "BatchImportFindings",
        every: 2,
        times: 3,
        effect: { kind: "throttle", code: "TooManyRequestsException", status: 429 },
      });
      const report = await at.push(at.run(many(1_000)));
      expect(report.hubs[0]).to.deep.include({ failures: [], refusal: null });
      expect(at.world.account.regions.get("us-east-1")?.hub?.findings.size).to.equal(1_000);
      expect(at.calls("BatchImportFindings")).to.equal(13);
    });

    it("goes to each finding's own account and region with that account's access", async () => {
      const other = addAccount(at.world.emulator.world, {
        id: "444455556666",
        name: "other",
        regions: ["us-east-1"],
      });
      for (const region of other.regions.values()) region.hub = newHub(0);
      const asked: string[] = [];
      const findings = [
        aFinding(),
        aFinding({ resource: { region: "eu-west-1" } }),
        aFinding({ resource: { account: "444455556666" } }),
      ];
      const report = await at.push(at.run(findings), {
        access: (account, region) => {
          asked.push(`${account} ${region}`);
          return account === ACCOUNT
            ? at.options().access(account, region)
            : Promise.resolve({
                unread: { operation: "AssumeRole", code: "AccessDenied", message: "no", attempts: 1 },
              });
        },
      });
      expect(asked).to.have.members([
        "111122223333 us-east-1",
        "111122223333 eu-west-1",
        "444455556666 us-east-1",
      ]);
      expect(
        report.hubs.map(({ account, region, refusal }) => [account, region, refusal?.code]),
      ).to.deep.equal([
        ["111122223333", "eu-west-1", undefined],
        ["111122223333", "us-east-1", undefined],
        ["444455556666", "us-east-1", "AccessDenied"],
      ]);
    });

    it("sends every region to the home region, and keeps them apart there", async () => {
      const findings = [aFinding(), aFinding({ resource: { region: "eu-west-1" } })];
      await at.push(at.run(findings), { homeRegion: "us-east-1" });
      expect((await at.stored()).map(({ Resources }) => Resources?.[0]?.Region)).to.have.members([
        "eu-west-1",
        "us-east-1",
      ]);
      at.clock += DAY;
      const report = await at.push(at.run([aFinding()]), { homeRegion: "us-east-1" });
      expect(report.hubs[0]?.counts).to.deep.include({ unchanged: 1, archive: 0 });
    });

    it("leaves findings in source code out and counts them", async () => {
      const code = aFinding({ resource: { account: null, region: null, partition: null } });
      expect(await at.push(at.run([code, aFinding()]))).to.deep.include({ inSourceCode: 1 });
    });

    it("refuses results that were cut off", async () => {
      const problem = await problemIn(() => at.push(at.run([aFinding()]).slice(0, -1)));
      expect(problem).to.include({ kind: "input" });
      expect(at.calls("BatchImportFindings")).to.equal(0);
    });

    it("says in a dry run what the push then does, and changes nothing", async () => {
      await at.push(
        at.run([...many(3), aFinding({ status: "NEEDS_REVIEW", resource: { name: "q.example" } })]),
      );
      at.clock += DAY;
      const next = at.run(
        [...many(2, { status: "SUCCESS" }), ...many(2, { resource: { region: "eu-west-1" } })],
        at.clock,
      );
      const imports = at.calls("BatchImportFindings");
      const dry = await at.push(next, { dryRun: true });
      expect(at.calls("BatchImportFindings")).to.equal(imports);
      expect(await at.push(next)).to.deep.equal(dry);
      expect(dry.hubs.map(({ counts }) => [counts.create, counts.close, counts.archive])).to.deep.equal([
        [2, 0, 0],
        [0, 2, 2],
      ]);
    });
  });

  describe("when some of it fails", () => {
    const ID = "ccc:111122223333:SES-003:SES:us-east-1:1.example";
    const fail = (times: number, code: string, message = "no"): void => {
      at.world.emulator.faults.add({ times, effect: { kind: "fail-findings", ids: [ID], code, message } });
    };

    it("tries again what may pass, in one call more", async () => {
      fail(1, "InternalFailure");
      const report = await at.push(at.run(many(250)));
      expect(report.hubs[0]?.failures).to.deep.equal([]);
      expect(at.calls("BatchImportFindings")).to.equal(4);
    });

    it("does not repeat what cannot pass, and reports it with the service's words", async () => {
      fail(9, "InvalidInput", "data.Title should NOT be longer");
      const report = await at.push(at.run(many(3)));
      expect(at.calls("BatchImportFindings")).to.equal(1);
      expect(report.hubs[0]?.counts.create).to.equal(2);
      expect(
        report.hubs[0]?.failures.map(({ step, code, message }) => [step.finding.Id, code, message]),
      ).to.deep.equal([[ID, "InvalidInput", "data.Title should NOT be longer"]]);
    });

    it("finds out which finding makes Security Hub refuse a whole call", async () => {
      at.world.emulator.faults.add({
        operation: "BatchImportFindings",
        subject: ID,
        effect: { kind: "throttle", code: "InvalidInputException", status: 400 },
      });
      const report = await at.push(at.run(many(100)));
      expect(report.hubs[0]?.counts.create).to.equal(99);
      expect(report.hubs[0]?.failures.map(({ step }) => step.finding.Id)).to.deep.equal([ID]);
      expect(at.calls("BatchImportFindings")).to.be.at.most(15);
    });

    it("gives up after five rounds, and takes what failed again from a file", async () => {
      fail(5, "InternalFailure");
      const { hubs } = await at.push(at.run(many(3)));
      expect(at.calls("BatchImportFindings")).to.equal(5);
      const text = failedText(hubs.flatMap(({ failures }) => failures));
      const again = await pushFailed(readFailed(text, "failed.jsonl"), at.options());
      expect(again.hubs[0]?.counts.create).to.equal(1);
      expect(await at.stored()).to.have.lengthOf(3);
    });

    it("does not report as sent what a later run has sent already", async () => {
      fail(5, "InternalFailure");
      const { hubs } = await at.push(at.run(many(3)));
      at.clock += DAY;
      await at.push(at.run(many(3)));
      const text = failedText(hubs.flatMap(({ failures }) => failures));
      const again = await pushFailed(readFailed(text, "failed.jsonl"), at.options());
      expect(again.hubs[0]?.counts).to.deep.include({ create: 0, stale: 1 });
      expect(at.world.emulator.log.counters.staleUpdates).to.equal(0);
    });

    it("does not report as sent what results of an older run say", async () => {
      await at.push(at.run(many(2), START + DAY));
      const imports = at.calls("BatchImportFindings");
      const report = await at.push(at.run(many(2, { status: "SUCCESS" }), START));
      expect(report.hubs[0]?.counts).to.deep.include({ stale: 2, close: 0 });
      expect(at.calls("BatchImportFindings")).to.equal(imports);
    });

    it("believes no answer with status 200 that does not count the findings", async () => {
      at.world.emulator.faults.add({ operation: "BatchImportFindings", effect: { kind: "html" } });
      const report = await at.push(at.run(many(2)));
      expect(report.hubs[0]?.failures).to.have.lengthOf(2);
      expect(report.hubs[0]?.failures[0]).to.deep.include({ unsure: true });
    });

    it("sends nothing where the earlier findings cannot be read", async () => {
      at.world.emulator.faults.add({ operation: "GetFindings", effect: { kind: "refuse" } });
      const report = await at.push(at.run(many(2)));
      expect(report.hubs[0]?.refusal).to.include({ operation: "GetFindings", code: "AccessDeniedException" });
      expect(at.calls("BatchImportFindings")).to.equal(0);
    });

    it("takes a list that is missing in the answer for unread, not for empty", async () => {
      at.world.emulator.faults.add({ operation: "GetFindings", effect: { kind: "empty" } });
      const report = await at.push(at.run(many(2)));
      expect(report.hubs[0]?.refusal).not.to.equal(null);
      expect(at.calls("BatchImportFindings")).to.equal(0);
    });

    it("says where an account is not subscribed, but only if there was something to send", async () => {
      for (const region of at.world.account.regions.values()) region.hub = null;
      const failing = await at.push(at.run([aFinding()]));
      expect(failing.hubs[0]?.refusal?.code).to.equal("InvalidAccessException");
      const clean = await at.push(at.run([aFinding({ status: "SUCCESS" })]));
      expect(clean.hubs[0]).to.deep.include({ refusal: null });
      expect(clean.hubs[0]?.counts.pass).to.equal(1);
    });
  });
});
