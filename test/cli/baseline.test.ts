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

  it("refuses what is no results", async () => {
    writeFileSync(join(folder(), "results.json"), "{}");
    const { code, stderr } = await postern(["baseline", "create", "results.json"], { cwd: folder() });
    expect(code).to.be.oneOf([2, 3]);
    expect(stderr).to.contain("results.json");
  });
});
