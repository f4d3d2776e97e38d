import type { CommandsForm } from "../../../model/kind-in-code.ts";

/**
 * Commands of the aws command line that write the policy of an SES identity.
 *
 * Source: the references of `aws ses put-identity-policy` and `aws sesv2 create-email-identity-policy`.
 */
export const SES_COMMANDS: CommandsForm = {
  service: /^ses(?:v2)?$/,
  serviceWithin: /\bses(?:v2)?\b/,
  operation: /^(?:put-identity-policy|(?:create|update)-email-identity-policy)$/,
  operationWithin: /\b(?:put-identity-policy|(?:create|update)-email-identity-policy)\b/,
  operations: ["put-identity-policy", "create-email-identity-policy", "update-email-identity-policy"],
  own: [["identity", "email-identity"], ["policy-name"], ["policy"]],
  resource: [
    { option: "email-identity", members: ["EmailIdentity", "Identity"] },
    { option: "identity", members: [] },
  ],
  name: { option: "policy-name", members: ["PolicyName"] },
  policy: { option: "policy", members: ["Policy"] },
};
