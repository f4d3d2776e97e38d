import type { ProgramsForm } from "../../../model/kind-in-code.ts";

/** How programs write the policy of an SES identity: with the SDKs, Pulumi, SST, Alchemy and the CDKs. */
export const SES_PROGRAMS: ProgramsForm = {
  // Resources of Pulumi, SST, Alchemy and the CDK for Terraform.
  resource: /^(?:Ses|Sesv2|SESv2)?(?:Email)?IdentityPolicy$/,
  // Operations of the SDKs, and the commands of the third for JavaScript.
  operation: /^(?:put_?identity_?policy|(?:create|update)_?email_?identity_?policy)(?:Command)?$/i,
  operations: [
    "put_identity_policy",
    "create_email_identity_policy",
    "update_email_identity_policy",
    "putIdentityPolicy",
    "createEmailIdentityPolicy",
    "updateEmailIdentityPolicy",
  ],
  head: /identity_?policy(?:Command)?$/i,
  action: /["']?action["']?\s*:\s*["'`](?:ses:)?\w*identity_?policy/i,
  own: [/^(?:Email)?Identity$/, /^PolicyName$/, /^Policy$/],
  ownWithin: /\bPolicyName\b/,
  serviceWithin: /\bses(?:v2)?\b/i,
  // `boto3.client("ses")` by its argument, `new SESv2Client()` by its name.
  service: /^ses(?:v2)?$/,
  client: /^SES(?:[Vv]2)?(?:Client)?$/,
  clientName: /(?:^|[._])ses(?:v2)?(?:_?client)?$/i,
  parameters: {
    resource: ["identity", "emailIdentity", "email_identity", "Identity", "EmailIdentity"],
    policy: ["policy", "Policy"],
    name: ["policyName", "policy_name", "PolicyName", "name"],
  },
  declared: {
    DomainIdentity: ["domain"],
    SesDomainIdentity: ["domain"],
    EmailIdentity: ["email", "emailIdentity", "email_identity", "identity"],
    SesEmailIdentity: ["email"],
    Sesv2EmailIdentity: ["emailIdentity", "email_identity"],
    CfnEmailIdentity: ["emailIdentity", "email_identity"],
    Email: ["sender"],
  },
  attributes: {
    name: [
      "id",
      "domain",
      "email",
      "emailIdentity",
      "email_identity",
      "emailIdentityName",
      "email_identity_name",
      "sender",
    ],
    arn: ["arn", "emailIdentityArn", "email_identity_arn"],
    node: "identity",
  },
  intoPolicy: /polic|statement|principal|identity|^(?:Properties\.)?(?:Create|Update|Parameters)\b|^$/i,
  harmless: /^(?:[Pp]ut|[Cc]reate|[Uu]pdate)_?(?:[Ee]mail_?)?[Ii]dentity_?[Pp]olicy$/,
  constructed: "IdentityPolicy",
  renamed: /\b(?:Email)?IdentityPolicy\s+as\s+(?!\w*IdentityPolicy\b)\w/,
  inherited: /\b(?:Ses|Sesv2|SESv2)?(?:Email)?IdentityPolicy\s*[,)]/,
  mocked: /identity_?policy\s*\.\s*(?:assert\w*|return_value|side_effect|mock\w*|call\w*)$/i,
};
