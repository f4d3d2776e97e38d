import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import type { ErrorObject } from "ajv";
import { toAsff } from "../../src/exporters/asff/finding.ts";
import type { Finding } from "../../src/model/finding.ts";
import { limitProblems } from "./asff-limits.ts";
import { sdkValidator, serviceModelValidator } from "./asff-schema.ts";
import { aRule, NOW } from "./findings.ts";

const bySdk = sdkValidator();
const byModel = serviceModelValidator();

/** What is wrong with a finding by the SDK's model, by AWS's service model where it is at hand, and by the prose. */
export const asffProblems = (finding: AwsSecurityFinding): readonly string[] => {
  const document: unknown = JSON.parse(JSON.stringify(finding));
  return [
    ...limitProblems(finding),
    ...(bySdk(document) ? [] : told("SDK", bySdk.errors)),
    ...(byModel === null || byModel(document) ? [] : told("service model", byModel.errors)),
  ];
};

const told = (who: string, errors: readonly ErrorObject[] | null | undefined): readonly string[] =>
  (errors ?? []).map(({ instancePath, message = "" }) => `${who}: ${instancePath} ${message}`);

/** The finding in ASFF by the usual rule and clock; one that has no place there is a mistake of the test. */
export const converted = (finding: Finding, homeRegion?: string): AwsSecurityFinding => {
  const document = toAsff(finding, aRule(), { now: NOW }, homeRegion);
  if (document === null) throw new Error(`${finding.id} has no place in ASFF`);
  return document;
};
