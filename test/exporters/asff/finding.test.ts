import { expect } from "chai";
import { digestOf } from "../../../src/exporters/asff/digest.ts";
import { toAsff } from "../../../src/exporters/asff/finding.ts";
import type { Finding } from "../../../src/model/finding.ts";
import { RISK_LEVELS } from "../../../src/model/rule.ts";
import { asffProblems, converted } from "../../support/asff-problems.ts";
import { ACCOUNT, aFinding, anUnreadScope, aRule, NOW } from "../../support/findings.ts";

const PRODUCT = "postern/postern/";

const digest = (finding: Finding, now = NOW): string | undefined =>
  digestOf(toAsff(finding, aRule(), { now }) ?? converted(finding));

const advice = (choice: Parameters<typeof aFinding>[0]): string =>
  converted(aFinding(choice)).Remediation?.Recommendation?.Text ?? "";

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
        Title: "Exposed SES Identities: example.com",
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
        RelatedRequirements: ["NIST.800-53.r4 AC-3", "GDPR Art. 32"],
        AssociatedStandards: [{ StandardsId: "standards/nist-800-53/v/4.0.0" }, { StandardsId: "GDPR" }],
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
        ["NEEDS_REVIEW", "WARNING", "LOW"],
        ["NOT_EVALUATED", "NOT_AVAILABLE", "LOW"],
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
      expect(finding).to.deep.include({
        Id: "ccc:111122223333:coverage:SES:eu-west-1:aws/111122223333/eu-west-1/ses",
        GeneratorId: "postern/coverage",
        Title: "Postern could not read SES in eu-west-1 of 111122223333",
      });
      expect(finding.FindingProviderFields?.Severity?.Label).to.equal("LOW");
      expect(finding.Resources?.[0]).to.deep.include({
        Type: "AwsAccount",
        Id: "AWS::::Account:111122223333",
        Region: "eu-west-1",
      });
      expect(finding.Compliance?.Status).to.equal("NOT_AVAILABLE");
      expect(finding.Remediation?.Recommendation?.Text).to.match(
        /^Allow Postern to read it: `postern doctor`/,
      );
      expect(asffProblems(finding)).to.deep.equal([]);
    });

    it("names the identity in its title, and the fault only where there is one", () => {
      const rule = aRule({ failureTitle: "Strangers can send mail as an SES identity" });
      const title = (finding: Finding): string | undefined => toAsff(finding, rule, { now: NOW })?.Title;
      expect(title(aFinding())).to.equal("Strangers can send mail as an SES identity: example.com");
      expect(title(aFinding({ status: "SUCCESS" }))).to.equal("SES-003 passes: example.com");
      expect(title(aFinding({ status: "NEEDS_REVIEW" }))).to.equal(
        "SES-003 could not be decided: example.com",
      );
      expect(title(aFinding({ status: "NOT_EVALUATED" }))).to.equal("SES-003 was not evaluated: example.com");
      const partial = { ...anUnreadScope("aws/111122223333/eu-west-1/ses"), data: { coverage: "partial" } };
      expect(title(partial)).to.equal("Postern could not read all of SES in eu-west-1 of 111122223333");
    });

    it("advises what fits the cause of a finding that is not decided or not read", () => {
      expect(advice({ status: "NEEDS_REVIEW" })).to.match(/^Look at the statement/);
      expect(advice({ status: "NEEDS_REVIEW", data: { exposure: "invalid" } })).to.match(
        /^Correct the policy/,
      );
      expect(advice({ status: "NOT_EVALUATED" })).to.match(/^Allow Postern/);
      const unread = {
        operation: "ListIdentities",
        code: "Throttling",
        message: "Rate exceeded",
        attempts: 3,
      };
      expect(advice({ status: "NOT_EVALUATED", unread })).to.match(/^Scan again/);
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
});
