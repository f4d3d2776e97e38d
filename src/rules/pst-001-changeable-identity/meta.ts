import type { RuleMeta } from "../../model/rule.ts";
import { SES_IDENTITY } from "../../services/ses/identity.ts";
import { accessMappings } from "../access-mappings.ts";
import { pageOf } from "../pages.ts";
import { fixStep } from "../fix-step.ts";

/** Everything about PST-001 but its judgement. */
export const meta: RuleMeta = {
  id: "PST-001",
  version: "1.0.0",
  title: "SES Identity That Strangers Can Change",
  failureTitle: "Strangers can change an SES identity",
  headline: "SES identities can be changed by strangers",
  name: "ChangeableIdentity",
  description:
    "No stranger may change or delete an Amazon SES identity, or decide who may use it. The rule fails an identity " +
    "whose policies allow anyone with an AWS account an action that changes its policies, DKIM keys, MAIL FROM " +
    "domain, configuration set, feedback, certificates, tenants or tags, or that deletes it. It asks for a review where " +
    "they allow strangers an action of Amazon SES that Postern does not know.",
  rationale:
    "Whoever can write the policy of an identity can give himself the right to send, take it from others, or remove a " +
    "Deny that kept strangers out. Whoever can change its DKIM keys or its MAIL FROM domain can make the owner's mail " +
    "fail authentication or stop it; whoever can delete the identity stops it too. A wildcard action such " +
    "as ses:* gives all this away together with sending. AWS describes these actions for principals of the owner's " +
    "account and does not say that Amazon SES refuses other accounts; the policy allows them, and that is what the " +
    "rule judges. The operations of the v1 API, such as ses:PutIdentityPolicy, do not count: SES takes them only from " +
    "the identity's owner.",
  provider: "aws",
  service: "ses",
  resourceKind: SES_IDENTITY,
  categories: ["security"],
  riskLevel: "VERY_HIGH",
  compliance: [
    {
      standard: "NIST4",
      clause: "AC-3",
      strength: "supporting",
      why: "The identity's policy is what enforces access; a stranger who can change it escapes the enforcement.",
      source: "own reading",
    },
    {
      standard: "NIST4",
      clause: "AC-6",
      strength: "supporting",
      why: "Nobody outside needs to change an identity or its policies.",
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
  cwe: ["CWE-732", "CWE-269"],
  audit: {
    console: [
      { text: "Open the Amazon SES console in the Region of the identities and choose Identities." },
      { text: "Open an identity and choose the Authorization tab." },
      {
        text:
          "View each policy. Look for an Allow to everyone whose Action covers ses:CreateEmailIdentityPolicy, " +
          "ses:UpdateEmailIdentityPolicy, ses:DeleteEmailIdentity, ses:PutEmailIdentityDkimSigningAttributes, " +
          "ses:TagResource or the like, also through ses:* or NotAction.",
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
      "Remove the actions that change the identity from the statement: name the sending actions one by one in place of " +
      "ses:* or NotAction. Principals of the owner's account get such rights from their own IAM policies.",
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
      {
        text: "Look who changed the identity while it was open; repeat it for each action that the finding names.",
        code: "aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=EventName,AttributeValue=UpdateEmailIdentityPolicy",
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
      title: "Amazon SES: identity authorization policies",
      url: "https://docs.aws.amazon.com/ses/latest/dg/identity-authorization-policies.html",
    },
    {
      title: "Service Authorization Reference: Amazon SES",
      url: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html",
    },
  ],
  url: pageOf("PST-001"),
  settings: {},
};
