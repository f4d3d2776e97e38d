import { expect } from "chai";
import { generatedPages } from "../../scripts/docs/pages.ts";
import { postern, type Outcome } from "../support/command.ts";

/** Runs with a variable of the process itself, where the command line looks. */
const withVariable = async (name: string, value: string, argv: readonly string[]): Promise<Outcome> => {
  process.env[name] = value;
  try {
    return await postern(argv);
  } finally {
    delete process.env[name];
  }
};

describe("options from the environment", () => {
  it("are read where no flag is given; a flag wins", async () => {
    expect((await withVariable("POSTERN_FORMAT", "json", ["rules"])).stdout).to.match(/^\[/);
    expect((await withVariable("POSTERN_FORMAT", "json", ["rules", "-f", "text"])).stdout).to.match(/^ID/);
  });

  it("are checked as flags are", async () => {
    const { code, stderr } = await withVariable("POSTERN_FORMAT", "xml", ["rules"]);
    expect(code).to.equal(2);
    expect(stderr).to.contain("POSTERN_FORMAT 'xml' is invalid");
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

  it("are not given where the variable is empty", async () => {
    expect((await withVariable("POSTERN_FORMAT", "", ["rules"])).stdout).to.match(/^ID/);
  });

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
