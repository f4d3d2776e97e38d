import {
  BatchImportFindingsCommand,
  DescribeHubCommand,
  EnableSecurityHubCommand,
  GetFindingsCommand,
  paginateGetFindings,
  type AwsSecurityFinding,
  type AwsSecurityFindingFilters,
  type GetFindingsCommandInput,
} from "@aws-sdk/client-securityhub";
import { expect } from "chai";
import { asffFinding, newer, PRODUCT } from "../support/asff-finding.ts";
import { ACCOUNT, emulated, refusalOf, REGION, type Emulated } from "../support/emulated.ts";

describe("GetFindings of the emulated Security Hub", () => {
  let aws: Emulated;
  let now = Date.parse("2026-11-23T12:00:00Z");
  before(async () => {
    aws = await emulated({ clock: () => now, settlingMs: 1000 });
  });
  after(() => aws.emulator.close());
  beforeEach(() => aws.region.hub?.findings.clear());

  const push = async (...Findings: readonly AwsSecurityFinding[]) => {
    await aws.hub().send(new BatchImportFindingsCommand({ Findings: [...Findings] }));
    now += 1000;
  };

  const find = (input: GetFindingsCommandInput = {}) => aws.hub().send(new GetFindingsCommand(input));

  const ids = async (Filters: AwsSecurityFindingFilters): Promise<readonly (string | undefined)[]> =>
    ((await find({ Filters })).Findings ?? []).map(({ Id }) => Id);

  it("shows what was imported only after a while, and the old version until then", async () => {
    await aws.hub().send(new BatchImportFindingsCommand({ Findings: [asffFinding()] }));
    now += 999;
    expect((await find()).Findings).to.deep.equal([]);
    now += 1;
    expect((await find()).Findings).to.have.length(1);
    await aws
      .hub()
      .send(new BatchImportFindingsCommand({ Findings: [newer(asffFinding(), { Title: "changed" })] }));
    expect((await find()).Findings?.[0]?.Title).to.equal(asffFinding().Title);
    now += 1000;
    expect((await find()).Findings?.[0]?.Title).to.equal("changed");
  });

  it("pages to the end, each finding once, in any size of page", async () => {
    const all = Array.from({ length: 45 }, (_, index) => asffFinding({ Id: `f${index}` }));
    await push(...all);
    for (const pageSize of [1, 7, 45, 100]) {
      const seen: string[] = [];
      for await (const { Findings } of paginateGetFindings({ client: aws.hub(), pageSize }, {}))
        seen.push(...(Findings ?? []).map(({ Id }) => Id ?? ""));
      expect(seen.toSorted()).to.deep.equal(all.map(({ Id }) => Id ?? "").toSorted());
    }
    expect((await find()).Findings).to.have.length(10);
  });

  it("goes on where it was although findings went away or changed in between", async () => {
    await push(...["a", "b", "c", "d", "e"].map((Id) => asffFinding({ Id, Title: Id })));
    for (const SortCriteria of [[], [{ Field: "Title", SortOrder: "asc" as const }]]) {
      const first = await find({ MaxResults: 2, SortCriteria });
      expect(first.Findings?.map(({ Id }) => Id)).to.deep.equal(["a", "b"]);
      const kept = new Map(aws.region.hub?.findings);
      for (const [key, { finding }] of kept)
        if (finding["Id"] === "b" || finding["Id"] === "c") aws.region.hub?.findings.delete(key);
      const second = await find({ MaxResults: 2, SortCriteria, NextToken: first.NextToken });
      expect([second.Findings?.map(({ Id }) => Id), second.NextToken]).to.deep.equal([["d", "e"], undefined]);
      for (const [key, version] of kept) aws.region.hub?.findings.set(key, version);
    }
  });

  it("shows each of several quick changes in its time, and keeps no older ones", async () => {
    const titles = ["one", "two", "three", "four"];
    let finding = asffFinding();
    for (const Title of titles) {
      finding = newer(finding, { Title });
      await aws.hub().send(new BatchImportFindingsCommand({ Findings: [finding] }));
      now += 400;
    }
    const seen: (string | undefined)[] = [];
    for (let index = 0; index < 4; index++) {
      seen.push((await find()).Findings?.[0]?.Title);
      now += 400;
    }
    expect(seen).to.deep.equal(["two", "three", "four", "four"]);
    await push(newer(finding));
    await push(newer(newer(finding)));
    const [version] = aws.region.hub?.findings.values() ?? [];
    expect(version?.before?.before).to.equal(null);
  });

  it("sorts", async () => {
    await push(
      asffFinding({ Id: "a", Title: "1" }),
      asffFinding({ Id: "b", Title: "3" }),
      asffFinding({ Id: "c", Title: "2" }),
    );
    const { Findings } = await find({ SortCriteria: [{ Field: "Title", SortOrder: "desc" }] });
    expect(Findings?.map(({ Id }) => Id)).to.deep.equal(["b", "c", "a"]);
  });

  describe("filters", () => {
    beforeEach(() =>
      push(
        asffFinding({ Id: "one", ProductFields: { "postern/rule": "SES-003" }, ProductName: "Postern" }),
        asffFinding({
          Id: "two",
          GeneratorId: "postern/SES-001",
          Compliance: { Status: "PASSED" },
          RecordState: "ARCHIVED",
          UpdatedAt: "2026-11-23T12:30:00Z",
        }),
        asffFinding({
          Id: "three",
          GeneratorId: "other",
          FindingProviderFields: { Severity: { Label: "LOW" } },
          Resources: [
            { Type: "AwsS3Bucket", Id: "arn:aws:s3:::a" },
            { Type: "Other", Id: "arn:aws:ses:x" },
          ],
        }),
      ),
    );

    const cases: Readonly<Record<string, readonly [AwsSecurityFindingFilters, readonly string[]]>> = {
      "by Id": [{ Id: [{ Value: "two", Comparison: "EQUALS" }] }, ["two"]],
      "by one of several Ids": [
        {
          Id: [
            { Value: "two", Comparison: "EQUALS" },
            { Value: "one", Comparison: "EQUALS" },
          ],
        },
        ["one", "two"],
      ],
      "by the beginning of the generator": [
        { GeneratorId: [{ Value: "postern/", Comparison: "PREFIX" }] },
        ["one", "two"],
      ],
      "by what the generator is not": [
        {
          GeneratorId: [
            { Value: "other", Comparison: "NOT_EQUALS" },
            { Value: "postern/SES-001", Comparison: "NOT_EQUALS" },
          ],
        },
        ["one"],
      ],
      "by a beginning without an exception": [
        {
          GeneratorId: [
            { Value: "postern/", Comparison: "PREFIX" },
            { Value: "postern/SES-003", Comparison: "NOT_EQUALS" },
          ],
        },
        ["two"],
      ],
      "by what it does not begin with": [
        { GeneratorId: [{ Value: "postern/", Comparison: "PREFIX_NOT_EQUALS" }] },
        ["three"],
      ],
      "by a part of the title": [
        { Title: [{ Value: "SES", Comparison: "CONTAINS" }] },
        ["one", "three", "two"],
      ],
      "by what the title does not hold": [{ Title: [{ Value: "SES", Comparison: "NOT_CONTAINS" }] }, []],
      "by any of its resources": [
        { ResourceId: [{ Value: "arn:aws:ses:x", Comparison: "EQUALS" }] },
        ["three"],
      ],
      "by a resource that none is": [
        { ResourceType: [{ Value: "AwsS3Bucket", Comparison: "NOT_EQUALS" }] },
        ["one", "two"],
      ],
      "by state": [{ RecordState: [{ Value: "ACTIVE", Comparison: "EQUALS" }] }, ["one", "three"]],
      "by compliance": [{ ComplianceStatus: [{ Value: "PASSED", Comparison: "EQUALS" }] }, ["two"]],
      "by severity": [{ SeverityLabel: [{ Value: "LOW", Comparison: "EQUALS" }] }, ["three"]],
      "by workflow": [{ WorkflowStatus: [{ Value: "NEW", Comparison: "EQUALS" }] }, ["one", "three", "two"]],
      "by product": [{ ProductName: [{ Value: "Postern", Comparison: "EQUALS" }] }, ["one"]],
      "by account, region and product ARN": [
        {
          AwsAccountId: [{ Value: ACCOUNT, Comparison: "EQUALS" }],
          Region: [{ Value: REGION, Comparison: "EQUALS" }],
          ProductArn: [{ Value: PRODUCT, Comparison: "EQUALS" }],
        },
        ["one", "three", "two"],
      ],
      "by another region": [{ Region: [{ Value: "us-east-1", Comparison: "EQUALS" }] }, []],
      "by a product field": [
        { ProductFields: [{ Key: "postern/rule", Value: "SES-003", Comparison: "EQUALS" }] },
        ["one"],
      ],
      "by a product field that it does not have": [
        { ProductFields: [{ Key: "postern/rule", Value: "SES-003", Comparison: "NOT_EQUALS" }] },
        ["three", "two"],
      ],
      "by time": [{ UpdatedAt: [{ Start: "2026-11-23T12:15:00Z", End: "2026-11-23T13:00:00Z" }] }, ["two"]],
    };
    for (const [name, [filters, expected]] of Object.entries(cases))
      it(`find ${name}`, async () => {
        expect(await ids(filters)).to.deep.equal(expected);
      });

    const equals = { Value: "x", Comparison: "EQUALS" } as const;
    const refused: Readonly<Record<string, readonly [AwsSecurityFindingFilters, string]>> = {
      "EQUALS beside NOT_EQUALS": [
        { Id: [equals, { Value: "y", Comparison: "NOT_EQUALS" }] },
        "InvalidInputException",
      ],
      "CONTAINS beside NOT_CONTAINS": [
        {
          Id: [
            { Value: "x", Comparison: "CONTAINS" },
            { Value: "y", Comparison: "NOT_CONTAINS" },
          ],
        },
        "InvalidInputException",
      ],
      "21 values": [{ Id: Array.from({ length: 21 }, () => equals) }, "InvalidInputException"],
      "11 attributes": [
        Object.fromEntries(
          "Id GeneratorId AwsAccountId Region Title ProductArn ProductName Type RecordState ResourceId ResourceType"
            .split(" ")
            .map((name) => [name, [equals]]),
        ),
        "InvalidInputException",
      ],
      "an attribute that the emulator does not know": [{ MalwareName: [equals] }, "NotImplemented"],
      "a comparison that the service does not know": [
        { Id: [{ Value: "x", Comparison: "LIKE" as "EQUALS" }] },
        "InvalidInputException",
      ],
    };
    for (const [name, [filters, expected]] of Object.entries(refused))
      it(`are refused with ${name}`, async () => {
        expect((await refusalOf(find({ Filters: filters }))).name).to.equal(expected);
      });
  });

  it("refuses wrong pages and made-up tokens", async () => {
    for (const input of [{ MaxResults: 0 }, { MaxResults: 101 }, { NextToken: "made-up" }])
      expect((await refusalOf(find(input))).name).to.equal("InvalidInputException");
  });
});

describe("the emulated hub", () => {
  it("is described, refused where it is not, and can be enabled once", async () => {
    const aws = await emulated();
    const hub = aws.hub();
    const { HubArn, SubscribedAt } = await hub.send(new DescribeHubCommand({}));
    expect([HubArn, SubscribedAt]).to.deep.equal([
      `arn:aws:securityhub:${REGION}:${ACCOUNT}:hub/default`,
      "1970-01-01T00:00:00.000Z",
    ]);
    const other = await refusalOf(hub.send(new DescribeHubCommand({ HubArn: "arn:other" })));
    expect(other.name).to.equal("ResourceNotFoundException");
    aws.region.hub = null;
    for (const call of [new DescribeHubCommand({}), new GetFindingsCommand({})]) {
      const said = await refusalOf(hub.send(call as DescribeHubCommand));
      expect([said.name, said.status]).to.deep.equal(["InvalidAccessException", 401]);
    }
    await hub.send(new EnableSecurityHubCommand({}));
    expect((await refusalOf(hub.send(new EnableSecurityHubCommand({})))).name).to.equal(
      "ResourceConflictException",
    );
    await aws.emulator.close();
  });
});
