import { expect } from "chai";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { loadConfig } from "../../src/config/load.ts";
import { VERSION } from "../../src/version.ts";
import { postern, type Outcome } from "../support/command.ts";
import { aFolder } from "../support/folder.ts";

describe("postern init", () => {
  const folder = aFolder();
  const init = (...argv: readonly string[]): Promise<Outcome> =>
    postern(["init", ...argv], { cwd: folder() });
  const text = (name: string): string => readFileSync(join(folder(), name), "utf8");

  it("writes a configuration that is valid, and valid too without its comment signs", async () => {
    expect((await init()).code).to.equal(0);
    expect(loadConfig({ path: undefined, env: {}, cwd: folder() })?.config.rules).to.deep.equal({});
    const all = text("postern.config.yaml").replaceAll(/^# (?=[ a-z][ A-Za-z-]*(:|$)| +)/gm, "");
    writeFileSync(join(folder(), "all.yaml"), all);
    const config = loadConfig({ path: "all.yaml", env: {}, cwd: folder() })?.config;
    expect(config?.exceptions).to.have.length(1);
    expect(config?.trust.networks).to.deep.equal(["203.0.113.0/24"]);
  });

  it("never overwrites a file unless it is told to", async () => {
    writeFileSync(join(folder(), "postern.config.yaml"), "regions: []");
    const { code, stderr } = await init("--ci", "github");
    expect(code).to.equal(2);
    expect(stderr).to.contain("already there");
    expect(text("postern.config.yaml")).to.equal("regions: []");
    expect((await init("--force")).code).to.equal(0);
    expect(text("postern.config.yaml")).not.to.equal("regions: []");
  });

  it("writes a workflow that is YAML and asks for no more than it needs", async () => {
    await init("--ci", "github");
    const workflow = parse(text(".github/workflows/postern.yml")) as {
      readonly permissions: object;
      readonly jobs: Readonly<Record<string, { readonly permissions: object }>>;
    };
    expect(workflow.permissions).to.deep.equal({});
    expect(Object.values(workflow.jobs).map(({ permissions }) => permissions)).to.deep.equal([
      { contents: "read", "id-token": "write", "security-events": "write", actions: "read" },
    ]);
  });

  it("writes a workflow for pull requests too, which runs on nobody's secrets", async () => {
    await init("--ci", "github");
    const name = ".github/workflows/postern-pull-request.yml";
    const workflow = parse(text(name)) as { readonly on: object; readonly permissions: object };
    expect(Object.keys(workflow.on)).to.deep.equal(["pull_request", "push"]);
    expect(workflow.permissions).to.deep.equal({});
  });

  it("writes pipelines of GitLab and Azure that are YAML, of this version, and says what is left to do", async () => {
    const gitlab = await init("--ci", "gitlab");
    expect([gitlab.code, gitlab.stderr]).to.satisfy(
      ([code, stderr]: readonly [number, string]) => code === 0 && stderr.includes("include:"),
    );
    const jobs = parse(text(".gitlab/postern.gitlab-ci.yml")) as Readonly<Record<string, object>>;
    expect(Object.keys(jobs)).to.deep.equal([".postern", "postern-code", "postern-scan"]);
    expect(jobs[".postern"]).to.have.nested.property("variables.POSTERN_VERSION", VERSION);
    expect(text(".gitlab/postern-code-quality.mjs")).to.include("code quality");
    expect((await init("--ci", "azure", "--force")).code).to.equal(0);
    const steps = (parse(text("azure-pipelines-postern.yml")) as { readonly steps: readonly object[] }).steps;
    expect(steps[0]).to.deep.equal({ checkout: "self", persistCredentials: false });
    expect(JSON.stringify(steps)).to.include(`postern@${VERSION}`);
  });

  it("takes Conformity's settings over, and says what it could not", async () => {
    const settings = [
      { id: "SES-003", riskLevel: "VERY_HIGH", exceptions: { resources: ["old.example.com\n- evil: 1"] } },
      { id: "S3-001", enabled: true },
    ];
    writeFileSync(join(folder(), "settings.json"), JSON.stringify(settings));
    const { code, stderr } = await init("--from-conformity", "settings.json");
    expect(code).to.equal(0);
    expect(stderr).to.contain("S3-001").and.to.contain("1 exceptions wait");
    const config = loadConfig({ path: undefined, env: {}, cwd: folder() })?.config;
    expect(config?.rules).to.deep.equal({ "SES-003": { riskLevel: "VERY_HIGH" } });
    expect(config?.exceptions).to.deep.equal([]);
    expect(text("postern.config.yaml")).to.contain("#   - rule: SES-003").and.to.contain("approver:");
  });

  it("refuses a file that holds no such settings", async () => {
    writeFileSync(join(folder(), "settings.json"), "{}");
    expect((await init("--from-conformity", "settings.json")).code).to.equal(2);
    writeFileSync(join(folder(), "settings.json"), "{");
    expect((await init("--from-conformity", "settings.json")).stderr).to.contain("not JSON");
  });

  it("says what to type next: without a registry, since the rule's test needs a Postern", async () => {
    const { stderr } = await init("--plugin", "postern-plugin-acme");
    const own = resolve(import.meta.dirname, "../..");
    expect(stderr).to.include(`Next: cd postern-plugin-acme && npm install --no-save "${own}" && npm test\n`);
    mkdirSync(join(folder(), "node_modules/postern"), { recursive: true });
    writeFileSync(join(folder(), "node_modules/postern/index.js"), "");
    const beside = await init("--force", "--plugin", "postern-plugin-acme");
    expect(beside.stderr).to.include("Next: cd postern-plugin-acme && npm test\n");
  });

  it("makes a package whose words are filled in, and refuses a name that leads elsewhere", async () => {
    await init("--plugin", "postern-plugin-acme");
    expect(JSON.parse(text("postern-plugin-acme/package.json"))).to.include({ name: "postern-plugin-acme" });
    expect(text("postern-plugin-acme/rules/few-policies/meta.js"))
      .to.contain('id: "ACME-001"')
      .and.not.to.contain("__");
    for (const name of ["../elsewhere", "/tmp/x", "A B", ""])
      expect((await init("--plugin", name)).code).to.equal(2);
  });
});
