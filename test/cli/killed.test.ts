import { expect } from "chai";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { postern } from "../support/command.ts";
import { endedProcess } from "../support/ended-process.ts";
import { aFolder } from "../support/folder.ts";

const policy = (sid: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: { Sid: sid, Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*" },
  });

const hidden = (names: readonly string[]): readonly string[] =>
  names.filter((name) => name.endsWith(".part"));

describe("a run that was killed", () => {
  const folder = aFolder();
  const names = (): readonly string[] => readdirSync(join(folder(), "out"), { encoding: "utf8" });
  const text = (name: string): string => readFileSync(join(folder(), "out", name), "utf8");

  it("leaves a bundle whose place the next run finds free, and never another's folder", async () => {
    writeFileSync(join(folder(), "p.json"), policy("one"));
    const argv = ["analyze", "p.json", "--bundle", "-o", "out"];
    const gone = endedProcess();
    mkdirSync(join(folder(), "out"));
    for (const name of ["report.html", `SHA256SUMS.${gone}.part`, `results.json.${gone}.part`])
      writeFileSync(join(folder(), "out", name), "x");
    mkdirSync(join(folder(), "out", `csv.${gone}.part`));
    expect((await postern(argv, { cwd: folder() })).code).to.equal(1);
    expect(hidden(names())).to.deep.equal([]);
    expect((await postern(["verify", "out"], { cwd: folder() })).code).to.equal(0);
    expect((await postern(argv, { cwd: folder() })).code, "a whole bundle is not replaced").to.equal(4);
  });

  it("leaves a folder of another program alone, though its names are those of a bundle", async () => {
    writeFileSync(join(folder(), "p.json"), policy("one"));
    mkdirSync(join(folder(), "out"));
    writeFileSync(join(folder(), "out", "report.html"), "x");
    expect((await postern(["analyze", "p.json", "--bundle", "-o", "out"], { cwd: folder() })).code).to.equal(
      4,
    );
    expect(text("report.html")).to.equal("x");
  });

  it("leaves a folder of parts that the next run puts back or takes away", async () => {
    writeFileSync(join(folder(), "p.json"), policy("one"));
    const argv = ["analyze", "p.json", "-f", "csv=out/csv/"];
    expect((await postern(argv, { cwd: folder() })).code).to.equal(1);
    const gone = endedProcess();
    mkdirSync(join(folder(), "out", `csv.${gone}.part`));
    expect((await postern(argv, { cwd: folder() })).code).to.equal(1);
    expect(names()).to.deep.equal(["csv"]);
  });
});

describe("the manifest of a folder", () => {
  const folder = aFolder();

  it("tells a file that is not of the same run", async () => {
    writeFileSync(join(folder(), "p.json"), policy("one"));
    await postern(["analyze", "p.json", "-f", "json", "-f", "sarif", "-o", "out"], { cwd: folder() });
    const good = await postern(["verify", "out"], { cwd: folder() });
    expect(good.stdout).to.match(/^ok {3}files +all 2 of the manifest are of one run\n$/);
    writeFileSync(join(folder(), "out", "findings.sarif"), "{}");
    const sarif = readdirSync(join(folder(), "out")).find((name) => name.endsWith("sarif")) ?? "";
    writeFileSync(join(folder(), "out", sarif), "{}");
    const { code, stdout } = await postern(["verify", "out"], { cwd: folder() });
    expect(stdout).to.include(`${sarif} is not of the same run`);
    expect(code).to.equal(1);
  });
});
