import { expect } from "chai";
import { judgeFiles } from "../sources/judge-files.ts";
import { inFolder } from "../support/folder.ts";
import { postern } from "../support/command.ts";

const attached = (policy: string): string =>
  `variable "x" {}\nresource "aws_ses_domain_identity" "d" { domain = "example.com" }\nresource "aws_ses_identity_policy" "p" {\n  identity = aws_ses_domain_identity.d.arn\n  name = "p"\n  policy = ${policy}\n}\n`;

const RULES = ["PST-001", "PST-002", "PST-003", "SES-003", "SES-004"];

const statuses = async (policy: string): Promise<readonly string[]> =>
  Promise.all(
    RULES.map(async (rule) => {
      const { findings } = await judgeFiles({ "main.tf": attached(policy) }, rule);
      return `${rule} ${findings.map(({ status }) => status).join()}`;
    }),
  );

describe("one expression that is not known", () => {
  it("is one review; the rules that would ask for the same say which one covers them", async () => {
    expect(await statuses("var.x")).to.deep.equal([
      "PST-001 NOT_EVALUATED",
      "PST-002 NOT_EVALUATED",
      "PST-003 NOT_EVALUATED",
      "SES-003 NEEDS_REVIEW",
      "SES-004 NOT_EVALUATED",
    ]);
    const { findings, coverage } = await judgeFiles({ "main.tf": attached("var.x") }, "SES-004");
    expect(findings[0]?.data["coveredBy"]).to.equal("SES-003");
    expect(findings[0]?.message).to.contain("The review of SES-003 covers it");
    expect(coverage.rules["SES-004"]).to.include({ needsReview: 0, notEvaluated: 1, covered: 1 });
  });

  it("hides no failure", async () => {
    const open = `jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = ["ses:SendEmail", var.x], Resource = "*" }] })`;
    expect(await statuses(open)).to.include.members(["SES-003 FAILURE", "PST-001 NEEDS_REVIEW"]);
  });

  it("is a review of each rule that is asked alone, and the exit code is that of what is undecided", async () => {
    await inFolder({ "main.tf": attached("var.x") }, async (cwd) => {
      const alone = await postern(["analyze", ".", "--rule", "PST-001", "-f", "json=-"], { cwd });
      expect(alone.stdout).to.contain('"status":"NEEDS_REVIEW"');
      expect(alone.code).to.equal(3);
      expect((await postern(["analyze", "."], { cwd })).code).to.equal(3);
      expect((await postern(["analyze", ".", "--allow", "undecided"], { cwd })).code).to.equal(0);
    });
  });

  it("is one failed test of JUnit and one alert of code scanning", async () => {
    await inFolder({ "main.tf": attached("var.x") }, async (cwd) => {
      const junit = await postern(["analyze", ".", "-f", "junit=-"], { cwd });
      expect(junit.stdout).to.contain('failures="1" errors="0" skipped="4"');
      const sarif = await postern(["analyze", ".", "-f", "sarif=-"], { cwd });
      const { runs } = JSON.parse(sarif.stdout) as {
        readonly runs: readonly { readonly results: readonly unknown[] }[];
      };
      expect(runs.flatMap(({ results }) => results)).to.have.length(1);
    });
  });
});
