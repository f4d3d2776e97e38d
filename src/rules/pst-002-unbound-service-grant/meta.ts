import type { RuleMeta } from "../../model/rule.ts";
import { SES_IDENTITY } from "../../services/ses/identity.ts";
import { leastPrivilegeMappings } from "../access-mappings.ts";
import { pageOf } from "../pages.ts";
import { fixStep } from "../fix-step.ts";

/** Everything about PST-002 but its judgement. */
export const meta: RuleMeta = {
  id: "PST-002",
  version: "1.0.0",
  title: "AWS Service May Send Without a Source Condition",
  failureTitle: "An AWS service may send without a source condition",
  headline: "SES identities can be used by an AWS service on behalf of strangers",
  name: "UnboundServiceGrant",
  description:
    "A grant to an AWS service should say for whom the service may act. The rule fails an identity whose policies let a " +
    "service send and do not tie it to a source account, a source ARN or an organisation.",
  rationale:
    "A service principal such as cognito-idp.amazonaws.com is one and the same for all customers of AWS. Where the " +
    "policy does not say on whose behalf it may act, any customer can make the service send as the identity: the " +
    "service is a deputy that cannot tell its masters apart. aws:SourceAccount, aws:SourceArn and aws:SourceOrgID are " +
    "set by AWS in requests that a service makes, and nobody else can set them.",
  provider: "aws",
  service: "ses",
  resourceKind: SES_IDENTITY,
  categories: ["security"],
  riskLevel: "MEDIUM",
  compliance: [
    {
      standard: "NIST4",
      clause: "AC-6",
      strength: "supporting",
      why: "A service that may act for anyone has more than its task needs.",
      source: "own reading",
    },
    {
      standard: "AWAF",
      clause: "SEC03-BP07",
      strength: "context",
      why: "Access by way of a service is one of the roads into an account that the practice is about.",
      source: "own reading",
    },
    ...leastPrivilegeMappings,
  ],
  cwe: ["CWE-441", "CWE-732"],
  audit: {
    console: [
      { text: "Open the Amazon SES console in the Region of the identities and choose Identities." },
      { text: "Open an identity and choose the Authorization tab." },
      {
        text:
          "View each policy. Look for a Service in Principal whose statement has no condition on aws:SourceAccount, " +
          "aws:SourceArn, aws:SourceOrgID or aws:SourceOrgPaths.",
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
      'Add "StringEquals": {"aws:SourceAccount": "<your account>"} to the statement that names the service, or ' +
      "aws:SourceArn with the one resource that uses it. Put the service alone in its statement: for other principals " +
      "the key is never there.",
    console: [
      { text: "Open the identity in the Amazon SES console and choose the Authorization tab." },
      {
        text:
          "Edit the policy that the finding names. Give the service a statement of its own with a condition on " +
          "aws:SourceAccount or aws:SourceArn.",
      },
    ],
    cli: [
      fixStep(),
      {
        text: "A statement for one user pool of one account.",
        code: JSON.stringify(
          {
            Effect: "Allow",
            Principal: { Service: "cognito-idp.amazonaws.com" },
            Action: ["ses:SendEmail", "ses:SendRawEmail"],
            Resource: "arn:aws:ses:us-east-1:111122223333:identity/example.com",
            Condition: {
              StringEquals: { "aws:SourceAccount": "111122223333" },
              ArnLike: { "aws:SourceArn": "arn:aws:cognito-idp:us-east-1:111122223333:userpool/*" },
            },
          },
          null,
          2,
        ),
        language: "json",
      },
      {
        text: "Put the narrower policy in its place.",
        code: "aws ses put-identity-policy --region us-east-1 --identity example.com --policy-name Policy-1 --policy file://policy.json",
        language: "sh",
      },
    ],
    iac: [
      {
        text: "Terraform: the condition, in the service's own statement.",
        code: `condition {
  test     = "StringEquals"
  variable = "aws:SourceAccount"
  values   = [data.aws_caller_identity.current.account_id]
}`,
        language: "hcl",
      },
    ],
  },
  references: [
    {
      title: "IAM: the confused deputy problem",
      url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    },
    {
      title: "IAM: aws:SourceAccount",
      url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceaccount",
    },
  ],
  url: pageOf("PST-002"),
  settings: {},
};
