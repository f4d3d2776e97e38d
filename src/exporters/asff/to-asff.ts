import type { AwsSecurityFinding, FindingProviderFields, Remediation } from "@aws-sdk/client-securityhub";
import type { Finding } from "../../model/finding.ts";
import type { Run, RunRule } from "../../model/results.ts";
import type { RiskLevel } from "../../model/rule.ts";
import { compliance } from "./compliance.ts";
import { sealed } from "./digest.ts";
import { hubOf, productArn } from "./hub-of.ts";
import { productFields } from "./product-fields.ts";
import { asffResource, identifier } from "./resource.ts";
import { fitted, fittedLine } from "./text.ts";

/** How every GeneratorId of ours begins. */
export const GENERATOR = "postern/";

export const generatorId = (ruleId: string): string => identifier(GENERATOR + ruleId);

const LABEL = {
  LOW: "LOW",
  MEDIUM: "MEDIUM",
  HIGH: "HIGH",
  VERY_HIGH: "CRITICAL",
  EXTREME: "CRITICAL",
} as const satisfies Record<RiskLevel, string>;

/** No data is exposed by what we find, so `Effects/Data Exposure` would be wrong. */
const TYPES = ["Software and Configuration Checks/AWS Security Best Practices"];

/**
 * A finding in the AWS Security Finding Format, with nothing of earlier runs in it but `firstSeenAt`; null where it has
 * no account and region (source code).
 *
 * Times are the run's, to the millisecond. Limits: the format's own, counted in code points; at most 240 KB by its makeup.
 */
export const toAsff = (
  finding: Finding,
  rule: RunRule | undefined,
  run: Pick<Run, "now"> & { readonly tool?: Run["tool"] },
  homeRegion: string | null = null,
): AwsSecurityFinding | null => {
  const hub = hubOf(finding, homeRegion);
  if (hub === null) return null;
  const now = toMilliseconds(run.now);
  const firstSeen = toMilliseconds(finding.firstSeenAt);
  const since = firstSeen < now ? firstSeen : now;
  return sealed({
    SchemaVersion: "2018-10-08",
    Id: identifier(finding.id),
    ProductArn: productArn(hub),
    ProductName: "Postern",
    CompanyName: "Postern",
    GeneratorId: generatorId(finding.ruleId),
    AwsAccountId: hub.account,
    CreatedAt: since,
    UpdatedAt: now,
    FirstObservedAt: since,
    LastObservedAt: now,
    Title: fittedLine(finding.title, 256) ?? finding.ruleId,
    Description: description(finding),
    Resources: [asffResource(finding, hub.partition)],
    Compliance: compliance(finding, rule),
    ...remediation(finding, rule),
    ProductFields: productFields(finding, rule, run.tool?.tables),
    FindingProviderFields: providerFields(finding),
    RecordState: "ACTIVE",
  });
};

const toMilliseconds = (time: string): string => new Date(time).toISOString();

/** The message, then why: the explanation as far as it fits. */
const description = ({ message, evidence, status }: Finding): string =>
  fitted([message, ...evidence.map(({ says }) => says)].join("\n"), 1024) ?? status;

const providerFields = ({ status, riskLevel }: Finding): FindingProviderFields => ({
  Severity: { Label: status === "SUCCESS" ? "INFORMATIONAL" : LABEL[riskLevel], Original: riskLevel },
  Types: TYPES,
});

/** What was not read cannot be mended before it is: the rule's own advice would be a guess. */
const LET_IT_BE_READ =
  "Let it be read: `postern doctor` tries each call and prints the statement that allows what was refused; a service control policy may deny it too.";

const remediation = (
  { status }: Finding,
  rule: RunRule | undefined,
): { readonly Remediation?: Remediation } => {
  const advice = status === "NOT_EVALUATED" ? LET_IT_BE_READ : rule?.remediation.summary;
  const text = fitted(advice ?? "", 512);
  const url = link(rule?.url ?? "");
  if (text === null && url === null) return {};
  return {
    Remediation: {
      Recommendation: { ...(text === null ? {} : { Text: text }), ...(url === null ? {} : { Url: url }) },
    },
  };
};

/** A rule's page as a plain web address; a plugin may have written anything. */
const link = (url: string): string | null => {
  if (!URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return (protocol === "https:" || protocol === "http:") && href.length <= 1024 ? href : null;
};
