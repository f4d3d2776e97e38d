import { expect } from "chai";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Results } from "../../src/model/results.ts";
import { postern } from "../support/command.ts";
import { inFolder } from "../support/folder.ts";

const main = (principal = "*"): string => `
resource "aws_ses_domain_identity" "mail" {
  domain = "example.com"
}

resource "aws_ses_identity_policy" "open" {
  identity = aws_ses_domain_identity.mail.arn
  name     = "mail"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "${principal}", Action = "ses:SendEmail", Resource = "*" }]
  })
}
`;

const analyzed = async (cwd: string, ...more: readonly string[]) => {
  const { code, stdout, stderr } = await postern(["analyze", ".", "-f", "json", ...more], { cwd });
  expect(stdout, stderr).to.not.equal("");
  return { code, results: JSON.parse(stdout) as Results };
};

const fingerprints = ({ findings }: Results): readonly string[] =>
  findings.flatMap(({ faults }) => faults.map(({ fingerprint }) => fingerprint));

const moved = (folder: string, from: string, to: string): void => {
  mkdirSync(join(folder, to, ".."), { recursive: true });
  renameSync(join(folder, from), join(folder, to));
};

describe("source code that was moved", () => {
  it("has no new failures against a baseline, and keeps its fingerprints", () =>
    inFolder({ "code/mail/main.tf": main() }, async (folder) => {
      const cwd = join(folder, "code");
      const before = await analyzed(cwd);
      await postern(["analyze", ".", "-f", "json=../known.json"], { cwd });
      moved(cwd, "mail", "infra/eu/mail");
      const after = await analyzed(cwd, "--baseline", "../known.json", "--new-only");
      expect(after.code).to.equal(0);
      expect(after.results.findings.map(({ change }) => change)).to.not.include("new");
      expect(after.results.gone).to.deep.equal([]);
      expect(fingerprints(after.results)).to.deep.equal(fingerprints(before.results));
    }));

  it("is new where the grant got wider on the way", () =>
    inFolder({ "mail/main.tf": main("arn:aws:iam::444455556666:root") }, async (cwd) => {
      await postern(["analyze", ".", "-f", "json=known.json"], { cwd });
      await inFolder({ "other/main.tf": main() }, async (next) => {
        const known = join(cwd, "known.json");
        const { code } = await analyzed(next, "--baseline", known, "--new-only");
        expect(code).to.equal(1);
      });
    }));

  it("is new where it was copied: the first one is still there", () =>
    inFolder({ "code/a/main.tf": main() }, async (folder) => {
      const cwd = join(folder, "code");
      await postern(["analyze", ".", "-f", "json=../known.json"], { cwd });
      mkdirSync(join(cwd, "b"));
      writeFileSync(join(cwd, "b/main.tf"), main());
      const { code, results } = await analyzed(cwd, "--baseline", "../known.json", "--new-only");
      expect(code).to.equal(1);
      expect(new Set(fingerprints(results)).size).to.equal(fingerprints(results).length);
    }));

  it("is new where it was copied into a tree of its own, whichever is read first, or alone", () =>
    inFolder({ "code/a/main.tf": main(), "code/b/note.md": "" }, async (folder) => {
      const cwd = join(folder, "code");
      await postern(["analyze", "a", "-f", "json=../known.json"], { cwd });
      writeFileSync(join(cwd, "b/main.tf"), main());
      for (const trees of [["b", "a"], ["b"]]) {
        const { code } = await postern(["analyze", ...trees, "--baseline", "../known.json", "--new-only"], {
          cwd,
        });
        expect(code, trees.join(" ")).to.equal(1);
      }
    }));
});
