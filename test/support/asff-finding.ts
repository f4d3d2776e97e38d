import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { ACCOUNT, REGION } from "./emulated.ts";

export const PRODUCT: string = `arn:aws:securityhub:${REGION}:${ACCOUNT}:product/${ACCOUNT}/default`;

/** A finding that Security Hub takes, changed as the test needs it. */
export const asffFinding = (change: Partial<AwsSecurityFinding> = {}): AwsSecurityFinding => ({
  SchemaVersion: "2018-10-08",
  Id: "finding-1",
  ProductArn: PRODUCT,
  GeneratorId: "postern/SES-003",
  AwsAccountId: ACCOUNT,
  CreatedAt: "2026-11-23T12:00:00Z",
  UpdatedAt: "2026-11-23T12:00:00Z",
  Title: "Exposed SES identity",
  Description: "Strangers can send as example.com.",
  Resources: [{ Type: "Other", Id: `arn:aws:ses:${REGION}:${ACCOUNT}:identity/example.com` }],
  FindingProviderFields: {
    Severity: { Label: "HIGH" },
    Types: ["Software and Configuration Checks/AWS Security Best Practices"],
  },
  Compliance: { Status: "FAILED" },
  ...change,
});

/** A later version of it. */
export const newer = (
  finding: AwsSecurityFinding,
  change: Partial<AwsSecurityFinding> = {},
): AwsSecurityFinding => ({
  ...finding,
  UpdatedAt: new Date(Date.parse(finding.UpdatedAt ?? "") + 60_000).toISOString(),
  ...change,
});
