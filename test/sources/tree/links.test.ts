import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { postern } from "../../support/command.ts";
import { aFolder } from "../../support/folder.ts";
import { attached, CLOSED, OPEN } from "../judge-files.ts";

interface Shown {
  readonly code: number;
  /** What was not understood: path and reason. */
  readonly open: Readonly<Record<string, string>>;
  readonly skipped: readonly string[];
  readonly failures: number;
}

interface Printed {
  readonly findings: readonly { readonly ruleId: string; readonly status: string }[];
  readonly coverage: readonly {
    readonly status: string;
    readonly files: readonly { readonly path: string; readonly status: string; readonly reason?: string }[];
  }[];
}

const OUT = /^it is a symbolic link out of the folder, and links are not followed; name its target too$/;

describe("a symbolic link in a folder", () => {
  const folder = aFolder();

  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder(), path)), { recursive: true });
      writeFileSync(join(folder(), path), text);
    }
  };

  const link = (target: string, path: string): void => {
    mkdirSync(dirname(join(folder(), path)), { recursive: true });
    symlinkSync(target, join(folder(), path));
  };

  const analyze = async (...argv: readonly string[]): Promise<Shown> => {
    const { code, stdout } = await postern(["analyze", ...argv, "-f", "json", "--rule", "SES-003"], {
      cwd: folder(),
    });
    const { findings, coverage } = JSON.parse(stdout) as Printed;
    const files = coverage.flatMap((scope) => scope.files);
    return {
      code,
      open: Object.fromEntries(
        files
          .filter(({ status }) => status === "not-understood")
          .map(({ path, reason = "" }) => [path, reason]),
      ),
      skipped: files.filter(({ status }) => status === "skipped").map(({ path }) => path),
      failures: findings.filter(({ status }) => status === "FAILURE").length,
    };
  };

  for (const repository of [true, false])
    it(`that leads out of it is named, and the run is incomplete, ${repository ? "with" : "without"} git`, async () => {
      write({ "out/m.tf": attached("p", OPEN) });
      link("../out/m.tf", "in/main.tf");
      if (repository) execFileSync("git", ["init", "-q"], { cwd: folder() });
      const { code, open, failures } = await analyze("in");
      expect({ code, failures }).to.deep.equal({ code: 3, failures: 0 });
      expect(Object.keys(open)).to.deep.equal(["in/main.tf"]);
      expect(open["in/main.tf"]).to.match(OUT);
    });

  it("is skipped where its target is another input of the run, which is read once", async () => {
    write({ "out/m.tf": attached("p", OPEN), "out/deep/a.json": "{}" });
    link("../out/m.tf", "in/main.tf");
    link("../out/deep", "in/deep");
    const named = await analyze("in", "out/m.tf", "out/deep");
    expect(named.open).to.deep.equal({});
    expect(named.failures).to.equal(1);
    expect(named.skipped).to.include.members(["in/main.tf", "in/deep"]);
    expect((await analyze("in", "out")).open).to.deep.equal({});
    expect((await analyze(".")).failures).to.equal(1);
  });

  it("is skipped where its target is read in the same folder, a folder and the folder itself too", async () => {
    write({ "in/a/main.tf": attached("p", CLOSED), "in/AGENTS.md": "text" });
    link("a/main.tf", "in/b.tf");
    link("AGENTS.md", "in/CLAUDE.md");
    link("a", "in/c");
    link(".", "in/self");
    const { code, open, skipped } = await analyze("in");
    expect({ code, open }).to.deep.equal({ code: 0, open: {} });
    expect(skipped).to.include.members(["in/b.tf", "in/CLAUDE.md", "in/c", "in/self"]);
  });

  it("to a folder outside, or to one of which nothing is listed, is named", async () => {
    write({
      "in/main.tf": attached("p", CLOSED),
      "in/.gitignore": "hidden/\n",
      "in/hidden/m.tf": attached("p", OPEN),
      "shared/x/m.tf": attached("p", OPEN),
    });
    link("../../shared/x", "in/modules/x");
    link("hidden", "in/shown");
    link("hidden/m.tf", "in/m.tf");
    const { code, open } = await analyze("in");
    expect(code).to.equal(3);
    expect(Object.keys(open)).to.deep.equal(["in/m.tf", "in/modules/x", "in/shown"]);
    expect(open["in/modules/x"]).to.match(OUT);
    expect(open["in/m.tf"]).to.match(/ignored or empty/);
    expect(open["in/shown"]).to.match(/ignored or empty/);
  });

  it("to nothing, in a loop or to a device is named where a reader takes its name", async () => {
    write({ "in/main.tf": attached("p", CLOSED) });
    link("gone.tf", "in/gone.json");
    link("main.tf/below", "in/below.yaml");
    link("two.py", "in/one.py");
    link("one.py", "in/two.py");
    link("/dev/zero", "in/zero.tf");
    for (const name of ["gone", "tool.bin", ".#main.tf"]) link("nowhere", `in/${name}`);
    link("/dev/zero", "in/zero");
    const { code, open } = await analyze("in");
    expect(code).to.equal(3);
    expect(
      Object.entries(open).map(([path, reason]) => `${path} ${reason.split(";")[0] ?? ""}`),
    ).to.deep.equal([
      "in/below.yaml it is a symbolic link to nothing",
      "in/gone.json it is a symbolic link to nothing",
      "in/one.py it is a symbolic link that leads back to itself",
      "in/two.py it is a symbolic link that leads back to itself",
      "in/zero.tf it is a symbolic link to what is neither a file nor a folder, and is not read",
    ]);
  });

  it("with the name of a Terraform file is named where its target is not read as Terraform", async () => {
    write({ "in/main.tf.disabled": attached("p", OPEN), "in/other.tf": attached("q", CLOSED) });
    link("main.tf.disabled", "in/main.tf");
    const { code, open } = await analyze("in");
    expect(code).to.equal(3);
    expect(open["in/main.tf"]).to.match(/not read as Terraform/);
  });

  it("to a file of values is named unless the user gives the file", async () => {
    write({
      "in/main.tf": `variable "a" {}\n${attached("p", CLOSED)}`,
      "common.tfvars": 'a = "1"\n',
    });
    link("../common.tfvars", "in/terraform.tfvars");
    const { code, open } = await analyze("in");
    expect(code).to.equal(3);
    expect(open["in/terraform.tfvars"]).to.match(/--var-file$/);
    expect((await analyze("in", "--var-file", "common.tfvars")).open).to.deep.equal({});
  });

  it("is passed over below folders that are left out or ignored, and where it is one of them", async () => {
    write({
      "in/main.tf": attached("p", CLOSED),
      "in/.gitignore": "build/\nlocal.tf\n",
      "out/m.tf": attached("p", OPEN),
    });
    for (const at of ["node_modules/a", ".terraform/modules", "build", ".git/x"])
      link(join(folder(), "out/m.tf"), `in/${at}/m.tf`);
    link("../out/m.tf", "in/local.tf");
    link("../../out", "in/sub/node_modules");
    const { code, open } = await analyze("in");
    expect({ code, open }).to.deep.equal({ code: 0, open: {} });
  });

  it("is not named where Terraform's file() reads it within the repository", async () => {
    execFileSync("git", ["init", "-q"], { cwd: folder() });
    write({
      "in/main.tf": attached("p", 'file("p.json")'),
      "shared/p.json":
        '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}',
    });
    link("../shared/p.json", "in/p.json");
    const { open, failures } = await analyze("in");
    expect({ open, failures }).to.deep.equal({ open: {}, failures: 1 });
  });

  it("with a hostile name is escaped in what the terminal shows", async () => {
    write({ "in/main.tf": attached("p", CLOSED) });
    link("../gone", "in/a\u001b[2J\n.tf");
    const { code, stdout, stderr } = await postern(["analyze", "in", "--rule", "SES-003"], { cwd: folder() });
    expect(code).to.equal(3);
    expect(stdout).to.contain("symbolic link to nothing");
    expect(stdout + stderr).not.to.contain("\u001b[2J");
  });
});
