import { expect } from "chai";
import { githubRefuses } from "../exporters/sarif/github-checks.ts";
import { parse } from "../exporters/sarif/render.ts";
import { fakeGithub, type Answer, type Call, type FakeGithub } from "./github.ts";
import { BASE_SHA, pullRequest, runAction } from "./run-action.ts";

const OUTSIDER = "444455556666";

const policy = (principal: string): string =>
  JSON.stringify(
    {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: principal === "*" ? "*" : { AWS: principal },
          Action: "ses:SendEmail",
          Resource: "arn:aws:ses:us-east-1:111122223333:identity/example.com",
        },
      ],
    },
    null,
    2,
  );

const snapshot = (scopes: number): string =>
  [
    {
      kind: "snapshot",
      version: 1,
      startedAt: "2026-11-23T15:00:00Z",
      tool: "postern 0.1.0",
      caller: null,
      parameters: {},
    },
    ...Array.from(
      { length: scopes },
      (_, index) => `aws/111122223333/xx-test-${String(index).padStart(2, "0")}/ses`,
    ).map((id) => ({ kind: "scope", id, status: "complete", listed: 0 })),
    { kind: "end", finishedAt: "2026-11-23T15:01:00Z" },
  ]
    .map((record) => `${JSON.stringify(record)}\n`)
    .join("");

const TRUSTING = `trust:\n  accounts: ["${OUTSIDER}"]\n`;

const asUsual: (call: Call) => Answer | "break" | null = () => null;

