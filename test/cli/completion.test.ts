import { expect } from "chai";
import { execFileSync, spawnSync } from "node:child_process";
import { inFolder } from "../support/folder.ts";
import { postern } from "../support/command.ts";

/** What bash offers at the end of a line. */
const offered = async (...words: readonly string[]): Promise<readonly string[]> => {
  const { stdout } = await postern(["completion", "bash"]);
  const line = words.map((word) => `'${word}'`).join(" ");
  const script = `${stdout}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _postern; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", script], { encoding: "utf8" }).trim().split("\n");
};

describe("postern completion", () => {
  it("bash completes commands, subcommands, options and choices", async () => {
    expect(await offered("postern", "sc")).to.deep.equal(["scan", "schema"]);
    expect(await offered("postern", "except", "")).to.include.members(["add", "list", "prune"]);
    expect(await offered("postern", "except", "add", "--re")).to.have.members([
      "--reason",
      "--resource",
      "--region",
    ]);
    expect(await offered("postern", "schema", "sn")).to.deep.equal(["snapshot"]);
  });

  it("bash completes the values of options: rules, levels, formats, choices", async () => {
    expect(await offered("postern", "scan", "--rule", "SES-00")).to.include.members(["SES-001", "SES-003"]);
    expect(await offered("postern", "analyze", "--fail-on", "V")).to.deep.equal(["VERY_HIGH"]);
    expect(await offered("postern", "scan", "--format", "sa")).to.deep.equal(["sarif"]);
    expect(await offered("postern", "diff", "--format", "m")).to.deep.equal(["markdown"]);
    expect(await offered("postern", "scan", "--standard", "GD")).to.deep.equal(["GDPR"]);
    expect(await offered("postern", "scan", "--allow", "u")).to.have.members(["undecided", "unread"]);
  });

  it("bash completes the profiles of the AWS configuration file", () =>
    inFolder(
      { config: "[default]\n[profile audit]\nregion = x\n[sso-session audacity]\n" },
      async (folder) => {
        process.env["AWS_CONFIG_FILE"] = `${folder}/config`;
        try {
          expect(await offered("postern", "scan", "--profile", "")).to.deep.equal(["default", "audit"]);
          expect(await offered("postern", "scan", "--profile", "au")).to.deep.equal(["audit"]);
        } finally {
          delete process.env["AWS_CONFIG_FILE"];
        }
      },
    ));

  for (const shell of ["zsh", "fish"]) {
    it(`${shell} can read its script`, async function () {
      if (spawnSync(shell, ["--version"]).error !== undefined) this.skip();
      const { stdout } = await postern(["completion", shell]);
      expect(spawnSync(shell, ["-n"], { input: stdout }).status).to.equal(0);
    });
  }

  it("fish is told of every command", async () => {
    const { stdout } = await postern(["completion", "fish"]);
    for (const name of ["scan", "explain", "init"])
      expect(stdout).to.contain(`'__fish_use_subcommand' -a ${name} `);
  });

  it("another shell is refused", async () => {
    expect((await postern(["completion", "csh"])).code).to.equal(2);
  });
});
