/**
 * The names by which the forms of code call an SES identity and its policies: resources, operations, types, modules. The
 * readers in sources/ know the forms, and take every name from here.
 */

/** Resources of Pulumi, SST, Alchemy and the CDK for Terraform. */
export const PROGRAM_RESOURCE: RegExp = /^(?:Ses|Sesv2|SESv2)?(?:Email)?IdentityPolicy$/;

/** Operations of the SDKs, and the commands of the third for JavaScript. */
export const SDK_OPERATION: RegExp =
  /^(?:put_?identity_?policy|(?:create|update)_?email_?identity_?policy)(?:Command)?$/i;

/** The operations by their names in full, as Python and JavaScript write them. */
export const SDK_OPERATIONS: readonly string[] = [
  "put_identity_policy",
  "create_email_identity_policy",
  "update_email_identity_policy",
  "putIdentityPolicy",
  "createEmailIdentityPolicy",
  "updateEmailIdentityPolicy",
];

/** Parameters that no other operation of AWS takes together: a call with all three writes the policy, whatever it is called. */
export const OWN_PARAMETERS: readonly RegExp[] = [/^(?:Email)?Identity$/, /^PolicyName$/, /^Policy$/];

/** What makes a client of SES: `boto3.client("ses")` by its argument, `new SESv2Client()` by its name. */
export const SES_SERVICE: RegExp = /^ses(?:v2)?$/;
export const SES_CLIENT: RegExp = /^SES(?:[Vv]2)?(?:Client)?$/;

/** What such a call or resource gives, by the names that the languages use; the first that is there holds. */
export const PARAMETERS = {
  identity: ["identity", "emailIdentity", "email_identity", "Identity", "EmailIdentity"],
  policy: ["policy", "Policy"],
  name: ["policyName", "policy_name", "PolicyName", "name"],
  region: ["region"],
} as const;

/** Identities by the last name of their constructor, and the parameter that names them. */
export const PROGRAM_IDENTITIES: Readonly<Record<string, readonly string[]>> = {
  DomainIdentity: ["domain"],
  SesDomainIdentity: ["domain"],
  EmailIdentity: ["email", "emailIdentity", "email_identity", "identity"],
  SesEmailIdentity: ["email"],
  Sesv2EmailIdentity: ["emailIdentity", "email_identity"],
  CfnEmailIdentity: ["emailIdentity", "email_identity"],
  Email: ["sender"],
};

/** `community.aws.ses_identity_policy`, and what it was called before collections. */
export const ANSIBLE_MODULE: RegExp = /^(?:\w+\.\w+\.)?(?:aws_)?ses_identity_policy$/;

/** Kinds of Crossplane, Upbound and Kubeform. */
export const MANIFEST_KIND: RegExp = /^(?:Ses|Sesv2|SESv2)?(?:Email)?IdentityPolicy$/;

/** The type of a resource in Pulumi YAML, in its short and its long form. */
export const PULUMI_TYPE: RegExp =
  /^aws:ses(?:v2)?[:/](?:(?:i|emailI)dentityPolicy:)?(?:Email)?IdentityPolicy$/;

/** Types of Pulumi YAML that are an SES identity, and the attribute that names it. */
export const PULUMI_IDENTITIES: readonly (readonly [type: RegExp, attribute: string])[] = [
  [/^aws:ses[:/](?:domainIdentity:)?DomainIdentity$/, "domain"],
  [/^aws:ses[:/](?:emailIdentity:)?EmailIdentity$/, "email"],
  [/^aws:sesv2[:/](?:emailIdentity:)?EmailIdentity$/, "emailIdentity"],
];

/** The type of CloudFormation that is an SES identity, and the property that names it; there is none for its policies. */
export const TEMPLATE_IDENTITY = { type: "AWS::SES::EmailIdentity", name: "EmailIdentity" } as const;

/** What a template says that declares identities or their policies, though in a part that is not known. */
export const TEMPLATE_WRITES: RegExp = /IdentityPolic|AWS::SES::EmailIdentity/i;

/** Properties by which a custom resource names an identity and its policy; the first that is there holds. */
export const CUSTOM_PROPERTIES = {
  identity: ["Identity", "EmailIdentity", "identity", "emailIdentity"],
  policy: ["Policy", "PolicyDocument", "policy", "policyDocument"],
  name: ["PolicyName", "policyName", "Name", "name"],
} as const;

/** What a file of a repository must say somewhere to be of any concern; a file that does not is not parsed. */
export const SES_MARK: RegExp = /\bses:|aws_ses|AWS::SES|Identity[_-]?Polic|email\/identities\/|\\u00/i;

/** Types of Terraform that are a policy of an SES identity, and their attributes. */
export const POLICY_TYPES: Readonly<Record<string, { readonly identity: string; readonly name: string }>> = {
  aws_ses_identity_policy: { identity: "identity", name: "name" },
  aws_sesv2_email_identity_policy: { identity: "email_identity", name: "policy_name" },
};

/** Types of Terraform that are an SES identity, and the attribute that names it. */
export const IDENTITY_TYPES: Readonly<Record<string, string>> = {
  aws_ses_domain_identity: "domain",
  aws_ses_email_identity: "email",
  aws_sesv2_email_identity: "email_identity",
};

/** Operations of the aws command line that write an identity's policy. */
export const COMMAND_OPERATION: RegExp = /^(?:put-identity-policy|(?:create|update)-email-identity-policy)$/;

/** The same by their names in full. */
export const COMMAND_OPERATIONS: readonly string[] = [
  "put-identity-policy",
  "create-email-identity-policy",
  "update-email-identity-policy",
];

/** Options that no other command of AWS takes together: a command with all of them writes the policy. */
export const OWN_OPTIONS: readonly (readonly string[])[] = [
  ["identity", "email-identity"],
  ["policy-name"],
  ["policy"],
];

/** The same anywhere in a text. */
const COMMAND_OPERATION_WITHIN: RegExp =
  /\b(?:put-identity-policy|(?:create|update)-email-identity-policy)\b/;

/** Whether a text can hold such a command, also one whose operation is put together. */
export const mayHoldCommand = (text: string): boolean =>
  COMMAND_OPERATION_WITHIN.test(text) || (/\bses(?:v2)?\b/.test(text) && /--(?:policy|cli-input)/.test(text));
