import { expect } from "chai";
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { asff, type AsffOptions } from "../../src/exporters/asff/asff.ts";
import { digestOf } from "../../src/exporters/asff/digest.ts";
import { toAsff } from "../../src/exporters/asff/to-asff.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { ResultsRecord } from "../../src/model/results.ts";
import { RISK_LEVELS } from "../../src/model/rule.ts";
import { asffProblems, converted } from "../support/asff-problems.ts";
import { serviceModelValidator } from "../support/asff-schema.ts";
import { ACCOUNT, aFinding, anUnreadScope, aRule, aRun, NOW, stream } from "../support/findings.ts";

const PRODUCT = "postern/postern/";

const written = (
  records: readonly ResultsRecord[],
  options: AsffOptions = {},
): readonly (readonly [string, unknown])[] => {
  const write = asff.open(options);
  const files = new Map<string, string>();
  for (const { part = "", text } of records.flatMap((record) => write(record)))
    files.set(part, (files.get(part) ?? "") + text);
  return [...files].map(([part, text]) => [part, JSON.parse(text)]);
};

const digest = (finding: Finding, now = NOW): string | undefined =>
  digestOf(toAsff(finding, aRule(), { now }) ?? converted(finding));

const many = (region: string, count: number): readonly Finding[] =>
  Array.from({ length: count }, (_, index) => aFinding({ resource: { region, name: `${index}.example` } }));

