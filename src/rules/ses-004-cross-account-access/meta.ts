import type { RuleMeta } from "../../model/rule.ts";
import { SES_IDENTITY } from "../../services/ses/identity.ts";
import { accessMappings } from "../access-mappings.ts";
import { pageOf } from "../pages.ts";
import { fixStep } from "../fix-step.ts";

/** Everything about SES-004 but its judgement. */
export const meta: RuleMeta = {
  id: "SES-004",
  version: "1.0.0",
  title: "Identify Cross-Account Access",
  failureTitle: "Another account can send mail as an SES identity",
  headline: "SES identities can be used to send mail by accounts that nobody named as friendly",
  name: "IdentifyCrossAccountAccess",
  description:
    "Only friendly accounts and organisations should be able to send mail as an Amazon SES identity. The rule fails an " +
    "identity whose policies let any other account, principal or organisation send; friends are named in the rule's " +
    "settings or in the configuration's trust.",
  rationale:
    "An account that may send as an identity uses the owner's name, reputation and DKIM signature. Grants to partners, " +
    "agencies and former business units outlive the reason for which they were given. Naming the friendly accounts " +
    "once turns every other grant into a finding, also one that somebody adds tomorrow.",
  provider: "aws",
  service: "ses",
  resourceKind: SES_IDENTITY,
  categories: ["security"],
  riskLevel: "HIGH",
  compliance: [
    {
      standard: "APRA",
      clause: "21",
      strength: "supporting",
      why: "Limits the use of an information asset to parties that were approved.",
      source: "own reading; Conformity names the standard for this rule and no clause",
    },
    {
      standard: "MAS",
      clause: "3.4",
      strength: "context",
      why: "Shows which third parties can act in the organisation's name, where the section asks to manage their services.",
      source: "own reading; Conformity names the standard for this rule and no clause",
    },
    {
      standard: "MAS",
      clause: "9.1.1",
      strength: "supporting",
      why: "A grant to an account that nobody vouches for is not least privilege.",
      source: "own reading; Conformity names the standard for this rule and no clause",
    },
    {
      standard: "NIST4",
      clause: "AC-3",
      strength: "supporting",
      why: "Compares what the policy enforces with the accounts that were approved.",
      source: "own reading; Conformity names the standard for this rule and no control",
    },
    {
      standard: "NIST4",
      clause: "AC-6",
      strength: "supporting",
      why: "Finds senders that are not needed.",
      source: "own reading; Conformity names the standard for this rule and no control",
    },
    {
      standard: "AWAF",
      clause: "SEC03-BP07",
      strength: "primary",
      why: "The practice asks to find and review access from other accounts; this rule does it for SES identities.",
      source:
        "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_permissions_analyze_cross_account.html",
    },
    {
      standard: "AWAF",
      clause: "SEC03-BP09",
      strength: "supporting",
      why: "Lists third parties that a resource is shared with and that were not named.",
      source: "own reading",
    },
    ...accessMappings("context"),
  ],
  cwe: ["CWE-284"],
  audit: {
    console: [
      { text: "Open the Amazon SES console in the Region of the identities and choose Identities." },
      { text: "Open an identity and choose the Authorization tab." },
      {
        text:
          "View each policy and compare the accounts in Principal, and those in conditions on aws:PrincipalAccount, " +
          "aws:PrincipalArn and aws:PrincipalOrgID, with your list of friendly accounts and organisations.",
      },
    ],
    cli: [
      {
        text: "List the names of an identity's policies.",
        code: "aws ses list-identity-policies --region us-east-1 --identity example.com",
        language: "sh",
      },
      {
        text: "Print them, and let Postern compare them with the accounts that you trust.",
        code: "aws ses get-identity-policies --region us-east-1 --identity example.com --policy-names Policy-1 > policies.json\npostern analyze policies.json --trusted-account 444455556666",
        language: "sh",
      },
    ],
  },
  remediation: {
    summary:
      "Remove the account from the policy, or, where it should be able to send, name it as friendly: " +
      "rules.SES-004.settings.friendlyAccounts (or friendlyOrganizations) in postern.config.yaml.",
    console: [
      { text: "Open the identity in the Amazon SES console and choose the Authorization tab." },
      { text: "Edit the policy that the finding names and remove the principal, or delete the policy." },
    ],
    cli: [
      fixStep(),
      {
        text: "Put the policy back without the account; the same policy name overwrites it.",
        code: "aws ses put-identity-policy --region us-east-1 --identity example.com --policy-name Policy-1 --policy file://policy.json",
        language: "sh",
      },
    ],
    iac: [
      {
        text: "Terraform: keep the friendly accounts in one place and grant to nobody else.",
        code: `data "aws_iam_policy_document" "senders" {
  statement {
    actions   = ["ses:SendEmail", "ses:SendRawEmail"]
    resources = [aws_ses_domain_identity.example.arn]

    principals {
      type        = "AWS"
      identifiers = var.friendly_accounts
    }
  }
}`,
        language: "hcl",
      },
    ],
  },
  references: [
    {
      title: "Amazon SES: identity authorization policies",
      url: "https://docs.aws.amazon.com/ses/latest/dg/identity-authorization-policies.html",
    },
    {
      title: "Conformity: Identify Cross-Account Access",
      url: "https://www.trendmicro.com/cloudoneconformity/knowledge-base/aws/SES/identity-cross-account-access.html",
    },
  ],
  url: pageOf("SES-004"),
  settings: {
    friendlyAccounts: {
      type: "accounts",
      default: [],
      description: "Ids of accounts that may send, besides those of the configuration's trust.",
    },
    friendlyOrganizations: {
      type: "organizations",
      default: [],
      description:
        "Ids of organisations whose accounts may send, besides those of the configuration's trust.",
    },
  },
};
