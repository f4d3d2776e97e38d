import type { Resource } from "../../model/resource.ts";
import { isUnread } from "../../model/fact.ts";
import type { Fixable } from "../fix.ts";
import { SENDING_ACTIONS } from "./actions.ts";
import { SES_IDENTITY, type SesIdentity } from "./identity.ts";
import { identityQuestion, LARGEST_POLICY } from "./question.ts";
import { openWriter } from "./write.ts";

/** How the policies of SES identities are narrowed and written back. */
export const SES_FIX: Fixable = {
  kind: SES_IDENTITY,
  largestPolicy: LARGEST_POLICY,
  writes: ["ses:PutIdentityPolicy", "ses:DeleteIdentityPolicy"],
  reads: ["ses:ListIdentityPolicies", "ses:GetIdentityPolicies", "ses:GetIdentityVerificationAttributes"],
  withPolicies: (record, policies) => ({ ...record, policies }),
  question: (resource, context) => {
    if (!isIdentity(resource)) throw new TypeError(`${resource.id} is not an SES identity`);
    const { policies } = resource;
    return identityQuestion(
      { ...resource, policies: policies === undefined || isUnread(policies) ? [] : policies },
      SENDING_ACTIONS,
      context,
    );
  },
  command: (region, name, policy, file) =>
    file === null
      ? `aws ses delete-identity-policy --region ${region} --identity ${word(name)} --policy-name ${word(policy)}`
      : `aws ses put-identity-policy --region ${region} --identity ${word(name)} --policy-name ${word(policy)} --policy file://${word(file)}`,
  open: openWriter,
};

const isIdentity = (resource: Resource): resource is SesIdentity => resource.kind === SES_IDENTITY;

/** One word for a POSIX shell, whatever is in it. */
const word = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
