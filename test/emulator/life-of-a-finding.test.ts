import {
  BatchImportFindingsCommand,
  BatchUpdateFindingsCommand,
  GetFindingsCommand,
  type AwsSecurityFinding,
  type BatchUpdateFindingsCommandInput,
} from "@aws-sdk/client-securityhub";
import { expect } from "chai";
import * as fc from "fast-check";
import { asffFinding, newer, PRODUCT } from "../support/asff-finding.ts";
import { ACCOUNT, emulated, refusalOf, REGION, type Emulated } from "../support/emulated.ts";
import { HEAVY } from "../support/heavy.ts";

const DAY = 86_400_000;

const STEP = fc.oneof(
  fc.record({
    does: fc.constant("import" as const),
    minute: fc.integer({ min: 0, max: 9 }),
    status: fc.constantFrom("PASSED" as const, "FAILED" as const),
    label: fc.constantFrom("LOW" as const, "HIGH" as const),
  }),
  fc.record({
    does: fc.constant("update" as const),
    workflow: fc.constantFrom("NOTIFIED" as const, "SUPPRESSED" as const),
    severity: fc.constantFrom(null, "MEDIUM" as const),
  }),
);
type Step = typeof STEP extends fc.Arbitrary<infer S> ? S : never;

/** What a customer would remember of one finding. */
interface Model {
  readonly minute: number;
  readonly status: string;
  readonly severity: string;
  readonly providerSeverity: string;
  readonly workflow: string;
}

const expectedAfter = (model: Model | null, step: Step): Model | null => {
  if (step.does === "update")
    return model && { ...model, workflow: step.workflow, severity: step.severity ?? model.severity };
  const { minute, status, label } = step;
  if (model === null) return { minute, status, severity: label, providerSeverity: label, workflow: "NEW" };
  if (minute <= model.minute) return model;
  const reopened = model.workflow === "NOTIFIED" && model.status === "PASSED" && status === "FAILED";
  return {
    minute,
    status,
    severity: model.severity === "MEDIUM" ? "MEDIUM" : label,
    providerSeverity: label,
    workflow: reopened ? "NEW" : model.workflow,
  };
};

const seenOf = (finding: AwsSecurityFinding): Model => ({
  minute: new Date(finding.UpdatedAt ?? "").getUTCMinutes(),
  status: finding.Compliance?.Status ?? "",
  severity: finding.Severity?.Label ?? "",
  providerSeverity: finding.FindingProviderFields?.Severity?.Label ?? "",
  workflow: finding.Workflow?.Status ?? "",
});

const imported = ({ minute, status, label }: Step & { readonly does: "import" }): AwsSecurityFinding =>
  asffFinding({
    UpdatedAt: `2026-11-23T12:0${minute}:00Z`,
    Compliance: { Status: status },
    FindingProviderFields: { Severity: { Label: label } },
  });

const updated = ({
  workflow,
  severity,
}: Step & { readonly does: "update" }): Partial<BatchUpdateFindingsCommandInput> => ({
  Workflow: { Status: workflow },
  ...(severity !== null && { Severity: { Label: severity } }),
});

