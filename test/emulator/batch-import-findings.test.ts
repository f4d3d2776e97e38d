import {
  BatchImportFindingsCommand,
  type AwsSecurityFinding,
  type Resource,
} from "@aws-sdk/client-securityhub";
import { expect } from "chai";
import { asffFinding, PRODUCT } from "../support/asff-finding.ts";
import { ACCOUNT, emulated, KEY, REGION, refusalOf, type Emulated } from "../support/emulated.ts";
import { send } from "../support/signed-request.ts";

const tags = (count: number, value = "v"): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, value]));

const resource = (change: Partial<Resource>): Partial<AwsSecurityFinding> => ({
  Resources: [{ Type: "Other", Id: "arn", ...change }],
});

/** Limits count code points, not UTF-16 units. */
const at = (count: number): string => "😀".repeat(count);

const long = (count: number): string => "x".repeat(count);

describe("BatchImportFindings of the emulated Security Hub", () => {
  let aws: Emulated;
  before(async () => {
    aws = await emulated();
  });
  after(() => aws.emulator.close());
  beforeEach(() => {
    aws.region.hub?.findings.clear();
    aws.emulator.log.clear();
  });

  const push = (Findings: readonly AwsSecurityFinding[]) =>
    aws.hub().send(new BatchImportFindingsCommand({ Findings: [...Findings] }));

  it("takes a finding", async () => {
    const { SuccessCount, FailedCount, FailedFindings } = await push([asffFinding()]);
    expect({ SuccessCount, FailedCount, FailedFindings }).to.deep.equal({
      SuccessCount: 1,
      FailedCount: 0,
      FailedFindings: [],
    });
    expect(aws.region.hub?.findings.size).to.equal(1);
  });

  describe("limits", () => {
    const fits: Readonly<Record<string, Partial<AwsSecurityFinding>>> = {
      "an Id of 512": { Id: at(512) },
      "a title of 256": { Title: at(256) },
      "a description of 1,024": { Description: at(1024) },
      "a generator of 512": { GeneratorId: at(512) },
      "50 types": { Types: Array.from({ length: 50 }, () => "TTPs/Initial Access") },
      "a type by its namespace": { Types: ["Effects"] },
      "32 resources": { Resources: Array.from({ length: 32 }, () => ({ Type: "Other", Id: "arn" })) },
      "a remediation text of 512": {
        Remediation: { Recommendation: { Text: at(512), Url: "https://a.example/" } },
      },
      "32 requirements of 64": {
        Compliance: { Status: "FAILED", RelatedRequirements: Array.from({ length: 32 }, () => at(64)) },
      },
      "20 standards": {
        Compliance: { AssociatedStandards: Array.from({ length: 20 }, () => ({ StandardsId: "s" })) },
      },
      "50 product fields": { ProductFields: tags(50) },
      "50 other details of 1,024": resource({ Details: { Other: tags(50, at(1024)) } }),
      "nanoseconds and an offset": { UpdatedAt: "2026-11-23T12:00:00.123456789+05" },
      "a severity at the top alone": { FindingProviderFields: undefined, Severity: { Normalized: 70 } },
      "another product name": { ProductName: "Postern", CompanyName: "Postern" },
    };
    for (const [name, change] of Object.entries(fits))
      it(`take ${name}`, async () => {
        const { FailedFindings } = await push([asffFinding(change)]);
        expect(FailedFindings).to.deep.equal([]);
      });

    const faults: Readonly<Record<string, readonly [Partial<AwsSecurityFinding>, string]>> = {
      "an Id of 513": [{ Id: long(513) }, "data.Id should NOT be longer than 512 characters"],
      "an empty title": [{ Title: "" }, "data.Title should NOT be shorter than 1 characters"],
      "a title of 257": [{ Title: long(257) }, "data.Title should NOT be longer than 256 characters"],
      "a description of 1,025": [
        { Description: long(1025) },
        "data.Description should NOT be longer than 1024 characters",
      ],
      "a generator of 513": [
        { GeneratorId: long(513) },
        "data.GeneratorId should NOT be longer than 512 characters",
      ],
      "another schema version": [
        { SchemaVersion: "2019-01-01" },
        "data.SchemaVersion should be equal to one of the allowed values",
      ],
      "a missing generator": [{ GeneratorId: undefined }, "data should have required property 'GeneratorId'"],
      "no severity": [
        { FindingProviderFields: { Types: ["Effects"] } },
        "data should have required property 'Severity', data should match some schema in anyOf",
      ],
      "a severity in other words": [
        { FindingProviderFields: { Severity: { Label: "VERY_HIGH" as "HIGH" } } },
        "data.FindingProviderFields.Severity.Label should be equal to one of the allowed values",
      ],
      "a namespace that is none": [{ Types: ["Postern/SES"] }, "data.Types[0] should match pattern"],
      "a type of four parts": [{ Types: ["Effects/a/b/c"] }, "data.Types[0] should match pattern"],
      "51 types": [
        { Types: Array.from({ length: 51 }, () => "Effects") },
        "data.Types should NOT have more than 50 items",
      ],
      "no resource": [{ Resources: [] }, "data.Resources should NOT have fewer than 1 items"],
      "33 resources": [
        { Resources: Array.from({ length: 33 }, () => ({ Type: "Other", Id: "a" })) },
        "data.Resources should NOT have more than 32 items",
      ],
      "a partition that is not in the model": [
        resource({ Partition: "aws-eusc" as "aws" }),
        "data.Resources[0].Partition should be equal to one of the allowed values",
      ],
      "an empty map of tags": [
        resource({ Tags: {} }),
        "data.Resources[0].Tags should NOT have fewer than 1 properties",
      ],
      "a tag with markup": [
        resource({ Tags: { a: "<b>" } }),
        "data.Resources[0].Tags['a'] should match pattern",
      ],
      "other details of 1,025": [
        resource({ Details: { Other: { a: long(1025) } } }),
        "data.Resources[0].Details.Other['a'] should NOT be longer than 1024 characters",
      ],
      "51 other details": [
        resource({ Details: { Other: tags(51) } }),
        "data.Resources[0].Details.Other should NOT have more than 50 properties",
      ],
      "a remediation text of 513": [
        { Remediation: { Recommendation: { Text: long(513) } } },
        "data.Remediation.Recommendation.Text should NOT be longer than 512 characters",
      ],
      "an empty remediation text": [
        { Remediation: { Recommendation: { Text: "" } } },
        "data.Remediation.Recommendation.Text should NOT be shorter than 1 characters",
      ],
      "a remediation URL that is none": [
        { Remediation: { Recommendation: { Url: "see the docs" } } },
        "data.Remediation.Recommendation.Url should match pattern",
      ],
      "a requirement of 65": [
        { Compliance: { RelatedRequirements: [long(65)] } },
        "data.Compliance.RelatedRequirements[0] should NOT be longer than 64 characters",
      ],
      "33 requirements": [
        { Compliance: { RelatedRequirements: Array.from({ length: 33 }, () => "r") } },
        "data.Compliance.RelatedRequirements should NOT have more than 32 items",
      ],
      "21 standards": [
        { Compliance: { AssociatedStandards: Array.from({ length: 21 }, () => ({ StandardsId: "s" })) } },
        "data.Compliance.AssociatedStandards should NOT have more than 20 items",
      ],
      "a product field of the service's": [
        { ProductFields: { "aws/mine": "x" } },
        "data.ProductFields property name 'aws/mine' should match pattern",
      ],
      "51 product fields": [
        { ProductFields: tags(51) },
        "data.ProductFields should NOT have more than 50 properties",
      ],
      "a product field of 1,025": [
        { ProductFields: { a: long(1025) } },
        "data.ProductFields['a'] should NOT be longer than 1024 characters",
      ],
      "a time without a zone": [
        { CreatedAt: "2026-11-23T12:00:00" },
        'data.CreatedAt should match format "date-time"',
      ],
      "a confidence of 101": [{ Confidence: 101 }, "data.Confidence should be <= 100"],
      "a ProductArn that is none": [
        { ProductArn: "postern-product" },
        "data.ProductArn should match pattern",
      ],
      "an account id of 11 digits": [
        { ProductArn: `arn:aws:securityhub:${REGION}::product/a/b`, AwsAccountId: "12345678901" },
        "data.AwsAccountId should match pattern",
      ],
    };
    for (const [name, [change, says]] of Object.entries(faults))
      it(`fail ${name}, and keep the rest of the batch`, async () => {
        const bad = asffFinding({ Id: "bad", ...change });
        const { SuccessCount, FailedCount, FailedFindings } = await push([bad, asffFinding({ Id: "good" })]);
        expect([SuccessCount, FailedCount]).to.deep.equal([1, 1]);
        const [failed] = FailedFindings ?? [];
        expect([failed?.Id, failed?.ErrorCode]).to.deep.equal([bad.Id, "InvalidInput"]);
        expect(failed?.ErrorMessage)
          .to.match(/^Finding does not adhere to Amazon Finding Format\. /)
          .and.include(says);
        expect(aws.region.hub?.findings.size).to.equal(1);
      });

    it("fail a finding beyond 240 KB", async () => {
      const huge = asffFinding({
        Resources: Array.from({ length: 32 }, () => ({
          Type: "Other",
          Id: "arn",
          Details: { Other: tags(8, "x".repeat(1000)) },
        })),
      });
      const { FailedFindings } = await push([huge]);
      expect(FailedFindings?.[0]?.ErrorCode).to.equal("FindingSizeExceeded");
    });

    it("refuse a batch of 101, of none, and one beyond 6 MB", async () => {
      const many = Array.from({ length: 101 }, (_, index) => asffFinding({ Id: `f${index}` }));
      expect((await push(many.slice(1))).SuccessCount).to.equal(100);
      expect((await refusalOf(push(many))).name).to.equal("InvalidInputException");
      expect((await refusalOf(push([]))).name).to.equal("InvalidInputException");
      const large = many.slice(1).map((finding) => ({
        ...finding,
        Resources: [{ Type: "Other", Id: "a", Details: { Other: tags(50, "x".repeat(1000)) } }],
      }));
      expect(JSON.stringify(large[0]).length).to.be.below(240 * 1024);
      const grown = large.map((finding) => ({
        ...finding,
        Resources: [...finding.Resources, ...finding.Resources],
      }));
      const said = await refusalOf(push(grown));
      expect([said.name, said.status]).to.deep.equal(["RequestEntityTooLargeException", 413]);
      expect(aws.region.hub?.findings.size).to.equal(100);
    });

    it("fail the second of two with one Id", async () => {
      const { FailedFindings, SuccessCount } = await push([asffFinding(), asffFinding()]);
      expect([SuccessCount, FailedFindings?.[0]?.ErrorCode]).to.deep.equal([
        1,
        "DuplicatedFindingIdentifier",
      ]);
    });

    it("hold over plain HTTP too, where nothing checked the types", async () => {
      const wrong = { ...asffFinding(), Title: 7, Resources: "none", Compliance: null, unknown: 1 };
      const body = JSON.stringify({ Findings: [wrong] });
      const request = {
        url: aws.emulator.url,
        ...KEY,
        service: "securityhub",
        path: "/findings/import",
        body,
      };
      const { status, text } = await send(request);
      expect(status).to.equal(200);
      expect(
        (JSON.parse(text) as { FailedFindings: { ErrorMessage: string }[] }).FailedFindings[0]?.ErrorMessage,
      ).to.equal(
        "Finding does not adhere to Amazon Finding Format. data should NOT have additional properties, " +
          "data.Title should be string, data.Resources should be array.",
      );
    });
  });

  describe("accounts and regions", () => {
    const foreign: Readonly<Record<string, Partial<AwsSecurityFinding>>> = {
      "of another account": { AwsAccountId: "999999999999" },
      "for another account's product": { ProductArn: PRODUCT.replaceAll(ACCOUNT, "999999999999") },
      "for another region": { ProductArn: PRODUCT.replace(REGION, "us-east-1") },
    };
    for (const [name, change] of Object.entries(foreign))
      it(`refuse the whole call for one finding ${name}`, async () => {
        const said = await refusalOf(push([asffFinding(), asffFinding({ Id: "foreign", ...change })]));
        expect([said.name, said.status]).to.deep.equal(["AccessDeniedException", 403]);
        expect(said.message).to.match(
          /is not authorized to perform: securityhub:BatchImportFindings on resource: arn:/,
        );
        expect(aws.region.hub?.findings.size).to.equal(0);
      });

    it("refuse who is not subscribed", async () => {
      const hub = aws.region.hub;
      aws.region.hub = null;
      const said = await refusalOf(push([asffFinding()]));
      aws.region.hub = hub;
      expect([said.name, said.status, said.message]).to.deep.equal([
        "InvalidAccessException",
        401,
        `Account ${ACCOUNT} is not subscribed to AWS Security Hub`,
      ]);
    });

    it("take a partner's product only where it is enabled", async () => {
      const ProductArn = `arn:aws:securityhub:${REGION}::product/partner/scanner`;
      const { FailedFindings } = await push([asffFinding({ ProductArn })]);
      expect(FailedFindings?.[0]?.ErrorCode).to.equal("InvalidAccess");
      aws.region.hub?.products.add(ProductArn);
      expect((await push([asffFinding({ ProductArn })])).SuccessCount).to.equal(1);
    });
  });

  it("counts batches, bodies and stale updates", async () => {
    await push([asffFinding({ Id: "a" }), asffFinding({ Id: "b" })]);
    await push([asffFinding({ Id: "a" })]);
    const { largestBatch, largestBody, staleUpdates, calls } = aws.emulator.log.counters;
    expect([calls, largestBatch, staleUpdates]).to.deep.equal([2, 2, 1]);
    expect(largestBody).to.be.greaterThan(500);
    expect(aws.emulator.log.calls.map(({ batch }) => batch)).to.deep.equal([
      { findings: 2, failed: 0, stale: 0 },
      { findings: 1, failed: 0, stale: 1 },
    ]);
  });
});
