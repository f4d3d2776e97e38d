import type { RuleMeta } from "../../model/rule.ts";
import { SES_IDENTITY } from "../../services/ses/identity.ts";
import { accessMappings } from "../access-mappings.ts";
import { pageOf } from "../pages.ts";
import { fixStep } from "../fix-step.ts";

/** Everything about SES-003 but its judgement. */
export const meta: RuleMeta = {
  id: "SES-003",
  version: "1.0.0",
  title: "Exposed SES Identities",
  failureTitle: "Strangers can send mail as an SES identity",
  headline: "SES identities can be used by strangers to send mail",
  name: "ExposedSesIdentities",
  description:
    "An Amazon SES identity must not let strangers send mail as its domain or address. It is exposed when its " +
    "sending authorization policies, taken together, allow a sending action to a principal that is neither the " +
    "owner nor anyone the policies name, and nothing in them takes the permission away again.",
  rationale:
    "Whoever may send through an identity sends with the owner's good name: the mail carries the owner's DKIM " +
    'signature and passes DMARC. A statement with the principal "*" gives that to every AWS account there is, ' +
    "since the other half of cross-account access, a permission in the sender's own account, is one that the sender " +
    "grants to himself. A condition helps only where the sender cannot choose the key's value. Conditions on the " +
    "From address, on recipients, on tags or on the user agent do not keep anyone out.",
  provider: "aws",
  service: "ses",
  resourceKind: SES_IDENTITY,
  categories: ["security"],
  riskLevel: "HIGH",
  compliance: [
    {
      standard: "GDPR",
      clause: "Art. 32",
      strength: "supporting",
      why: "Keeping strangers from sending as the organisation is one of the measures against unauthorised use; no stored data is exposed by it.",
      source: "own reading; Conformity names the standard for this rule and no clause",
    },
    {
      standard: "APRA",
      clause: "21",
      strength: "supporting",
      why: "Limits who may use an information asset, one of the controls that the paragraph asks for.",
      source: "own reading; Conformity names the standard for this rule and no clause",
    },
    {
      standard: "MAS",
      clause: "9.1.1",
      strength: "supporting",
      why: "A grant to everyone is not the least privilege that the section asks for.",
      source: "own reading; Conformity names the standard for this rule and no clause",
    },
    {
      standard: "NIST4",
      clause: "AC-3",
      strength: "supporting",
      why: "The sending policy is what enforces who may send as the identity.",
      source: "own reading; Prowler maps public SNS and SQS policies to the same control",
    },
    {
      standard: "NIST4",
      clause: "AC-6",
      strength: "supporting",
      why: "A grant to everyone allows more than any task needs.",
      source: "own reading; Prowler maps public SNS and SQS policies to the same control",
    },
    {
      standard: "AWAF",
      clause: "SEC03-BP07",
      strength: "primary",
      why: "The practice asks to find and analyse access from the public and from other accounts; this rule does it for SES identities.",
      source:
        "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_permissions_analyze_cross_account.html",
    },
    ...accessMappings("supporting"),
  ],
  cwe: ["CWE-732", "CWE-284"],
  audit: {
    console: [
      { text: "Open the Amazon SES console in the Region of the identities and choose Identities." },
      { text: "Open an identity and choose the Authorization tab; each policy listed there counts." },
      {
        text:
          'View each policy. Look for an Allow whose Principal is "*" or {"AWS": "*"}, also inside a list, or that ' +
          "uses NotPrincipal, and whose Action covers a sending action such as ses:SendEmail or ses:SendRawEmail.",
      },
      {
        text:
          "Read its Condition. It keeps strangers out only where it fixes something that they cannot choose, such as " +
          "aws:PrincipalOrgID, aws:PrincipalAccount or a narrow aws:SourceIp, and fails where the key is missing.",
      },
      { text: "Repeat this for every identity and in every Region that is enabled." },
    ],
    cli: [
      {
        text: "List the identities of a Region.",
        code: "aws ses list-identities --region us-east-1",
        language: "sh",
      },
      {
        text: "List the names of an identity's policies.",
        code: "aws ses list-identity-policies --region us-east-1 --identity example.com",
        language: "sh",
      },
      {
        text: "Print them, and let Postern judge what is printed.",
        code: "aws ses get-identity-policies --region us-east-1 --identity example.com --policy-names Policy-1 > policies.json\npostern analyze policies.json",
        language: "sh",
      },
    ],
  },
  remediation: {
    summary:
      "Name the senders in Principal (an account or a role ARN), or keep the wildcard and require aws:PrincipalOrgID " +
      "or aws:PrincipalAccount. Use aws:SourceAccount only for a grant to an AWS service: a direct caller never " +
      "carries that key, so it would lock senders out, and with IfExists it would let everyone in.",
    console: [
      { text: "Open the identity in the Amazon SES console and choose the Authorization tab." },
      { text: "Edit the policy that the finding names." },
      {
        text:
          "Senders that you can name: replace the wildcard in Principal by their account ids or role ARNs. This is " +
          "the best choice where there are few.",
      },
      {
        text:
          'Senders all over your organisation: keep the wildcard and add the condition "StringEquals": ' +
          '{"aws:PrincipalOrgID": "o-…"}. One account: "StringEquals": {"aws:PrincipalAccount": "111122223333"}.',
      },
      {
        text:
          "An AWS service that sends for you: name it in Principal as a Service, and add " +
          '"StringEquals": {"aws:SourceAccount": "111122223333"}. Only requests that a service makes carry ' +
          "aws:SourceAccount; on a grant to accounts, users or roles it matches nobody.",
      },
      { text: "Save, and send a test message from each sender that has to keep working." },
    ],
    cli: [
      fixStep(" --to-account 444455556666"),
      {
        text: "Or write the narrower policy to a file, with the senders named.",
        code: JSON.stringify(
          {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: "arn:aws:iam::444455556666:root" },
                Action: ["ses:SendEmail", "ses:SendRawEmail"],
                Resource: "arn:aws:ses:us-east-1:111122223333:identity/example.com",
              },
            ],
          },
          null,
          2,
        ),
        language: "json",
      },
      {
        text: "Put it in the place of the open one: the same policy name overwrites it.",
        code: "aws ses put-identity-policy --region us-east-1 --identity example.com --policy-name Policy-1 --policy file://policy.json",
        language: "sh",
      },
      {
        text: "Or delete the policy where nobody else has to send.",
        code: "aws ses delete-identity-policy --region us-east-1 --identity example.com --policy-name Policy-1",
        language: "sh",
      },
    ],
    iac: [
      {
        text: "Terraform: name the organisation in a condition, or the senders in principals.",
        code: `data "aws_iam_policy_document" "senders" {
  statement {
    actions   = ["ses:SendEmail", "ses:SendRawEmail"]
    resources = [aws_ses_domain_identity.example.arn]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-a1b2c3d4e5"]
    }
  }
}

resource "aws_ses_identity_policy" "senders" {
  identity = aws_ses_domain_identity.example.arn
  name     = "senders"
  policy   = data.aws_iam_policy_document.senders.json
}`,
        language: "hcl",
      },
    ],
  },
  references: [
    {
      title: "Amazon SES: using identity authorization",
      url: "https://docs.aws.amazon.com/ses/latest/dg/identity-authorization-policies.html",
    },
    {
      title: "Amazon SES: using sending authorization",
      url: "https://docs.aws.amazon.com/ses/latest/dg/sending-authorization.html",
    },
    {
      title: "IAM: AWS global condition context keys",
      url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    },
    {
      title: "Conformity: Exposed SES Identities",
      url: "https://www.trendmicro.com/cloudoneconformity/knowledge-base/aws/SES/identity-exposed.html",
    },
  ],
  url: pageOf("SES-003"),
  settings: {},
};
