import type { AwsSecurityFinding, FindingProviderFields, Remediation } from "@aws-sdk/client-securityhub";
import { isAboutScope, type Finding } from "../../model/finding.ts";
import type { Run, RunRule } from "../../model/results.ts";
import type { RiskLevel } from "../../model/rule.ts";
import { findingTitle } from "../finding-title.ts";
import { COVERAGE, forEveryRule } from "../first-of-scope.ts";
import { compliance } from "./compliance.ts";
import { sealed } from "./digest.ts";
import { hubOf, productArn } from "./hub-of.ts";
import type { ProvidedFinding } from "./members.ts";
import { productFields } from "./product-fields.ts";
import { asffResource, identifier } from "./resource.ts";
import { fitted, fittedLine } from "./text.ts";

/** How every GeneratorId of ours begins. */
export const GENERATOR = "postern/";

export const generatorId = (ruleId: string): string => identifier(GENERATOR + ruleId);

export const COVERAGE_GENERATOR: string = generatorId(COVERAGE);

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
 * A finding for Security Hub, in the AWS Security Finding Format, of the members that members.ts lists; fields of our own are in
 * product-fields.ts. Those of all rules about one scope that was not read are one, with one Id.
 * It has nothing of earlier runs in it but `firstSeenAt`; null where it has no account and region (source code).
 *
 * Times are the run's, to the millisecond. Limits: the format's own, counted in code points; at most 240 KB by its makeup.
 */
export const toAsff = (
  given: Finding,
  ofRun: RunRule | undefined,
  run: Pick<Run, "now"> & { readonly tool?: Run["tool"] },
  homeRegion: string | null = null,
): AwsSecurityFinding | null => {
  const [finding, rule] = isAboutScope(given.resource) ? [forEveryRule(given), undefined] : [given, ofRun];
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
    Title: fittedLine(findingTitle(finding, rule), 256) ?? finding.ruleId,
    Description: description(finding),
    Resources: [asffResource(finding, hub.partition)],
    Compliance: compliance(finding, rule),
    ...remediation(finding, rule),
    ProductFields: productFields(finding, rule, run.tool?.tables),
    FindingProviderFields: providerFields(finding),
    RecordState: "ACTIVE",
  } satisfies ProvidedFinding);
};

const toMilliseconds = (time: string): string => new Date(time).toISOString();

/** The message, then why: the explanation as far as it fits. */
const description = ({ message, evidence, status }: Finding): string =>
  fitted([message, ...evidence.map(({ says }) => says)].join("\n"), 1024) ?? status;

/** Only a failure alarms: what was not read or not decided may be nothing. */
const providerFields = ({ status, riskLevel }: Finding): FindingProviderFields => ({
  Severity:
    status === "FAILURE"
      ? { Label: LABEL[riskLevel], Original: riskLevel }
      : { Label: status === "SUCCESS" ? "INFORMATIONAL" : "LOW", Original: status },
  Types: TYPES,
});

/** What to do about what was not read or not decided; the rule's own advice would be a guess there. */
const ADVICE = {
  refused:
    "Allow Postern to read it: `postern doctor` tries each call and prints the statement that allows what was refused; a service control policy may deny it too.",
  unread:
    "Scan again; the description says which call got no usable answer. Where it fails again, `postern doctor` tries each call by itself.",
  invalid:
    "Correct the policy: it is not one that IAM can read, so nobody can tell what it allows. The description says where it is wrong.",
  undecided:
    "Look at the statement that the description names: what it asks for cannot be decided from the policy alone. Write it more plainly, or accept the finding with `postern except add` once a person has checked it.",
} as const;

const adviceFor = ({ status, unread, data }: Finding, rule: RunRule | undefined): string | undefined => {
  if (status === "NOT_EVALUATED")
    return /denied|unauthori[sz]ed|forbidden|auth/i.test(unread?.code ?? "") ? ADVICE.refused : ADVICE.unread;
  if (status === "NEEDS_REVIEW") return data["exposure"] === "invalid" ? ADVICE.invalid : ADVICE.undecided;
  return rule?.remediation.summary;
};

const remediation = (finding: Finding, rule: RunRule | undefined): { readonly Remediation?: Remediation } => {
  const advice = adviceFor(finding, rule);
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
