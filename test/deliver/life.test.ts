import { BatchUpdateFindingsCommand } from "@aws-sdk/client-securityhub";
import { expect } from "chai";
import { join } from "node:path";
import { openLedger } from "../../src/deliver/security-hub/ledger.ts";
import type { ResultsRecord } from "../../src/model/results.ts";
import { inFolder } from "../support/folder.ts";
import { aCoverage, aFinding, anUnreadScope, aRun, NOW, stream } from "../support/findings.ts";
import { DAY, iso, pushing } from "./pushing.ts";

const withFaults = (...fingerprints: readonly string[]) =>
  aFinding({ faults: fingerprints.map((fingerprint) => ({ document: "Policy-1", fingerprint })) });

describe("the life of a finding in Security Hub", () => {
  const at = pushing();
  const workflow = async (): Promise<unknown> => (await at.stored())[0]?.Workflow?.Status;
  const record = async (): Promise<unknown> => {
    const [finding] = await at.stored();
    return [finding?.Compliance?.Status, finding?.RecordState];
  };

  /** The customer sets the workflow of the one finding. */
  const set = async (Status: "NEW" | "SUPPRESSED"): Promise<void> => {
    const [finding] = await at.stored();
    await at.world.hub("us-east-1").send(
      new BatchUpdateFindingsCommand({
        FindingIdentifiers: [{ Id: finding?.Id, ProductArn: finding?.ProductArn }],
        Workflow: { Status },
      }),
    );
  };

  describe("accepted risks", () => {
    const exception = {
      rule: "SES-003",
      match: {},
      reason: "Newsletter",
      approver: "a.person",
      approvedAt: "2026-01-01",
      expires: "2027-01-01",
      ticket: "SEC-1",
    };

    it("leave the customer's workflow alone", async () => {
      await at.push(at.run([aFinding({ exception })]));
      expect(await workflow()).to.equal("NEW");
      const [finding] = await at.stored();
      await at.world.hub("us-east-1").send(
        new BatchUpdateFindingsCommand({
          FindingIdentifiers: [{ Id: finding?.Id, ProductArn: finding?.ProductArn }],
          Workflow: { Status: "SUPPRESSED" },
        }),
      );
      at.clock += DAY;
      await at.push(at.run([aFinding()]));
      expect(await workflow()).to.equal("SUPPRESSED");
      expect(at.calls("BatchUpdateFindings")).to.equal(1);
    });

    it("are suppressed where that was asked for, once, and given back when they end", async () => {
      const suppressExcepted = { suppressExcepted: true };
      const first = await at.push(at.run([aFinding({ exception })]), suppressExcepted);
      expect(first.hubs[0]?.counts).to.deep.include({ create: 1, suppress: 1 });
      expect(await workflow()).to.equal("SUPPRESSED");
      at.clock += DAY;
      const second = await at.push(at.run([aFinding({ exception })]), suppressExcepted);
      expect(second.hubs[0]?.counts).to.deep.include({ unchanged: 1, suppress: 0 });
      at.clock += DAY;
      const third = await at.push(at.run([aFinding()]), suppressExcepted);
      expect(third.hubs[0]?.counts).to.deep.include({ update: 1, unsuppress: 1 });
      expect(await workflow()).to.equal("NEW");
    });
  });

  describe("what the customer has suppressed", () => {
    const [known, other] = ["a".repeat(32), "b".repeat(32)];
    const mended = aFinding({ status: "SUCCESS" });
    const nextDay = (finding: typeof mended, choice: Parameters<typeof at.push>[1] = {}) => {
      at.clock += DAY;
      return at.push(at.run([finding]), choice);
    };

    beforeEach(async () => {
      await at.push(at.run([withFaults(known)]));
      await set("SUPPRESSED");
    });

    it("stays so while it fails by the same fault, and where that one comes back", async () => {
      for (const finding of [withFaults(known), mended, withFaults(known), mended, mended, withFaults(known)])
        await nextDay(finding);
      expect(await workflow()).to.equal("SUPPRESSED");
    });

    it("is NEW with a note where it comes back with another fault", async () => {
      await nextDay(mended);
      expect(await workflow()).to.equal("SUPPRESSED");
      const { hubs } = await nextDay(withFaults(other));
      expect(hubs[0]?.counts).to.deep.include({ reopen: 1, announce: 1 });
      expect(await workflow()).to.equal("NEW");
      expect((await at.stored())[0]?.Note?.Text).to.match(/^Reopened by Postern/);
      const again = await nextDay(withFaults(other));
      expect(again.hubs[0]?.counts).to.deep.include({ unchanged: 1, announce: 0 });
    });

    it("is NEW where the grant gets wider, and not where it gets narrower", async () => {
      await nextDay(withFaults(known, other));
      expect(await workflow()).to.equal("NEW");
      await set("SUPPRESSED");
      await nextDay(withFaults(other));
      expect(await workflow()).to.equal("SUPPRESSED");
    });

    it("is announced where a ledger knows nothing of the suppression", () =>
      inFolder({}, async (folder) => {
        const file = join(folder, "ledger.jsonl");
        await set("NEW");
        for (const finding of [mended, withFaults(other)]) {
          const ledger = await openLedger(file, iso(at.clock));
          try {
            await nextDay(finding, { ledger });
          } finally {
            await ledger.close();
          }
          if (finding === mended) await set("SUPPRESSED");
        }
        expect(await workflow()).to.equal("NEW");
      }));
  });

  it("does not say that a risk was suppressed whose finding was not taken", async () => {
    const exception = {
      rule: "SES-003",
      match: {},
      reason: "r",
      approver: "a",
      approvedAt: "2026-01-01",
      expires: "2027-01-01",
      ticket: "t",
    };
    const finding = aFinding({ exception });
    at.world.emulator.faults.add({
      effect: { kind: "fail-findings", ids: [finding.id], code: "InvalidInput" },
    });
    const report = await at.push(at.run([finding]), { suppressExcepted: true });
    expect(report.hubs[0]?.counts).to.deep.include({ create: 0, suppress: 0 });
    expect(report.hubs[0]?.failures.map(({ step, code }) => [step.action, code])).to.deep.equal([
      ["create", "InvalidInput"],
      ["suppress", "InvalidInput"],
    ]);
    expect(at.calls("BatchUpdateFindings")).to.equal(0);
  });

  describe("what may be closed", () => {
    const REGION_SCOPE = "aws/111122223333/us-east-1/ses";
    const gone = { "SES-003": { success: 0, failure: 0, needsReview: 0, notEvaluated: 0, excepted: 0 } };
    const emptyRun = (choice: Partial<Parameters<typeof aCoverage>[2]>): readonly ResultsRecord[] =>
      stream([], {
        run: aRun({ now: iso(at.clock) }),
        coverage: [aCoverage(REGION_SCOPE, [], { rules: gone, ...choice })],
      });

    beforeEach(async () => {
      await at.push(at.run([aFinding()]));
      at.clock += DAY;
    });

    it("archives what is gone from a scope that was read to its end", async () => {
      await at.push(emptyRun({}));
      expect(await record()).to.deep.equal(["FAILED", "ARCHIVED"]);
    });

    for (const [what, choice] of [
      ["a scope that was read in part", { status: "partial" }],
      ["a scope that was not read", { status: "unread" }],
      ["a file that somebody wrote", { populationKnown: false }],
    ] as const)
      it(`keeps what is missing from ${what}, and says so`, async () => {
        const report = await at.push(emptyRun(choice));
        expect(report.hubs[0]?.counts.keep).to.equal(1);
        expect(await record()).to.deep.equal(["FAILED", "ACTIVE"]);
        const reasons = (await at.stored())[0]?.Compliance?.StatusReasons ?? [];
        expect(reasons.map(({ ReasonCode }) => ReasonCode)).to.deep.equal([
          "EXPOSED",
          "NOT_EVALUATED_IN_LAST_RUN",
        ]);
        at.clock += DAY;
        expect((await at.push(emptyRun(choice))).hubs[0]?.counts).to.deep.include({ unchanged: 1, keep: 0 });
      });

    for (const [what, choice] of [
      ["the rule was off", { rules: {} }],
      ["the scope was excluded", { status: "excluded" }],
    ] as const)
      it(`leaves everything alone where ${what}`, async () => {
        const imports = at.calls("BatchImportFindings");
        await at.push(emptyRun(choice));
        expect(at.calls("BatchImportFindings")).to.equal(imports);
        expect(await record()).to.deep.equal(["FAILED", "ACTIVE"]);
      });

    it("keeps status and severity of what could not be evaluated", async () => {
      await at.push(at.run([aFinding({ status: "NOT_EVALUATED" })]));
      const [finding] = await at.stored();
      expect(finding?.Compliance?.Status).to.equal("FAILED");
      expect(finding?.Severity?.Label).to.equal("HIGH");
      expect(finding?.CreatedAt).to.equal(NOW);
    });

    it("passes what was mended, reopens it, and keeps its first day through both", async () => {
      await at.push(at.run([aFinding({ status: "SUCCESS" })]));
      expect(await record()).to.deep.equal(["PASSED", "ACTIVE"]);
      at.clock += DAY;
      const report = await at.push(at.run([aFinding()]));
      expect(report.hubs[0]?.counts.reopen).to.equal(1);
      const [finding] = await at.stored();
      expect([finding?.CreatedAt, finding?.FirstObservedAt, finding?.UpdatedAt]).to.deep.equal([
        NOW,
        NOW,
        iso(at.clock),
      ]);
    });

    it("is strictly newer with each update, even where two runs share a clock", async () => {
      await at.push(at.run([aFinding({ message: "First." })]));
      const report = await at.push(at.run([aFinding({ message: "Second." })]));
      expect(report.hubs[0]?.counts.update).to.equal(1);
      const [finding] = await at.stored();
      expect(finding?.Description).to.equal("Second.");
      expect(finding?.UpdatedAt).to.equal(iso(at.clock + 1));
    });

    it("shows again what comes back and cannot be read, with the status that it had", async () => {
      await at.push(emptyRun({}));
      at.clock += DAY;
      const report = await at.push(at.run([aFinding({ status: "NOT_EVALUATED" })]));
      expect(report.hubs[0]?.counts.reopen).to.equal(1);
      expect(await record()).to.deep.equal(["FAILED", "ACTIVE"]);
    });

    it("archives what was mended where that was asked for", async () => {
      await at.push(at.run([aFinding({ status: "SUCCESS" })]), { archiveResolved: true });
      expect(await record()).to.deep.equal(["PASSED", "ARCHIVED"]);
    });

    it("archives the finding of an unread scope once it was read", async () => {
      await at.push(
        stream([anUnreadScope(REGION_SCOPE)], {
          run: aRun({ now: iso(at.clock) }),
          coverage: [aCoverage(REGION_SCOPE, [], { status: "unread", rules: gone })],
        }),
      );
      at.clock += DAY;
      const report = await at.push(at.run([aFinding()]));
      expect(report.hubs[0]?.counts).to.deep.include({ archive: 1, update: 1 });
    });

    it("sends passes only where the finding is there, or where all are asked for", async () => {
      const pass = aFinding({ status: "SUCCESS", resource: { name: "fine.example" } });
      expect((await at.push(at.run([aFinding(), pass]))).hubs[0]?.counts.pass).to.equal(1);
      expect((await at.push(at.run([aFinding(), pass]), { all: true })).hubs[0]?.counts.create).to.equal(1);
    });
  });
});
