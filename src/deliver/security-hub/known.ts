import type { AwsSecurityFinding, Resource, WorkflowStatus } from "@aws-sdk/client-securityhub";

/** One finding of ours as Security Hub holds it. */
export interface Known {
  /** The provider's members alone: what was sent last. */
  readonly finding: AwsSecurityFinding;
  /** Null where it is not known: the ledger knows only what was set from here. */
  readonly workflow: WorkflowStatus | null;
}

/** The earlier state by `keyOf`, wherever it comes from. */
export type Previous = ReadonlyMap<string, Known>;

/** What makes a finding the same finding: its product and its Id. */
export const keyOf = ({ ProductArn, Id }: Pick<AwsSecurityFinding, "ProductArn" | "Id">): string =>
  `${ProductArn ?? ""}\n${Id ?? ""}`;

/** A finding without what the service and the customer have put into it; sent again, it changes nothing. */
export const provided = (finding: AwsSecurityFinding): AwsSecurityFinding =>
  defined({
    SchemaVersion: finding.SchemaVersion,
    Id: finding.Id,
    ProductArn: finding.ProductArn,
    ProductName: finding.ProductName,
    CompanyName: finding.CompanyName,
    GeneratorId: finding.GeneratorId,
    AwsAccountId: finding.AwsAccountId,
    CreatedAt: milliseconds(finding.CreatedAt),
    UpdatedAt: milliseconds(finding.UpdatedAt),
    FirstObservedAt: milliseconds(finding.FirstObservedAt),
    LastObservedAt: milliseconds(finding.LastObservedAt),
    Title: finding.Title,
    Description: finding.Description,
    Resources: finding.Resources?.map(ownResource),
    Compliance: finding.Compliance,
    Remediation: finding.Remediation,
    ProductFields: ownFields(finding.ProductFields),
    FindingProviderFields: finding.FindingProviderFields,
    RecordState: finding.RecordState,
  });

const ownResource = ({ Type, Id, Partition, Region, Details }: Resource): Resource =>
  defined({ Type, Id, Partition, Region, Details });

/** The service keeps names under `aws/` for itself and refuses them from others. */
const ownFields = (fields: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith("aws/")));

const milliseconds = (time: string | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString();

const defined = <T extends object>(members: T): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
