import { expect } from "chai";
import { RULES } from "../../src/rules/index.ts";
import { postern } from "../support/command.ts";
import { inFolder } from "../support/folder.ts";

describe("postern rules and explain", () => {
  it("lists every rule, with what the configuration makes of it", () =>
    inFolder(
      { "postern.config.yaml": "rules: { SES-001: { enabled: false }, SES-003: { riskLevel: EXTREME } }" },
      async (cwd) => {
        const { stdout, code } = await postern(["rules"], { cwd });
        expect(code).to.equal(0);
        for (const { meta } of RULES) expect(stdout).to.contain(meta.id);
        expect(stdout).to.match(/SES-001 +LOW +off/);
        expect(stdout).to.match(/SES-003 +EXTREME +on/);
        const { stdout: json } = await postern(["rules", "-f", "json"], { cwd });
        const rows = JSON.parse(json) as readonly { readonly id: string; readonly enabled: boolean }[];
        expect(rows.map(({ id }) => id)).to.deep.equal(RULES.map(({ meta }) => meta.id));
        expect(rows.find(({ id }) => id === "SES-001")?.enabled).to.equal(false);
      },
    ));

  for (const { meta, cases = [] } of RULES) {
    it(`explains ${meta.id}: why, how with examples, audit and remedy`, async () => {
      const { stdout } = await postern(["explain", meta.id.toLowerCase()], { cwd: "/" });
      const words = stdout.replaceAll(/\s+/g, " ");
      for (const text of [
        meta.title,
        meta.rationale,
        meta.remediation.summary,
        meta.url,
        ...cases.map(({ why }) => why),
      ]) {
        expect(words).to.contain(text.replaceAll(/\s+/g, " "));
      }
      expect(
        Math.max(
          ...stdout
            .split("\n")
            .filter((line) => !/https:|aws /.test(line))
            .map((line) => line.length),
        ),
      ).to.be.lessThan(101);
    });
  }

  it("explains as data and as a page", async () => {
    const { stdout } = await postern(["explain", "SES-003", "-f", "json"]);
    expect(JSON.parse(stdout)).to.include({ id: "SES-003", riskLevel: "HIGH" });
    expect((await postern(["explain", "SES-003", "-f", "markdown"])).stdout).to.match(
      /^# SES-003 Exposed SES Identities\n/,
    );
  });

  it("plugins of a file that was merely found are not loaded, and this is said", () =>
    inFolder(
      { "postern.config.yaml": "plugins: [./own.mjs]", "own.mjs": "throw new Error('loaded')" },
      async (cwd) => {
        const found = await postern(["rules"], { cwd });
        expect(found.code).to.equal(0);
        expect(found.stderr).to.contain("its plugins are not loaded. Give --config postern.config.yaml.");
        const named = await postern(["rules", "--config", "postern.config.yaml"], { cwd });
        expect(named.code).to.equal(2);
        expect(named.stderr).to.contain("plugin ./own.mjs: its module fails when it is loaded: loaded");
      },
    ));

  it("an unknown rule gets a suggestion", async () => {
    const { code, stderr, stdout } = await postern(["explain", "SES-03"]);
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: "" });
    expect(stderr).to.match(/^postern: there is no rule "SES-03"\. Did you mean SES-00\d\?\n$/);
  });
});
