import type { AwsSecurityFinding, Resource } from "@aws-sdk/client-securityhub";

/** Every member that we write into a finding: their values stand in finding.ts, the product's own fields in product-fields.ts. */
const MEMBERS = [
  "SchemaVersion",
  "Id",
  "ProductArn",
  "ProductName",
  "CompanyName",
  "GeneratorId",
  "AwsAccountId",
  "CreatedAt",
  "UpdatedAt",
  "FirstObservedAt",
  "LastObservedAt",
  "Title",
  "Description",
  "Resources",
  "Compliance",
  "Remediation",
  "ProductFields",
  "FindingProviderFields",
  "RecordState",
] as const;

/** A finding as it is written: whatever stands in it survives the way through Security Hub. */
export type ProvidedFinding = Pick<AwsSecurityFinding, (typeof MEMBERS)[number]>;

/** A finding without what the service and the customer have put into it; sent again, it changes nothing. */
export const provided = (finding: AwsSecurityFinding): ProvidedFinding => {
  const own: AwsSecurityFinding = {
    ...finding,
    CreatedAt: milliseconds(finding.CreatedAt),
    UpdatedAt: milliseconds(finding.UpdatedAt),
    FirstObservedAt: milliseconds(finding.FirstObservedAt),
    LastObservedAt: milliseconds(finding.LastObservedAt),
    Resources: finding.Resources?.map(ownResource),
    ProductFields: ownFields(finding.ProductFields),
  };
  return defined(Object.fromEntries(MEMBERS.map((name) => [name, own[name]])) as ProvidedFinding);
};

const ownResource = ({ Type, Id, Partition, Region, Details }: Resource): Resource =>
  defined({ Type, Id, Partition, Region, Details });

/** The service keeps names under `aws/` for itself and refuses them from others. */
const ownFields = (fields: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith("aws/")));

/** The service may give a time back with another precision. */
const milliseconds = (time: string | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString();

const defined = <T extends object>(members: T): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
