import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import type { Finding } from "../../src/model/finding.ts";
import type { Results } from "../../src/model/results.ts";
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

const SEND = '["ses:SendEmail", "ses:SendRawEmail"]';

const statementsOf = (...statements: readonly string[]): string =>
  `jsonencode({ Statement = [${statements.join(", ")}] })`;

const allow = (parts: string): string => `{ Effect = "Allow", Action = ${SEND}, Resource = "*", ${parts} }`;

const STAR = allow('Principal = "*"');
const PARTNER = allow('Principal = { AWS = "444455556666" }');

const twoRules = async (policy: string): Promise<readonly string[]> =>
  (await statuses(policy)).filter((line) => line.startsWith("SES-"));

const statusOfSes004 = async (
  files: Readonly<Record<string, string>>,
  more: readonly string[],
): Promise<string> =>
  inFolder(files, async (cwd) => {
    const flags = ["--now", "2026-11-30T00:00:00Z", "-f", "json=-", ...more];
    const { findings } = JSON.parse((await postern(["analyze", "main.tf", ...flags], { cwd })).stdout) as {
      readonly findings: readonly Finding[];
    };
    return findings.find(({ ruleId }) => ruleId === "SES-004")?.status ?? "none";
  });

describe("one mistake", () => {
  it("is one finding: a grant to everyone is SES-003's, and SES-004 says that it covers it", async () => {
    expect(await twoRules(statementsOf(STAR))).to.deep.equal(["SES-003 FAILURE", "SES-004 SUCCESS"]);
    const { findings, coverage } = await judgeFiles({ "main.tf": attached(statementsOf(STAR)) }, "SES-004");
    expect(findings[0]?.data["coveredBy"]).to.equal("SES-003");
    expect(findings[0]?.message).to.match(/^Covered by SES-003, which fails for the same: Every AWS account/);
    expect(coverage.rules["SES-004"]).to.include({ success: 1, failure: 0, coveredFailure: 1 });
  });

  it("is two where a statement names an outsider beside the grant to everyone", async () => {
    const both = ["SES-003 FAILURE", "SES-004 FAILURE"];
    expect(await twoRules(statementsOf(STAR, PARTNER))).to.deep.equal(both);
    expect(await twoRules(statementsOf(allow('Principal = { AWS = ["*", "444455556666"] }')))).to.deep.equal(
      both,
    );
    const inCondition = `Principal = "*", Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }`;
    expect(await twoRules(statementsOf(STAR, allow(inCondition)))).to.deep.equal(both);
  });

  it("is one where the account beside the grant to everyone is a friend", async () => {
    await inFolder({ "main.tf": attached(statementsOf(STAR, PARTNER)) }, async (cwd) => {
      const run = await postern(["analyze", ".", "--trusted-account", "444455556666", "-f", "json=-"], {
        cwd,
      });
      const { findings } = JSON.parse(run.stdout) as { readonly findings: readonly Finding[] };
      expect(findings.find(({ ruleId }) => ruleId === "SES-004")?.data["coveredBy"]).to.equal("SES-003");
    });
  });

  it("is SES-004's where SES-003 is not asked, is accepted or has a lower risk", async () => {
    const exceptions = `exceptions:
  - rule: SES-003
    resource: "*"
    reason: the identity is a public test
    approver: mail
    approvedAt: "2026-11-01"
    expires: "2027-01-01"
    ticket: MAIL-1
`;
    const alone = { "main.tf": attached(statementsOf(STAR)) };
    expect(await statusOfSes004(alone, [])).to.equal("SUCCESS");
    expect(await statusOfSes004(alone, ["--rule", "SES-004"])).to.equal("FAILURE");
    const config = ["--config", "postern.config.yaml"];
    expect(await statusOfSes004({ ...alone, "postern.config.yaml": exceptions }, config)).to.equal("FAILURE");
    const milder = "rules:\n  SES-003:\n    riskLevel: LOW\n";
    expect(await statusOfSes004({ ...alone, "postern.config.yaml": milder }, config)).to.equal("FAILURE");
    const accepted = exceptions.replace("SES-003", "SES-004");
    expect(await statusOfSes004({ ...alone, "postern.config.yaml": accepted }, config)).to.equal("FAILURE");
  });

  it("is no fix: a failure that was covered and comes out again is not called reopened", async () => {
    await inFolder({ "main.tf": attached(statementsOf(PARTNER)) }, async (cwd) => {
      const run = async (policy: string, ...more: readonly string[]): Promise<Finding | undefined> => {
        await writeFile(join(cwd, "main.tf"), attached(policy));
        await postern(["analyze", "main.tf", "-f", "json=r.json", ...more], { cwd });
        const { findings } = JSON.parse(await readFile(join(cwd, "r.json"), "utf8")) as Results;
        await rename(join(cwd, "r.json"), join(cwd, "before.json"));
        return findings.find(({ ruleId }) => ruleId === "SES-004");
      };
      await run(statementsOf(PARTNER));
      expect((await run(statementsOf(STAR), "--baseline", "before.json"))?.status).to.equal("SUCCESS");
      const again = await run(statementsOf(PARTNER), "--baseline", "before.json");
      expect(again).to.include({ status: "FAILURE", change: "unchanged" });
    });
  });
});

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
