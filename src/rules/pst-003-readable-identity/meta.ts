import type { RuleMeta } from "../../model/rule.ts";
import { SES_IDENTITY } from "../../services/ses/identity.ts";
import { accessMappings } from "../access-mappings.ts";
import { pageOf } from "../pages.ts";
import { fixStep } from "../fix-step.ts";

/** Everything about PST-003 but its judgement. */
export const meta: RuleMeta = {
  id: "PST-003",
  version: "1.0.0",
  title: "SES Identity Data That Strangers Can Read",
  failureTitle: "Strangers can read data of an SES identity",
  headline: "SES identities can have their data read by strangers",
  name: "ReadableIdentity",
  description:
    "No stranger may read the data of an Amazon SES identity. The rule fails an identity whose policies allow anyone " +
    "with an AWS account an action that shows its settings, policies, tags, certificates, tenants, recommendations, " +
    "metrics, deliverability reports or exports.",
  rationale:
    "The settings and policies of an identity tell an attacker who may send, through which accounts and services, and " +
    "what protects the mail. Metrics and recommendations tell how much is sent and how well it arrives; an export of " +
    "messages can hold recipients and subjects. A wildcard action such as ses:*, ses:Get* or NotAction gives this away, " +
    "mostly without anyone having meant it. AWS describes these actions for principals of the owner's account and does " +
    "not say that Amazon SES refuses other accounts; the policy allows them, and that is what the rule judges. The " +
    "operations of the v1 API, such as ses:GetIdentityPolicies, do not count: SES takes them only from the owner.",
  provider: "aws",
  service: "ses",
  resourceKind: SES_IDENTITY,
  categories: ["security"],
  riskLevel: "MEDIUM",
  compliance: [
    {
      standard: "GDPR",
      clause: "Art. 32",
      strength: "supporting",
      why: "An export of messages can hold addresses of recipients; keeping strangers from it protects personal data.",
      source: "own reading",
    },
    {
      standard: "NIST4",
      clause: "AC-3",
      strength: "supporting",
      why: "The identity's policy is one of the places that enforce who may read its data.",
      source: "own reading",
    },
    {
      standard: "NIST4",
      clause: "AC-6",
      strength: "supporting",
      why: "Nobody outside needs to read the settings or the metrics of an identity.",
      source: "own reading",
    },
    {
      standard: "AWAF",
      clause: "SEC03-BP07",
      strength: "supporting",
      why: "Finds a form of public access that the practice asks to look for.",
      source: "own reading",
    },
    ...accessMappings("supporting"),
  ],
  cwe: ["CWE-732", "CWE-200"],
  audit: {
    console: [
      { text: "Open the Amazon SES console in the Region of the identities and choose Identities." },
      { text: "Open an identity and choose the Authorization tab." },
      {
        text:
          "View each policy. Look for an Allow to everyone whose Action covers ses:GetEmailIdentity, " +
          "ses:GetEmailIdentityPolicies, ses:BatchGetMetricData, ses:CreateExportJob, ses:ListRecommendations or the " +
          "like, also through ses:*, ses:Get* or NotAction.",
      },
    ],
    cli: [
      {
        text: "Print an identity's policies and let Postern judge them.",
        code: "aws ses get-identity-policies --region us-east-1 --identity example.com --policy-names Policy-1 > policies.json\npostern analyze policies.json",
        language: "sh",
      },
    ],
  },
  remediation: {
    summary:
      "Remove the reading actions from the statement: name the sending actions one by one in place of ses:*, ses:Get* or " +
      "NotAction. Principals of the owner's account get such rights from their own IAM policies.",
    console: [
      { text: "Open the identity in the Amazon SES console and choose the Authorization tab." },
      { text: "Edit the policy that the finding names and list only sending actions in Action." },
    ],
    cli: [
      fixStep(),
      {
        text: "Put the narrower policy in its place.",
        code: "aws ses put-identity-policy --region us-east-1 --identity example.com --policy-name Policy-1 --policy file://policy.json",
        language: "sh",
      },
    ],
    iac: [
      {
        text: "Terraform: name the actions.",
        code: `statement {
  actions = ["ses:SendEmail", "ses:SendRawEmail"]
}`,
        language: "hcl",
      },
    ],
  },
  references: [
    {
      title: "Amazon SES: policy anatomy, the actions of an identity's policy",
      url: "https://docs.aws.amazon.com/ses/latest/dg/policy-anatomy.html",
    },
    {
      title: "Service Authorization Reference: Amazon SES",
      url: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html",
    },
  ],
  url: pageOf("PST-003"),
  settings: {},
};