describe("asff", () => {
  describe("a finding", () => {
    it("says everything that Security Hub needs to show it", () => {
      const finding = converted(
        aFinding({
          evidence: [
            { document: "Policy-1", at: "/Statement/0/Principal", role: "grants", says: "Lets anyone in." },
          ],
        }),
      );
      expect(finding).to.deep.include({
        SchemaVersion: "2018-10-08",
        Id: "ccc:111122223333:SES-003:SES:us-east-1:example.com",
        ProductArn: "arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default",
        GeneratorId: "postern/SES-003",
        AwsAccountId: "111122223333",
        CreatedAt: NOW,
        UpdatedAt: NOW,
        Title: "Exposed SES Identities",
        Description: "Anyone can send mail as example.com.\nLets anyone in.",
        RecordState: "ACTIVE",
        FindingProviderFields: {
          Severity: { Label: "HIGH", Original: "HIGH" },
          Types: ["Software and Configuration Checks/AWS Security Best Practices"],
        },
      });
      expect(finding.Compliance).to.deep.equal({
        Status: "FAILED",
        StatusReasons: [{ ReasonCode: "EXPOSED", Description: "Anyone can send mail as example.com." }],
        RelatedRequirements: ["NIST4 AC-3", "GDPR Art. 32"],
        AssociatedStandards: [{ StandardsId: "NIST4" }, { StandardsId: "GDPR" }],
      });
      expect(finding.Remediation?.Recommendation).to.deep.equal({
        Text: aRule().remediation.summary,
        Url: aRule().url,
      });
      expect(finding.ProductFields).to.include({
        [`${PRODUCT}exposure`]: "exposed",
        [`${PRODUCT}statement`]: "Policy-1 /Statement/0/Principal: Lets anyone in.",
        [`${PRODUCT}fingerprint`]: "0123456789abcdef0123456789abcdef",
      });
      expect(JSON.parse(finding.ProductFields?.[`${PRODUCT}witness`] ?? "")).to.include({
        action: "ses:SendEmail",
      });
      expect(asffProblems(finding)).to.deep.equal([]);
    });

    it("names an identity as a resource of type Other with its policies", () => {
      const [resource] = converted(aFinding()).Resources ?? [];
      expect(resource).to.deep.include({
        Type: "Other",
        Id: "arn:aws:ses:us-east-1:111122223333:identity/example.com",
        Partition: "aws",
        Region: "us-east-1",
      });
      expect(resource?.Details?.Other).to.include({
        Kind: "aws.ses.identity",
        Name: "example.com",
        Owner: ACCOUNT,
        Policies: "Policy-1",
        "Policy 1 sha256": "ab".repeat(32),
      });
    });

    it("maps each status and each risk level as the results' contract says", () => {
      const seen = (["FAILURE", "SUCCESS", "NEEDS_REVIEW", "NOT_EVALUATED"] as const).map((status) => {
        const { Compliance, FindingProviderFields } = converted(aFinding({ status }));
        return [status, Compliance?.Status, FindingProviderFields?.Severity?.Label];
      });
      expect(seen).to.deep.equal([
        ["FAILURE", "FAILED", "HIGH"],
        ["SUCCESS", "PASSED", "INFORMATIONAL"],
        ["NEEDS_REVIEW", "WARNING", "HIGH"],
        ["NOT_EVALUATED", "NOT_AVAILABLE", "HIGH"],
      ]);
      expect(
        RISK_LEVELS.map(
          (riskLevel) => converted(aFinding({ riskLevel })).FindingProviderFields?.Severity?.Label,
        ),
      ).to.deep.equal(["LOW", "MEDIUM", "HIGH", "CRITICAL", "CRITICAL"]);
    });

    it("says why something was not read", () => {
      expect(converted(aFinding({ status: "NOT_EVALUATED" })).Compliance?.StatusReasons).to.deep.equal([
        { ReasonCode: "ACCESS_DENIED", Description: "The policies of example.com could not be read." },
      ]);
    });

    it("keeps the status of an accepted risk and says who accepted it", () => {
      const exception = {
        rule: "SES-003",
        match: {},
        reason: "Public newsletter",
        approver: "a.person",
        approvedAt: "2026-01-01",
        expires: "2027-01-01",
        ticket: "SEC-1",
      };
      const { Compliance } = converted(aFinding({ exception }));
      expect(Compliance?.Status).to.equal("FAILED");
      expect(Compliance?.StatusReasons?.[1]).to.deep.equal({
        ReasonCode: "RISK_ACCEPTED",
        Description: "Accepted until 2027-01-01 by a.person (SEC-1): Public newsletter",
      });
    });

    it("puts a scope that could not be read on the account", () => {
      const finding = converted(anUnreadScope("aws/111122223333/eu-west-1/ses"));
      expect(finding.Resources?.[0]).to.deep.include({
        Id: "AWS::::Account:111122223333",
        Region: "eu-west-1",
      });
      expect(finding.Compliance?.Status).to.equal("NOT_AVAILABLE");
      expect(finding.Remediation?.Recommendation?.Text).to.match(/^Let it be read: `postern doctor`/);
      expect(asffProblems(finding)).to.deep.equal([]);
    });

    for (const [region, partition] of [
      ["cn-north-1", "aws-cn"],
      ["us-gov-west-1", "aws-us-gov"],
      ["eu-west-1", "aws"],
    ] as const)
      it(`speaks of the partition ${partition} in ${region}`, () => {
        const finding = converted(aFinding({ resource: { region, partition } }));
        expect(finding.ProductArn).to.match(new RegExp(`^arn:${partition}:securityhub:${region}:`));
        expect(finding.Resources?.[0]?.Partition).to.equal(partition);
      });

    it("leaves the partition out where the format has no name for it", () => {
      const resource = { region: "eusc-de-east-1", partition: "aws-eusc" };
      expect(converted(aFinding({ resource })).Resources?.[0]).not.to.have.property("Partition");
    });

    it("goes to the home region with its own region on the resource", () => {
      const finding = converted(aFinding({ resource: { region: "eu-west-1" } }), "us-east-1");
      expect(finding.ProductArn).to.contain(":us-east-1:");
      expect(finding.Resources?.[0]?.Region).to.equal("eu-west-1");
      expect(finding.Id).to.contain(":eu-west-1:");
    });

    it("has no place for findings in source code", () => {
      const finding = aFinding({ resource: { account: null, region: null, partition: null } });
      expect(toAsff(finding, aRule(), { now: NOW })).to.equal(null);
    });

    it("keeps the first sight and never looks into the future", () => {
      const before = converted(aFinding({ firstSeenAt: "2026-01-02T03:04:05Z" }));
      expect([before.CreatedAt, before.FirstObservedAt, before.UpdatedAt]).to.deep.equal([
        "2026-01-02T03:04:05.000Z",
        "2026-01-02T03:04:05.000Z",
        NOW,
      ]);
      expect(converted(aFinding({ firstSeenAt: "2030-01-01T00:00:00Z" })).CreatedAt).to.equal(NOW);
    });

    it("has a digest that times do not change and everything else does", () => {
      const usual = digest(aFinding());
      expect(usual).to.match(/^[0-9a-f]{32}$/);
      expect(digest(aFinding({ firstSeenAt: "2026-01-01T00:00:00Z" }), "2026-12-01T00:00:00Z")).to.equal(
        usual,
      );
      expect(digest(aFinding({ message: "Other." }))).not.to.equal(usual);
      expect(digest(aFinding({ status: "NEEDS_REVIEW" }))).not.to.equal(usual);
    });
  });

  describe("the document", () => {
    it("is one object as an SDK takes it", () => {
      const records = stream([aFinding(), aFinding({ resource: { name: "b.example" }, status: "SUCCESS" })]);
      const files = written(records);
      expect(files.map(([part]) => part)).to.deep.equal([""]);
      expect(files[0]?.[1]).to.have.property("Findings").with.lengthOf(2);
    });

    it("is an empty list where there is nothing to say", () => {
      expect(written(stream([]))).to.deep.equal([["", { Findings: [] }]]);
    });

    it("leaves findings in source code out, and says so", () => {
      const code = aFinding({ resource: { account: null, region: null, partition: null } });
      const warnings: string[] = [];
      const files = written(stream([code]), { warn: (message) => warnings.push(message) });
      expect(files).to.deep.equal([["", { Findings: [] }]]);
      expect(warnings).to.deep.equal([
        "1 findings in source code have no account and are not in the ASFF file.",
      ]);
    });

    it("is bare arrays of at most 100 findings by account and region in a folder", () => {
      const files = written(stream([...many("us-east-1", 205), ...many("eu-west-1", 1)]), {
        layout: "batches",
      });
      expect(files.map(([part, document]) => [part, (document as unknown[]).length])).to.have.deep.members([
        ["111122223333/eu-west-1/0001.json", 1],
        ["111122223333/us-east-1/0001.json", 100],
        ["111122223333/us-east-1/0002.json", 100],
        ["111122223333/us-east-1/0003.json", 5],
      ]);
    });

    it("is the same on every run", () => {
      const records = stream([aFinding(), aFinding({ resource: { name: "b.example" } })], { run: aRun() });
      expect(written(records)).to.deep.equal(written(records));
    });
  });

  it("was checked against AWS's service model too", function () {
    if (serviceModelValidator() === null) this.skip();
    expect(serviceModelValidator()?.({ SchemaVersion: 1 })).to.equal(false);
  });

  it("needs the SDK for its types only", () => {
    const folder = resolve(import.meta.dirname, "../../src/exporters/asff");
    const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
    const lines = texts.flatMap((text) => text.match(/^import[^;]*@aws-sdk[^;]*;/gm) ?? []);
    expect(lines.length).to.be.greaterThan(0);
    expect(lines.filter((line) => !line.startsWith("import type"))).to.deep.equal([]);
  });
});