describe("the Action", () => {
  let github: FakeGithub;
  let answer = asUsual;
  before(async () => (github = await fakeGithub((call) => answer(call))));
  beforeEach(() => {
    answer = asUsual;
    (github.calls as Call[]).length = 0;
  });
  after(() => github.close());

  it("finds an open policy, annotates it, sums up, uploads, and fails the job", async () => {
    const { code, stdout, summary, outputs } = await runAction(github, {
      files: { "mail/policy.json": policy("*") },
    });
    expect(code, stdout).to.equal(1);
    expect(stdout).to.match(/^::error file=mail\/policy\.json,line=6,/m);
    expect(summary).to.contain("## Postern").and.to.contain("mail/policy.json");
    expect(outputs["exit-code"]).to.equal("1");
    const [upload] = github.uploads();
    expect(githubRefuses(upload ?? "")).to.deep.equal([]);
    const [call] = github.calls;
    expect(call?.path).to.equal("/repos/an-owner/a-repo/code-scanning/sarifs");
    expect(call?.authorization).to.equal("Bearer a-token");
    expect(call?.body).to.include({
      commit_sha: "a".repeat(40),
      ref: "refs/heads/main",
      tool_name: "Postern",
    });
  });

  it("a clean tree passes, and its empty run is uploaded: that closes alerts", async () => {
    const { code } = await runAction(github, { files: { "mail/policy.json": policy("111122223333") } });
    expect(code).to.equal(0);
    expect(parse(github.uploads()[0] ?? "").runs.map(({ results }) => results)).to.deep.equal([[]]);
  });

  it("21 scopes are two uploads, not one file that GitHub refuses", async () => {
    const { code } = await runAction(github, {
      files: { "s.jsonl": snapshot(21) },
      inputs: { paths: "s.jsonl" },
    });
    expect(code).to.equal(0);
    expect(github.uploads().map((text) => parse(text).runs.length)).to.have.members([20, 1]);
  });

  it("a pull request cannot trust itself: its base commit's configuration holds", async () => {
    const files = { "policy.json": policy(OUTSIDER), "postern.config.yaml": TRUSTING };
    const job = { files, event: pullRequest(), inputs: { "fail-on": "LOW" } };
    const { code } = await runAction(github, job);
    expect(code).to.equal(1);
    expect(github.calls.map(({ path }) => path)).to.include(
      `/repos/an-owner/a-repo/contents/postern.config.yaml?ref=${BASE_SHA}`,
    );
    answer = ({ path }) =>
      path.includes("/contents/postern.config.yaml") ? { status: 200, body: TRUSTING } : null;
    expect((await runAction(github, job)).code).to.equal(0);
  });

  it("on a push, and where the workflow says so, the workspace's configuration holds", async () => {
    const files = { "policy.json": policy(OUTSIDER), "postern.config.yaml": TRUSTING };
    expect((await runAction(github, { files, inputs: { "fail-on": "LOW" } })).code).to.equal(0);
    const inputs = { "fail-on": "LOW", "config-from": "workspace" };
    expect((await runAction(github, { files, inputs, event: pullRequest() })).code).to.equal(0);
  });

  it("a configuration that is named and not in the base is an error", async () => {
    const { code, stdout } = await runAction(github, {
      files: { "policy.json": policy("*"), "own.yaml": TRUSTING },
      inputs: { config: "own.yaml" },
      event: pullRequest(),
    });
    expect(code).to.equal(2);
    expect(stdout).to.contain("The base commit has no own.yaml");
  });

  it("a base that cannot be read is an error, not an empty configuration", async () => {
    answer = ({ path }) => (path.includes("/contents/") ? { status: 403, body: {} } : null);
    const { code, stdout } = await runAction(github, {
      files: { "p.json": policy("*") },
      event: pullRequest(),
    });
    expect(code).to.equal(2);
    expect(stdout).to.contain("contents: read");
  });

  for (const [what, from] of [
    ["a fork's pull request", "mallory/mail"],
    ["one of a fork that was deleted", null],
  ] as const)
    it(`${what} is judged and not uploaded`, async () => {
      const { code, stdout } = await runAction(github, {
        files: { "p.json": policy("*") },
        event: pullRequest(from),
      });
      expect(code).to.equal(1);
      expect(stdout).to.contain("::notice title=Postern::The SARIF of a fork");
      expect(github.uploads()).to.deep.equal([]);
    });

  it("a branch of a repository that is a fork itself is uploaded", async () => {
    const { code } = await runAction(github, { files: { "p.json": policy("*") }, event: pullRequest() });
    expect(code).to.equal(1);
    expect(github.uploads()).to.have.length(1);
  });

  it("a connection that breaks is tried again", async () => {
    let breaks = 2;
    answer = ({ method }) => (method === "POST" && (breaks -= 1) >= 0 ? "break" : null);
    const { code, stdout } = await runAction(github, { files: { "p.json": policy("111122223333") } });
    expect(code, stdout).to.equal(0);
    expect(github.uploads()).to.have.length(3);
  });

  it("a role may be one of each account", async () => {
    const { stdout } = await runAction(github, {
      files: { "p.json": policy("*") },
      inputs: { "role-arn": "arn:aws:iam::{account}:role/Audit" },
    });
    expect(stdout).to.not.contain("The input role-arn");
  });

  it("pull_request_target is refused", async () => {
    const { code, stdout } = await runAction(github, {
      files: { "p.json": policy("*") },
      event: pullRequest(),
      eventName: "pull_request_target",
    });
    expect(code).to.equal(2);
    expect(stdout).to.contain("Run on pull_request instead");
    expect(github.calls).to.deep.equal([]);
  });

  it("an upload that GitHub refuses fails a job that would pass, with what to do", async () => {
    answer = ({ method }) =>
      method === "POST" ? { status: 403, body: { message: "Resource not accessible" } } : null;
    const { code, stdout } = await runAction(github, { files: { "p.json": policy("111122223333") } });
    expect(code).to.equal(4);
    expect(stdout).to.contain("security-events: write");
  });

  it("a file that GitHub cannot process is told", async () => {
    answer = ({ path }) =>
      path.includes("/sarifs/")
        ? { status: 200, body: { processing_status: "failed", errors: ["rejecting SARIF"] } }
        : null;
    const { code, stdout } = await runAction(github, { files: { "p.json": policy("*") } });
    expect(code).to.equal(1);
    expect(stdout).to.contain("rejecting SARIF");
  });

  it("a server's fault is tried again", async () => {
    let failures = 2;
    answer = ({ method }) => (method === "POST" && (failures -= 1) >= 0 ? { status: 502, body: {} } : null);
    const { code } = await runAction(github, { files: { "p.json": policy("111122223333") } });
    expect(code).to.equal(0);
    expect(github.uploads()).to.have.length(3);
  });

  it("what is switched off is left out", async () => {
    const { code, stdout, summary } = await runAction(github, {
      files: { "p.json": policy("*") },
      inputs: { "upload-sarif": "false", annotations: "false", summary: "false" },
    });
    expect(code).to.equal(1);
    expect(stdout).to.equal("");
    expect(summary).to.equal("");
    expect(github.calls).to.deep.equal([]);
  });

  for (const [name, value] of [
    ["command", "rm"],
    ["paths", "../outside"],
    ["paths", "/etc"],
    ["paths", "--plugin=./evil.js"],
    ["working-directory", "a/../../b"],
    ["config", "-x"],
    ["regions", "us-east-1;id"],
    ["role-arn", "arn:aws:iam::1:role/x"],
    ["trusted-accounts", "*"],
    ["fail-on", "high"],
    ["upload-sarif", "yes"],
    ["redact", "$(id)"],
  ] as const) {
    it(`refuses ${name}: ${value}`, async () => {
      const { code, stdout } = await runAction(github, {
        files: { "p.json": policy("*") },
        inputs: { [name]: value },
      });
      expect(code).to.equal(2);
      expect(stdout).to.contain(`::error title=Postern::The input ${name} is`);
      expect(stdout.trimEnd().split("\n")).to.have.length(1);
    });
  }
}).timeout(60_000);
