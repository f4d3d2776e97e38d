import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import { aFinding, assembled } from "../support/findings.ts";
import { indirect, place } from "../exporters/sarif/samples.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const read = (name: string): string => readFileSync(resolve(ROOT, name), "utf8");

const report = (findings: Parameters<typeof assembled>[0]): readonly Readonly<Record<string, unknown>>[] => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [resolve(ROOT, "examples/gitlab/code-quality.mjs")],
    {
      input: JSON.stringify(assembled(findings)),
      encoding: "utf8",
    },
  );
  expect(status, stderr).to.equal(0);
  return JSON.parse(stdout) as readonly Readonly<Record<string, unknown>>[];
};

describe("GitLab's code quality", () => {
  it("has an entry for each fault that has a line, as GitLab's schema wants it", () => {
    expect(report([indirect])).to.deep.equal([
      {
        description: "Anyone can send mail as example.com.",
        check_name: "SES-003",
        fingerprint: indirect.faults[0]?.fingerprint,
        severity: "critical",
        location: { path: "infra/policy.tf", lines: { begin: 7 } },
      },
    ]);
  });

  it("what is open is information, and passes are left out", () => {
    const location = place("a.tf", 3);
    const entries = report([
      aFinding({ status: "NEEDS_REVIEW", location }),
      aFinding({ status: "SUCCESS", location }),
      aFinding(),
    ]);
    expect(entries.map(({ severity }) => severity)).to.deep.equal(["info"]);
  });
});

describe("the pre-commit hook", () => {
  it("starts the package's command on files that it understands", () => {
    const [hook] = parse(read(".pre-commit-hooks.yaml")) as readonly {
      entry: string;
      language: string;
      files: string;
    }[];
    const { bin } = JSON.parse(read("package.json")) as { bin: Readonly<Record<string, string>> };
    expect(Object.keys(bin)).to.include(hook?.entry.split(" ")[0]);
    expect(hook?.language).to.equal("node");
    const files = new RegExp(hook?.files ?? "");
    for (const name of [
      "a/main.tf",
      "main.tf.json",
      "a/main.tofu",
      "main.tofu.json",
      "stack.yaml",
      "stack.yml",
      "p.json",
    ])
      expect(name).to.match(files);
    expect("main.ts").to.not.match(files);
  });
});
