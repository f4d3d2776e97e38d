import { expect } from "chai";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "../../src/config/load.ts";
import { assembled, aSummary } from "../support/findings.ts";
import { postern, type Outcome } from "../support/command.ts";
import { aFolder } from "../support/folder.ts";

const FILE = "postern.config.yaml";
const WRITTEN = `# Who may send
trust:
  accounts: ["111122223333"] # the parent account

exceptions:
  # the old domain
  - rule: SES-001
    resource: "*"
    reason: r
    approver: a
    approvedAt: 2026-01-01
    expires: 2026-02-01
    ticket: T-1
`;

describe("postern except", () => {
  const folder = aFolder();
  const text = (): string => readFileSync(join(folder(), FILE), "utf8");
  const run = (...argv: readonly string[]): Promise<Outcome> =>
    postern(["except", ...argv], { cwd: folder() });
  const add = (...argv: readonly string[]): Promise<Outcome> =>
    run(
      "add",
      "SES-003",
      "--reason",
      "r",
      "--approver",
      "Ada",
      "--expires",
      "2027-01-31",
      "--ticket",
      "T-2",
      ...argv,
    );

  it("adds to a file that is not there, and the file is valid", async () => {
    expect((await add("--resource", "*/example.com", "--tag", "stage=test")).code).to.equal(0);
    const config = loadConfig({ path: undefined, env: {}, cwd: folder() })?.config;
    expect(config?.exceptions).to.deep.equal([
      {
        rule: "SES-003",
        match: { resource: "*/example.com", tag: { key: "stage", value: "test" } },
        reason: "r",
        approver: "Ada",
        approvedAt: "2026-11-23",
        expires: "2027-01-31",
        ticket: "T-2",
      },
    ]);
  });

  it("keeps comments and layout of what is there", async () => {
    writeFileSync(join(folder(), FILE), WRITTEN);
    await add("--account", "111122223333");
    expect(text().startsWith(WRITTEN)).to.equal(true);
    expect(text()).to.contain('account: "111122223333"');
  });

  it("refuses what is not complete, and writes nothing", async () => {
    writeFileSync(join(folder(), FILE), WRITTEN);
    expect((await run("add", "SES-003", "--resource", "*")).code).to.equal(2);
    const nothing = await add();
    expect(nothing).to.deep.include({ code: 2, stdout: "" });
    expect(nothing.stderr).to.contain("nothing to match");
    expect((await add("--account", "12")).stderr).to.contain("12 digits");
    expect(text()).to.equal(WRITTEN);
  });

  it("writes into the configuration that the environment names", async () => {
    const argv = ["except", "add", "SES-003", "--reason", "r", "--approver", "a", "--expires", "2027-01-31"];
    const around = { cwd: folder(), env: { POSTERN_CONFIG: "other.yaml" } };
    await postern([...argv, "--ticket", "T", "--resource", "*"], around);
    expect(readFileSync(join(folder(), "other.yaml"), "utf8")).to.contain("SES-003");
  });

  it("lists them with their state", async () => {
    writeFileSync(join(folder(), FILE), WRITTEN);
    await add("--region", "eu-west-1");
    const { stdout } = await run("list");
    expect(stdout).to.match(/SES-001 +expired +2026-02-01/);
    expect(stdout).to.match(/SES-003 +in-force +2027-01-31/);
    expect((await run("list", "--now", "2026-01-15T00:00:00Z")).stdout).to.match(/SES-001 +in-force/);
    expect(JSON.parse((await run("list", "-f", "json")).stdout)).to.have.length(2);
  });

  it("prunes the expired ones, and with results the unused ones", async () => {
    writeFileSync(join(folder(), FILE), WRITTEN);
    await add("--region", "eu-west-1");
    const before = text();
    expect((await run("prune", "--dry-run")).stderr).to.contain("1 of 2 would be removed");
    expect(text()).to.equal(before);
    await run("prune");
    expect(text()).not.to.contain("SES-001");
    expect(text()).to.contain("# Who may send").and.to.contain("# the parent account");
    const [exception] = loadConfig({ path: undefined, env: {}, cwd: folder() })?.config.exceptions ?? [];
    if (exception === undefined) throw new Error("the exception is gone");
    const summary = aSummary([], { exceptions: [{ exception, state: "unused", findings: [] }] });
    writeFileSync(join(folder(), "results.json"), JSON.stringify({ ...assembled([]), summary }));
    expect((await run("prune", "--results", "results.json")).stderr).to.contain("unused: SES-003, eu-west-1");
    expect(text()).not.to.contain("SES-003");
  });

  it("does not say that it has removed what it could not write", async () => {
    writeFileSync(join(folder(), FILE), WRITTEN);
    // Root may write anywhere, so a folder stands where the new file would be made.
    mkdirSync(join(folder(), `${FILE}.${process.pid}.part`));
    const { code, stderr } = await run("prune");
    expect(stderr).to.contain("the file cannot be written").and.not.to.contain("removed");
    expect(code).to.equal(4);
    expect(text()).to.equal(WRITTEN);
  });

  for (const command of ["list", "prune"])
    it(`${command} takes no time that is none`, async () => {
      writeFileSync(join(folder(), FILE), WRITTEN);
      const { code, stderr } = await run(command, "--now", "tomorrow");
      expect(stderr).to.match(/^postern: "tomorrow" is not a time\. .*\n$/);
      expect(code).to.equal(2);
      expect(text()).to.equal(WRITTEN);
    });
});
