import type { JsonObject } from "../../protocol/json.ts";
import { anything, integer, listOf, mapOf, object, oneOf, text, time, type Check } from "./checks.ts";

/**
 * The AWS Security Finding Format as the service enforces it.
 *
 * Sources: user guide "ASFF syntax" and the descriptions in the API model 2018-10-26; limits known from the service's
 * own answers: recommendation text 512 (kube-bench#903), requirements 64 (prowler), Details.Other 1024
 * (cloud-custodian#3603), severity required (aws-securityhub-config-integration#3).
 */
const ratio = integer(0, 100);
const namespaced = text({
  pattern:
    /^(?:Software and Configuration Checks|TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)(?:\/[^/]+){0,2}$/,
});
const types = listOf(namespaced, { max: 50 });
const label = oneOf("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL");
const url = text({ pattern: /^[a-z][a-z0-9+.-]*:\S+$/i });
const relatedFindings = listOf(
  object(
    { ProductArn: text({ min: 12, max: 2048 }), Id: text({ max: 512 }) },
    { required: ["ProductArn", "Id"] },
  ),
  { max: 10 },
);

const severity = object({ Label: label, Normalized: ratio, Original: text({ max: 64 }) });

const providerFields = object(
  {
    Confidence: ratio,
    Criticality: ratio,
    RelatedFindings: relatedFindings,
    Severity: object({ Label: label, Original: text({ max: 64 }) }, { closed: true }),
    Types: types,
  },
  { closed: true },
);

const compliance = object({
  Status: oneOf("PASSED", "WARNING", "FAILED", "NOT_AVAILABLE"),
  RelatedRequirements: listOf(text({ max: 64 }), { max: 32 }),
  StatusReasons: listOf(object({ ReasonCode: text(), Description: text() }, { required: ["ReasonCode"] })),
  SecurityControlId: text(),
  AssociatedStandards: listOf(object({ StandardsId: text() }), { max: 20 }),
});

const resource = object(
  {
    Type: text({ max: 256 }),
    Id: text(),
    Partition: oneOf("aws", "aws-cn", "aws-us-gov", "aws-us-iso", "aws-us-iso-b", "AzureCloud"),
    Region: text({ max: 16 }),
    Tags: mapOf(text({ max: 128 }), text({ min: 0, max: 256, pattern: /^[\p{L}\p{N}\p{Z}.:+=@_/-]*$/u }), {
      min: 1,
    }),
    Details: object({ Other: mapOf(text({ max: 128 }), text({ max: 1024 })) }),
  },
  { required: ["Type", "Id"] },
);

const note = object(
  { Text: text({ max: 512 }), UpdatedBy: text(), UpdatedAt: time },
  { required: ["Text", "UpdatedBy", "UpdatedAt"] },
);

const verificationState: Check = oneOf("UNKNOWN", "TRUE_POSITIVE", "FALSE_POSITIVE", "BENIGN_POSITIVE");
const workflow: Check = object({ Status: oneOf("NEW", "NOTIFIED", "RESOLVED", "SUPPRESSED") });
const userDefinedFields: Check = mapOf(text({ max: 128 }), text({ max: 1024 }));

/** What customers may set through BatchUpdateFindings, beside the identifiers. */
export const customerUpdate: Check = object({
  Confidence: ratio,
  Criticality: ratio,
  Note: object(
    { Text: text({ max: 512 }), UpdatedBy: text() },
    { required: ["Text", "UpdatedBy"], closed: true },
  ),
  RelatedFindings: relatedFindings,
  Severity: object({ Label: label, Normalized: ratio }),
  Types: types,
  UserDefinedFields: userDefinedFields,
  VerificationState: verificationState,
  Workflow: workflow,
});

const NOT_LOOKED_INTO =
  "Malware Network NetworkPath Process Threats ThreatIntelIndicators Vulnerabilities PatchSummary Action " +
  "Sample GeneratorDetails Detection ProcessedAt AwsAccountName WorkflowState";

/** `productField`: the longest value, which the API model puts at 2048 and kube-bench met at 1024. */
const findingWith = (productField: number): Check =>
  object(
    {
      ...Object.fromEntries(NOT_LOOKED_INTO.split(" ").map((name) => [name, anything])),
      SchemaVersion: oneOf("2018-10-08"),
      Id: text({ max: 512 }),
      ProductArn: text({
        min: 12,
        max: 2048,
        pattern: /^arn:aws[a-z-]*:securityhub:[a-z0-9-]+:(?:\d{12})?:product\/[^/]+\/[^/]+$/,
      }),
      ProductName: text({ max: 128 }),
      CompanyName: text({ max: 128 }),
      Region: text({ max: 16 }),
      GeneratorId: text({ max: 512 }),
      AwsAccountId: text({ pattern: /^\d{12}$/ }),
      Types: types,
      FirstObservedAt: time,
      LastObservedAt: time,
      CreatedAt: time,
      UpdatedAt: time,
      Severity: severity,
      Confidence: ratio,
      Criticality: ratio,
      Title: text({ max: 256 }),
      Description: text({ max: 1024 }),
      Remediation: object({ Recommendation: object({ Text: text({ max: 512 }), Url: url }) }),
      SourceUrl: url,
      ProductFields: mapOf(text({ max: 128, pattern: /^(?!aws\/)/ }), text({ min: 0, max: productField })),
      UserDefinedFields: userDefinedFields,
      Resources: listOf(resource, { min: 1, max: 32 }),
      Compliance: compliance,
      VerificationState: verificationState,
      Workflow: workflow,
      RecordState: oneOf("ACTIVE", "ARCHIVED"),
      RelatedFindings: relatedFindings,
      Note: note,
      FindingProviderFields: providerFields,
    },
    {
      required:
        "SchemaVersion Id ProductArn GeneratorId AwsAccountId CreatedAt UpdatedAt Title Description Resources".split(
          " ",
        ),
      closed: true,
    },
  );

const strict = findingWith(1024);
const documented = findingWith(2048);

/** What is wrong with a finding; empty where the service takes it. */
export const asffFaults = (value: JsonObject, assumedRules: boolean): readonly string[] => [
  ...(assumedRules ? strict : documented)(value, "data"),
  ...(hasSeverity(value)
    ? []
    : ["data should have required property 'Severity'", "data should match some schema in anyOf"]),
];

/** "If neither attribute is populated, then the finding is not valid" (user guide): top level or FindingProviderFields. */
const hasSeverity = (value: JsonObject): boolean => {
  const own = severityOf(value);
  const provided = severityOf(value["FindingProviderFields"] as JsonObject | undefined);
  return (
    own?.["Label"] !== undefined || own?.["Normalized"] !== undefined || provided?.["Label"] !== undefined
  );
};

const severityOf = (value: JsonObject | null | undefined): JsonObject | null | undefined =>
  value?.["Severity"] as JsonObject | null | undefined;
