import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readResults } from "../../src/results/read.ts";
import { postern } from "../support/command.ts";
import { aFinding, assembled } from "../support/findings.ts";
import { aFolder } from "../support/folder.ts";

describe("postern baseline", () => {
  const folder = aFolder();

  it("keeps a run's results and shows what is known", async () => {
    const results = assembled([aFinding()]);
    writeFileSync(join(folder(), "results.json"), JSON.stringify(results));
    const created = await postern(["baseline", "create", "results.json"], { cwd: folder() });
    expect(created).to.deep.include({ code: 0, stdout: "" });
    const kept = readFileSync(join(folder(), "postern.baseline.json"), "utf8");
    expect(readResults(kept, "x")).to.deep.equal(results);
    const { stdout } = await postern(["baseline", "show"], { cwd: folder() });
    expect(stdout).to.contain("SES-003").and.to.contain(results.findings[0]?.resource.id);
    const data = await postern(["baseline", "show", "-f", "json"], { cwd: folder() });
    expect(JSON.parse(data.stdout)).to.deep.equal(results.findings);
  });

  const whole = assembled([aFinding()]);
  const [finding] = whole.findings;
  const broken: readonly (readonly [what: string, results: object, says: RegExp])[] = [
    ["a coverage row that is none", { ...whole, coverage: [null] }, /\/coverage\/0 is not of type object/],
    ["a run without a time", { ...whole, run: { ...whole.run, now: "then" } }, /\/run\/now is not a time/],
    ["a finding without a title", { ...whole, findings: [{ ...finding, title: 7 }] }, /\/findings\/0\/title/],
    [
      "a summary without exceptions",
      { ...whole, summary: { ...whole.summary, exceptions: null } },
      /exceptions/,
    ],
  ];
  for (const [what, results, says] of broken)
    it(`refuses ${what} in one line, wherever results are read`, async () => {
      writeFileSync(join(folder(), "r.json"), JSON.stringify(results));
      for (const argv of [
        ["baseline", "create", "r.json"],
        ["baseline", "show", "r.json"],
        ["except", "list", "--results", "r.json"],
        ["analyze", "r.json", "--baseline", "r.json"],
        ["push", "security-hub", "r.json"],
      ]) {
        const { code, stdout, stderr } = await postern(argv, { cwd: folder() });
        expect(stderr)
          .to.match(/^postern: r\.json: [^\n]*\n$/)
          .and.to.match(says);
        expect(stdout).to.equal("");
        expect(code).to.equal(2);
      }
    });

  it("lets members be that it does not know", async () => {
    const later = { ...whole, findings: [{ ...finding, later: 1 }] };
    writeFileSync(join(folder(), "r.json"), JSON.stringify(later));
    expect((await postern(["baseline", "show", "r.json"], { cwd: folder() })).code).to.equal(0);
  });

  it("refuses what is no results", async () => {
    writeFileSync(join(folder(), "results.json"), "{}");
    const { code, stderr } = await postern(["baseline", "create", "results.json"], { cwd: folder() });
    expect(code).to.be.oneOf([2, 3]);
    expect(stderr).to.contain("results.json");
  });
});