describe("the life of a finding in the emulated Security Hub", () => {
  let aws: Emulated;
  let now: number;
  before(async () => {
    aws = await emulated({ clock: () => now });
  });
  after(() => aws.emulator.close());
  beforeEach(() => {
    now = Date.parse("2026-11-23T12:00:00Z");
    aws.region.hub?.findings.clear();
  });

  const push = (...Findings: readonly AwsSecurityFinding[]) =>
    aws.hub().send(new BatchImportFindingsCommand({ Findings: [...Findings] }));

  const update = (change: Partial<BatchUpdateFindingsCommandInput>, Id = "finding-1") =>
    aws
      .hub()
      .send(new BatchUpdateFindingsCommand({ FindingIdentifiers: [{ Id, ProductArn: PRODUCT }], ...change }));

  const ids = async () => (await aws.hub().send(new GetFindingsCommand({}))).Findings?.map(({ Id }) => Id);

  const stored = async (): Promise<AwsSecurityFinding> => {
    const { Findings = [] } = await aws.hub().send(new GetFindingsCommand({}));
    expect(Findings).to.have.length(1);
    return Findings[0] ?? asffFinding();
  };

  it("begins with what the service fills in", async () => {
    await push(asffFinding({ ProductFields: { "postern/exposure": "exposed" } }));
    const finding = await stored();
    expect(finding.Severity).to.deep.equal({ Label: "HIGH", Normalized: 70 });
    expect(finding.Types).to.deep.equal(finding.FindingProviderFields?.Types);
    expect([finding.Workflow, finding.RecordState, finding.Region]).to.deep.equal([
      { Status: "NEW" },
      "ACTIVE",
      REGION,
    ]);
    expect([finding.ProductName, finding.CompanyName]).to.deep.equal(["Default", "Personal"]);
    expect(finding.ProcessedAt).to.equal("2026-11-23T12:00:00.000Z");
    expect(finding.ProductFields).to.deep.equal({
      "postern/exposure": "exposed",
      "aws/securityhub/FindingId": `${PRODUCT}/finding-1`,
      "aws/securityhub/ProductName": "Default",
      "aws/securityhub/CompanyName": "Personal",
    });
  });

  it("fills the provider's fields from the top level where only that is sent", async () => {
    await push(
      asffFinding({ FindingProviderFields: undefined, Severity: { Normalized: 55 }, Confidence: 9 }),
    );
    const { Severity, FindingProviderFields } = await stored();
    expect(Severity).to.deep.equal({ Normalized: 55, Label: "MEDIUM" });
    expect(FindingProviderFields).to.deep.equal({ Severity: { Label: "MEDIUM" }, Confidence: 9 });
  });

  it("ignores an update that is not newer, and calls it a success", async () => {
    const first = asffFinding({ UpdatedAt: "2026-11-23T14:00:00+02:00" });
    await push(first);
    for (const UpdatedAt of ["2026-11-23T12:00:00Z", "2026-11-23T11:59:59.999Z"]) {
      const { SuccessCount, FailedCount } = await push({ ...first, UpdatedAt, Title: "ignored" });
      expect([SuccessCount, FailedCount]).to.deep.equal([1, 0]);
    }
    expect((await stored()).Title).to.equal(first.Title);
  });

  it("replaces the provider's fields as a whole", async () => {
    const first = asffFinding({ SourceUrl: "https://a.example/", Confidence: 50 });
    await push(first);
    const { SourceUrl: _, ...rest } = first;
    await push(newer(rest, { Title: "changed", CreatedAt: "2026-11-24T00:00:00Z" }));
    const { Title, SourceUrl, CreatedAt } = await stored();
    expect([Title, SourceUrl, CreatedAt]).to.deep.equal(["changed", undefined, "2026-11-24T00:00:00Z"]);
  });

  it("keeps what belongs to the customer", async () => {
    await push(asffFinding());
    await update({
      Note: { Text: "looked at", UpdatedBy: "me" },
      UserDefinedFields: { ticket: "1" },
      VerificationState: "TRUE_POSITIVE",
      Workflow: { Status: "SUPPRESSED" },
    });
    await push(
      newer(asffFinding(), {
        Note: { Text: "the provider's", UpdatedBy: "p", UpdatedAt: "2026-11-23T12:00:00Z" },
        UserDefinedFields: { ticket: "2" },
        VerificationState: "FALSE_POSITIVE",
        Workflow: { Status: "RESOLVED" },
      }),
    );
    const { Note, UserDefinedFields, VerificationState, Workflow, UpdatedAt } = await stored();
    expect(Note).to.deep.equal({ Text: "looked at", UpdatedBy: "me", UpdatedAt: "2026-11-23T12:00:00.000Z" });
    expect([UserDefinedFields, VerificationState, Workflow]).to.deep.equal([
      { ticket: "1" },
      "TRUE_POSITIVE",
      { Status: "SUPPRESSED" },
    ]);
    expect(UpdatedAt).to.equal("2026-11-23T12:01:00.000Z");
  });

  it("lets a customer's severity stand, while the provider's goes on beside it", async () => {
    await push(asffFinding());
    await update({ Severity: { Label: "LOW" } });
    expect((await stored()).UpdatedAt).to.equal(asffFinding().UpdatedAt);
    await push(
      newer(asffFinding(), { FindingProviderFields: { Severity: { Label: "CRITICAL" }, Types: ["TTPs"] } }),
    );
    const { Severity, Types, FindingProviderFields } = await stored();
    expect(Severity).to.deep.equal({ Label: "LOW", Normalized: 1 });
    expect(Types).to.deep.equal(["TTPs"]);
    expect(FindingProviderFields?.Severity).to.deep.equal({ Label: "CRITICAL" });
  });

  const resets: readonly {
    readonly workflow: "NOTIFIED" | "RESOLVED" | "SUPPRESSED";
    readonly from: Partial<AwsSecurityFinding>;
    readonly to: Partial<AwsSecurityFinding>;
    readonly becomes: string;
  }[] = [
    ...(["FAILED", "WARNING", "NOT_AVAILABLE"] as const).map((Status) => ({
      workflow: "RESOLVED" as const,
      from: { Compliance: { Status: "PASSED" as const } },
      to: { Compliance: { Status } },
      becomes: "NEW",
    })),
    {
      workflow: "NOTIFIED",
      from: { RecordState: "ARCHIVED" },
      to: { RecordState: "ACTIVE" },
      becomes: "NEW",
    },
    {
      workflow: "SUPPRESSED",
      from: { RecordState: "ARCHIVED", Compliance: { Status: "PASSED" } },
      to: { RecordState: "ACTIVE", Compliance: { Status: "FAILED" } },
      becomes: "SUPPRESSED",
    },
    {
      workflow: "RESOLVED",
      from: { Compliance: { Status: "FAILED" } },
      to: { Compliance: { Status: "WARNING" } },
      becomes: "RESOLVED",
    },
    {
      workflow: "NOTIFIED",
      from: { Compliance: { Status: "FAILED" } },
      to: { Compliance: { Status: "PASSED" } },
      becomes: "NOTIFIED",
    },
  ];
  for (const { workflow, from, to, becomes } of resets)
    it(`${workflow} becomes ${becomes} from ${JSON.stringify(from)} to ${JSON.stringify(to)}`, async () => {
      await push(asffFinding(from));
      await update({ Workflow: { Status: workflow } });
      await push(newer(asffFinding(to)));
      expect((await stored()).Workflow).to.deep.equal({ Status: becomes });
    });

  it("ends 90 days after the last import, an archived one after 30", async () => {
    await push(asffFinding({ Id: "active" }), asffFinding({ Id: "archived", RecordState: "ARCHIVED" }));
    now += 30 * DAY;
    expect(await ids()).to.deep.equal(["active", "archived"]);
    now += 1;
    expect(await ids()).to.deep.equal(["active"]);
    await update({ Note: { Text: "does not keep it alive", UpdatedBy: "me" } }, "active");
    now += 60 * DAY - 1;
    expect(await ids()).to.deep.equal(["active"]);
    now += 1;
    expect(await ids()).to.deep.equal([]);
  });

  it("is not there for who updates it under another name, or twice at once", async () => {
    await push(asffFinding());
    const identifier = { Id: "finding-1", ProductArn: PRODUCT };
    const { ProcessedFindings, UnprocessedFindings } = await update({
      FindingIdentifiers: [identifier, { ...identifier, Id: "unknown" }, identifier],
      Workflow: { Status: "NOTIFIED" },
    });
    expect(ProcessedFindings).to.deep.equal([identifier]);
    expect(UnprocessedFindings?.map(({ ErrorCode }) => ErrorCode)).to.deep.equal([
      "FindingNotFound",
      "DuplicatedFindingIdentifier",
    ]);
  });

  const wrong: Readonly<Record<string, Partial<BatchUpdateFindingsCommandInput>>> = {
    "a note of 513": { Note: { Text: "x".repeat(513), UpdatedBy: "me" } },
    "a state that is none": { Workflow: { Status: "DONE" as "NEW" } },
    "no identifier": { FindingIdentifiers: [] },
    "101 identifiers": {
      FindingIdentifiers: Array.from({ length: 101 }, (_, index) => ({
        Id: `f${index}`,
        ProductArn: PRODUCT,
      })),
    },
    "a field of 1,025": { UserDefinedFields: { a: "x".repeat(1025) } },
  };
  for (const [name, change] of Object.entries(wrong))
    it(`refuses an update with ${name}`, async () => {
      const said = await refusalOf(update(change));
      expect([said.name, said.status]).to.deep.equal(["InvalidInputException", 400]);
    });

  it("is what a simple model says, after any history of imports and updates", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(STEP, { minLength: 1, maxLength: 8 }), async (steps) => {
        aws.region.hub?.findings.clear();
        for (const step of steps)
          await (step.does === "import" ? push(imported(step)) : update(updated(step)));
        const { Findings = [] } = await aws.hub().send(new GetFindingsCommand({}));
        const model = steps.reduce<Model | null>(expectedAfter, null);
        expect(Findings.map(seenOf)).to.deep.equal(model === null ? [] : [model]);
      }),
      { numRuns: HEAVY ? 60 : 15 },
    );
  });

  it("belongs to one account and region", async () => {
    await push(asffFinding());
    expect((await aws.hub("us-east-1").send(new GetFindingsCommand({}))).Findings).to.deep.equal([]);
    const home = aws.account.regions.get("us-east-1")?.hub;
    home?.linkedRegions.add(REGION);
    const { Findings } = await aws.hub("us-east-1").send(new GetFindingsCommand({}));
    expect(Findings?.map(({ AwsAccountId, Region }) => [AwsAccountId, Region])).to.deep.equal([
      [ACCOUNT, REGION],
    ]);
  });
});
