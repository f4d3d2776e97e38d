import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toAsff } from "../src/exporters/asff/finding.ts";
import { TOOL } from "../src/tool.ts";
import { postern } from "./support/command.ts";
import { aFinding, aRule, NOW } from "./support/findings.ts";
import { aFolder } from "./support/folder.ts";

const TABLES = Object.entries(TOOL.tables ?? {});

describe("the dates of the tables that verdicts rest on", () => {
  const folder = aFolder();

  it("are days, and there is one for each table", () => {
    expect(TABLES.map(([name]) => name)).to.deep.equal([
      "condition-keys",
      "ses-actions",
      "ses-condition-keys",
    ]);
    for (const [name, date] of TABLES) expect(date, name).to.match(/^\d{4}-\d{2}-\d{2}$/);
  });

  it("are printed by --version --verbose, in either order, and not by --version alone", async () => {
    const lines = [TOOL.version, ...TABLES.map(([name, date]) => `${name} ${date}`)];
    for (const argv of [
      ["--version", "--verbose"],
      ["--verbose", "-V"],
    ])
      expect(await postern(argv)).to.deep.equal({ code: 0, stdout: `${lines.join("\n")}\n`, stderr: "" });
    expect((await postern(["--version"])).stdout).to.equal(`${TOOL.version}\n`);
  });

  it("are no reason for a command to take --verbose", async () => {
    expect((await postern(["rules", "--verbose"])).code).to.equal(2);
  });

  it("stand in every report that has a place for them", async () => {
    const policy = join(folder(), "policy.json");
    writeFileSync(policy, '{"Version":"2012-10-17","Statement":[]}');
    const formats = ["json", "jsonl", "html", "sarif", "markdown", "oscal", "ocsf"];
    const files = formats.map((format) => join(folder(), `report.${format}`));
    const outputs = formats.flatMap((format, at) => ["-f", `${format}=${files[at] ?? ""}`]);
    await postern(["analyze", policy, ...outputs]);
    for (const file of files)
      for (const [name, date] of TABLES) {
        const text = readFileSync(file, "utf8");
        expect(text, file).to.match(new RegExp(`${name}[^]{1,20}${date}`));
      }
  });

  it("stand in each finding for Security Hub", () => {
    const finding = toAsff(aFinding(), aRule(), { now: NOW, tool: TOOL });
    expect(finding?.ProductFields?.["postern/postern/tables"]).to.equal(
      TABLES.map(([name, date]) => `${name} ${date}`).join(", "),
    );
  });
});
