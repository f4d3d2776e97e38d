import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedPages } from "../../scripts/docs/pages.ts";
import { postern, type Outcome } from "../support/command.ts";
import { inFolder } from "../support/folder.ts";

const POLICY =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}';

const withVariable = (name: string, value: string, argv: readonly string[]): Promise<Outcome> =>
  postern(argv, { env: { [name]: value } });

describe("options from the environment", () => {
  it("are read where no flag is given; a flag wins", () =>
    inFolder({ "p.json": POLICY }, async (cwd) => {
      const env = { POSTERN_FORMAT: "json" };
      expect((await postern(["analyze", "p.json"], { cwd, env })).stdout).to.match(/^\{"kind":"results"/);
      expect((await postern(["analyze", "p.json", "-f", "csv"], { cwd, env })).stdout).to.match(
        /^\uFEFF"?[A-Za-z]+"?,/,
      );
    }));

  it("are checked as flags are", async () => {
    const { code, stderr } = await withVariable("POSTERN_FAIL_ON", "AWFUL", ["analyze", "nothing.json"]);
    expect(code).to.equal(2);
    expect(stderr).to.match(/^postern: POSTERN_FAIL_ON 'AWFUL' is invalid\. Allowed choices are LOW, .*\n$/);
  });

  it("take several values with commas between", async () => {
    const argv = ["analyze", "nothing.json", "--rule", "SES-003"];
    const { stderr } = await withVariable("POSTERN_TRUSTED_ACCOUNT", "111122223333,12", argv);
    expect(stderr).to.contain("An account id has 12 digits");
  });

  it("are read by a command of a command too", async () => {
    const argv = ["push", "security-hub", "nothing.json"];
    const { stderr } = await withVariable("POSTERN_ENDPOINT_URL", "nonsense", argv);
    expect(stderr).to.contain("POSTERN_ENDPOINT_URL 'nonsense' is invalid");
  });

  it("are not given where the variable is empty", () =>
    inFolder({ "p.json": POLICY }, async (cwd) => {
      const around = { cwd, env: { POSTERN_FORMAT: "", POSTERN_CONFIG: "" } };
      expect((await postern(["analyze", "p.json"], around)).stdout).to.contain("Coverage");
      expect((await postern(["except", "list"], around)).code).to.equal(0);
    }));

  it("fix the clock", () =>
    inFolder({ "p.json": POLICY }, async (cwd) => {
      const env = { POSTERN_NOW: "2030-01-02T03:04:05Z" };
      const { stdout } = await postern(["analyze", "p.json", "-f", "json"], { cwd, env });
      expect(stdout).to.match(/"now": ?"2030-01-02T03:04:05/);
    }));

  /** A variable that stands for a scan, and a command that has an option of the name but means another thing by it. */
  const elsewhere: readonly (readonly [string, string, readonly string[], RegExp])[] = [
    ["POSTERN_FORMAT", "sarif=out/", ["rules"], /^ID/],
    ["POSTERN_FORMAT", "sarif=out/", ["explain", "SES-003"], /^SES-003/],
    ["POSTERN_FORMAT", "sarif=out/", ["permissions"], /"Statement"/],
    ["POSTERN_FORMAT", "sarif=out/", ["except", "list"], /^RULE/],
  ];
  for (const [name, value, argv, says] of elsewhere)
    it(`leave ${argv[0] ?? ""} alone where ${name} is meant for a scan`, () =>
      inFolder({}, async (cwd) => {
        const { code, stdout, stderr } = await postern(argv, { cwd, env: { [name]: value } });
        expect(stderr).to.equal("");
        expect(stdout).to.match(says);
        expect(code).to.equal(0);
      }));

  it("leave init alone where POSTERN_PLUGIN is meant for a scan", () =>
    inFolder({}, async (cwd) => {
      await postern(["init"], { cwd, env: { POSTERN_PLUGIN: "a-plugin" } });
      expect(readdirSync(cwd)).to.deep.equal(["postern.config.yaml"]);
    }));

  it("narrow no exception where POSTERN_ACCOUNT is meant for a scan", () =>
    inFolder({}, async (cwd) => {
      const why = ["--reason", "r", "--approver", "a", "--expires", "2026-12-31", "--ticket", "T-1"];
      const env = { POSTERN_ACCOUNT: "111122223333,444455556666", POSTERN_REGION: "eu-west-1" };
      const argv = ["except", "add", "SES-003", "--resource", "*", ...why];
      expect((await postern(argv, { cwd, env })).code).to.equal(0);
      expect(readFileSync(join(cwd, "postern.config.yaml"), "utf8")).not.to.match(/account|region/);
    }));

  it("sign no bundle where none is written", () =>
    inFolder({ "p.json": POLICY }, async (cwd) => {
      const env = { POSTERN_KEY: "key.pem" };
      expect((await postern(["analyze", "p.json"], { cwd, env })).code).to.equal(1);
      const bundle = await postern(["analyze", "p.json", "--bundle", "-o", "b"], { cwd, env });
      expect(bundle.stderr).to.match(/key\.pem/);
      expect(bundle.code).to.equal(2);
    }));

  it("never switch anything on", async () => {
    const reference = (await generatedPages()).get("command-line.md") ?? "";
    const rows = reference.split("\n").filter((line) => line.startsWith("| `-"));
    const switches = rows.filter((row) => !/^\| `[^`]*[<[]/.test(row));
    expect(switches.length).to.be.greaterThan(3);
    expect(switches.filter((row) => row.includes("POSTERN_"))).to.deep.equal([]);
  });

  it("are named once in the help", async () => {
    const { stdout } = await postern(["scan", "--help"]);
    expect(stdout.match(/POSTERN_FAIL_ON/g)).to.have.length(1);
    expect(stdout).not.to.contain("env:");
  });
});
