import type { CloudFormationForm, KindInCode, TerraformForm } from "../../../model/kind-in-code.ts";
import { typeOf } from "../identity.ts";
import { SES_COMMANDS } from "./commands.ts";
import { SES_ANSIBLE, SES_CROSSPLANE, SES_PULUMI } from "./manifests.ts";
import { SES_PROGRAMS } from "./programs.ts";
import { SES_WRITERS } from "./writer-names.ts";

const TERRAFORM: TerraformForm = {
  mark: /aws_ses|identity-policy|ses\w{0,40}identity_?policy/,
  writes: /dentity[-_]?[Pp]olic/,
  types: {
    aws_ses_domain_identity: { name: "domain" },
    aws_ses_email_identity: { name: "email" },
    aws_sesv2_email_identity: { name: "email_identity", tags: "tags" },
  },
  policyTypes: {
    aws_ses_identity_policy: { resource: "identity", name: "name" },
    aws_sesv2_email_identity_policy: { resource: "email_identity", name: "policy_name" },
  },
  naming: { aws_ses_domain_identity_verification: { name: "domain" } },
  ownTypes: /^aws_sesv?2?_/,
  likely: /^\w*ses\w*identity_?policy$/,
};

/** Those of AWS::SES::EmailIdentity. Source: the CloudFormation template reference of 2025-12. */
const PROPERTIES = [
  "ConfigurationSetAttributes",
  "DkimAttributes",
  "DkimSigningAttributes",
  "EmailIdentity",
  "FeedbackAttributes",
  "MailFromAttributes",
  "Tags",
];

/** There is no type for the policy of an identity: custom resources write it. */
const CLOUDFORMATION: CloudFormationForm = {
  types: { "AWS::SES::EmailIdentity": { name: "EmailIdentity", properties: PROPERTIES, tags: "Tags" } },
  writes: /IdentityPolic|AWS::SES::EmailIdentity/i,
  inText: /AWS::SES::|Custom::\w{0,60}IdentityPolicy/,
  inProgram: /\bCustom::\w{0,60}IdentityPolicy|AWS::SES::EmailIdentity\b/,
  custom: {
    // "SES" or "Ses" as a word: not that of a session or of an address.
    type: /IdentityPolicy|identityPolicy|(?:SES|Ses(?![a-z]))\w{0,40}Polic/,
    resource: ["Identity", "EmailIdentity", "identity", "emailIdentity"],
    policy: ["Policy", "PolicyDocument", "policy", "policyDocument"],
    name: ["PolicyName", "policyName", "Name", "name"],
    likely: /^(?:(?:ses)?identity(?:name|arn)?|(?:email)?domain(?:name)?|email(?:address)?)$/i,
    region: /^(?:aws|ses|identity)?_?region(?:name)?$/i,
  },
};

/** How an SES identity and its policies stand in source code. */
export const SES_IN_CODE: KindInCode = {
  words: {
    service: "SES",
    one: "SES identity",
    a: "an SES identity",
    many: "SES identities",
    short: "identity",
    aShort: "an identity",
    policy: "a sending authorization policy, or the output of `aws ses get-identity-policies`",
    output: "the output of `aws ses get-identity-policies`",
    longest: "SES takes 4 KB",
  },
  arn: { service: "ses", before: "identity/" },
  ofName: (name) => ({ type: typeOf(name) }),
  mark: /\bses:|aws_ses|AWS::SES|Custom::\w{0,40}ses\w{0,40}polic|Identity[_-]?Polic|email\/identities\/|\\u00/i,
  // An action, a type of resource, or `ses` as a word of a name.
  speaksOf: /(?:^|[^a-z])ses(?:v2)?(?![a-z])|amazonses|identity_?polic/i,
  writers: SES_WRITERS,
  terraform: TERRAFORM,
  cloudFormation: CLOUDFORMATION,
  policyFiles: {
    lists: ["Identities", "EmailIdentities", "PolicyNames"],
    inText: /\bses:[A-Za-z*]|:identity\//,
  },
  commands: SES_COMMANDS,
  programs: SES_PROGRAMS,
  ansible: SES_ANSIBLE,
  crossplane: SES_CROSSPLANE,
  pulumi: SES_PULUMI,
};
