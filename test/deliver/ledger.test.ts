import { expect } from "chai";
import { appendFileSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ledger, openLedger } from "../../src/deliver/security-hub/ledger.ts";
import { problemIn } from "../support/collected.ts";
import { converted } from "../support/asff-problems.ts";
import { aFinding, NOW } from "../support/findings.ts";
import { inFolder } from "../support/folder.ts";
import { DAY, iso, many, pushing } from "./pushing.ts";

const FINDING = converted(aFinding());
const ARN = FINDING.ProductArn ?? "";
const STEP = { action: "create", finding: FINDING } as const;

const opened = async <T>(file: string, work: (ledger: Ledger) => Promise<T> | T, now = NOW): Promise<T> => {
  const ledger = await openLedger(file, now);
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
};

const settled = (file: string): Promise<void> =>
  opened(file, async (ledger) => {
    await ledger.begin(ARN);
    await ledger.acknowledge([STEP], null);
    await ledger.settle(ARN);
  });

describe("ledger", () => {
  const at = pushing();

  it("knows nothing of a Security Hub that it has not seen, and makes no file for that", () =>
    inFolder({}, async (folder) => {
      const file = join(folder, "ledger.jsonl");
      expect(await opened(file, (ledger) => ledger.previous(ARN))).to.equal(null);
      expect(lstatSync(folder).isDirectory() && !statSync(file, { throwIfNoEntry: false })).to.equal(true);
    }));

  it("gives back what was acknowledged, and only its owner may read it", () =>
    inFolder({}, async (folder) => {
      const file = join(folder, "ledger.jsonl");
      await settled(file);
      const known = await opened(file, (ledger) => [...(ledger.previous(ARN)?.values() ?? [])]);
      expect(known).to.deep.equal([{ finding: FINDING, workflow: null }]);
      expect(statSync(file).mode & 0o777).to.equal(0o600);
    }));

  it("does not trust itself after a push that never ended", () =>
    inFolder({}, async (folder) => {
      const file = join(folder, "ledger.jsonl");
      await settled(file);
      await opened(file, (ledger) => ledger.begin(ARN));
      expect(await opened(file, (ledger) => ledger.previous(ARN))).to.equal(null);
    }));

  it("forgets a last line that was cut off, and goes on behind the one before", () =>
    inFolder({}, async (folder) => {
      const file = join(folder, "ledger.jsonl");
      await settled(file);
      appendFileSync(file, '{"kind":"finding","find');
      expect(await opened(file, (ledger) => ledger.previous(ARN)?.size)).to.equal(1);
      await settled(file);
      expect(await opened(file, (ledger) => ledger.previous(ARN)?.size)).to.equal(1);
    }));

  it("remembers the workflow that was set through later imports", () =>
    inFolder({}, async (folder) => {
      const file = join(folder, "ledger.jsonl");
      await opened(file, async (ledger) => {
        await ledger.acknowledge([STEP], null);
        await ledger.acknowledge([STEP], "SUPPRESSED");
        await ledger.acknowledge([STEP], null);
        await ledger.settle(ARN);
      });
      const known = await opened(file, (ledger) => [...(ledger.previous(ARN)?.values() ?? [])]);
      expect(known.map(({ workflow }) => workflow)).to.deep.equal(["SUPPRESSED"]);
    }));

  it("forgets what Security Hub has deleted", () =>
    inFolder({}, async (folder) => {
      const file = join(folder, "ledger.jsonl");
      await settled(file);
      const size = (days: number) =>
        opened(file, (ledger) => ledger.previous(ARN)?.size, iso(Date.parse(NOW) + days * DAY));
      expect([await size(90), await size(91)]).to.deep.equal([1, 0]);
    }));

  it("does not grow with every push", () =>
    inFolder({}, async (folder) => {
      const file = join(folder, "ledger.jsonl");
      await settled(file);
      const once = statSync(file).size;
      for (let push = 0; push < 20; push++) await settled(file);
      expect(statSync(file).size).to.be.lessThan(4 * once);
      expect(await opened(file, (ledger) => ledger.previous(ARN)?.size)).to.equal(1);
    }));

  it("refuses a file that is something else, and names the line", () =>
    inFolder(
      { "x.json": '{"kind":"results"}\n', "y.jsonl": '{"kind":"ledger","version":1}\n[]\n' },
      async (folder) => {
        const first = await problemIn(() => openLedger(join(folder, "x.json"), NOW));
        expect(first).to.include({ kind: "usage", where: `${join(folder, "x.json")}:1` });
        const second = await problemIn(() => openLedger(join(folder, "y.jsonl"), NOW));
        expect(second.where).to.equal(`${join(folder, "y.jsonl")}:2`);
      },
    ));

  it("says in one line where it cannot be", () =>
    inFolder({ file: "" }, async (folder) => {
      const problem = await problemIn(() => settled(join(folder, "file", "ledger.jsonl")));
      expect(problem.kind).to.equal("usage");
      expect(problem.what).to.match(/^the ledger cannot be opened/);
    }));

  it("is not written through a link", () =>
    inFolder({}, async (folder) => {
      const target = join(folder, "target");
      writeFileSync(target, "");
      symlinkSync(target, join(folder, "link"));
      const problem = await problemIn(() => settled(join(folder, "link")));
      expect(problem.kind).to.equal("usage");
      expect(readFileSync(target, "utf8")).to.equal("");
    }));

  describe("in a push", () => {
    it("saves the reading of everything: one probe, whatever Security Hub holds", () =>
      inFolder({}, async (folder) => {
        const file = join(folder, "ledger.jsonl");
        await opened(file, (ledger) => at.push(at.run(many(250)), { ledger }));
        at.clock += DAY;
        const asked = at.calls("GetFindings");
        const report = await opened(file, (ledger) => at.push(at.run(many(250)), { ledger }));
        expect(report.hubs[0]?.counts).to.deep.include({ unchanged: 250, create: 0 });
        expect(at.calls("GetFindings") - asked).to.equal(1);
      }));

    it("is overruled where somebody else has written, or where everything was deleted", () =>
      inFolder({}, async (folder) => {
        const file = join(folder, "ledger.jsonl");
        await opened(file, (ledger) => at.push(at.run(many(3)), { ledger }));
        at.clock += DAY;
        await at.push(at.run(many(4)));
        at.clock += DAY;
        const behind = await opened(file, (ledger) => at.push(at.run(many(4)), { ledger }));
        expect(behind.hubs[0]?.counts).to.deep.include({ unchanged: 4, create: 0 });
        at.world.account.regions.get("us-east-1")?.hub?.findings.clear();
        at.clock += DAY;
        const emptied = await opened(file, (ledger) => at.push(at.run(many(4)), { ledger }));
        expect(emptied.hubs[0]?.counts).to.deep.include({ create: 4, unchanged: 0 });
      }));

    it("does not trust itself where an answer was lost for good", () =>
      inFolder({}, async (folder) => {
        const file = join(folder, "ledger.jsonl");
        at.world.emulator.faults.add({
          operation: "BatchImportFindings",
          after: 1,
          effect: { kind: "cut", when: "after" },
        });
        const lost = await opened(file, (ledger) => at.push(at.run(many(150)), { ledger }));
        expect(lost.hubs[0]?.failures).to.have.lengthOf(50);
        at.world.emulator.faults.clear();
        at.clock += DAY;
        const report = await opened(file, (ledger) => at.push(at.run(many(150)), { ledger }));
        expect(report.hubs[0]?.counts).to.deep.include({ unchanged: 150, create: 0 });
      }));

    it("stays as it is in a dry run", () =>
      inFolder({}, async (folder) => {
        const file = join(folder, "ledger.jsonl");
        await opened(file, (ledger) => at.push(at.run(many(3)), { ledger }));
        const before = readFileSync(file, "utf8");
        at.clock += DAY;
        await opened(file, (ledger) => at.push(at.run(many(9)), { ledger, dryRun: true }));
        expect(readFileSync(file, "utf8")).to.equal(before);
      }));
  });
});
