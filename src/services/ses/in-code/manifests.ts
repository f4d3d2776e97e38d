import type { AnsibleForm, CrossplaneForm, PulumiForm } from "../../../model/kind-in-code.ts";

/** `community.aws.ses_identity_policy`, and what it was called before collections. Source: its documentation. */
export const SES_ANSIBLE: AnsibleForm = {
  mark: "ses_identity_policy",
  module: /^(?:\w+\.\w+\.)?(?:aws_)?ses_identity_policy$/,
  resource: ["identity"],
  name: ["policy_name", "name"],
  policy: ["policy"],
};

/** Manifests of Crossplane, Upbound (ses.aws.upbound.io, ses.aws.m.upbound.io, sesv2…) and Kubeform. */
export const SES_CROSSPLANE: CrossplaneForm = {
  mark: "IdentityPolicy",
  kind: /^(?:Ses|Sesv2|SESv2)?(?:Email)?IdentityPolicy$/,
  apiVersion: /\bsesv?2?\./,
  resource: ["identity", "emailIdentity"],
  references: ["identityRef", "emailIdentityRef"],
  name: ["policyName", "name"],
  policy: ["policy"],
  declared: /^(?:Domain|Email)Identity$/,
  declaredName: ["domain", "email", "emailIdentity"],
};

/** Types of Pulumi YAML, in their short and their long form. */
export const SES_PULUMI: PulumiForm = {
  mark: "aws:ses",
  policyType: /^aws:ses(?:v2)?[:/](?:(?:i|emailI)dentityPolicy:)?(?:Email)?IdentityPolicy$/,
  resource: ["identity", "emailIdentity"],
  name: ["name", "policyName"],
  policy: ["policy"],
  declared: [
    [/^aws:ses[:/](?:domainIdentity:)?DomainIdentity$/, "domain"],
    [/^aws:ses[:/](?:emailIdentity:)?EmailIdentity$/, "email"],
    [/^aws:sesv2[:/](?:emailIdentity:)?EmailIdentity$/, "emailIdentity"],
  ],
};
