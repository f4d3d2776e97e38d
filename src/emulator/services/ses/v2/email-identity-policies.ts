import { textAt, type JsonObject } from "../../../protocol/json.ts";
import { refusal } from "../../../protocol/refusal.ts";
import type { JsonOperation } from "../../../protocol/rest-json.ts";
import type { Context } from "../../../protocol/service.ts";
import type { Identity } from "../../../world.ts";
import { storePolicy, wrongPolicyName } from "../policies.ts";
import { identityOf } from "./identity.ts";

/** Codes: API references of CreateEmailIdentityPolicy and UpdateEmailIdentityPolicy. */
const store = (input: JsonObject, identity: Identity, context: Context): void => {
  const name = textAt(input, "PolicyName");
  const wrong = wrongPolicyName(name);
  if (wrong !== null) throw refusal("BadRequestException", wrong);
  storePolicy(identity, [name, textAt(input, "Policy")], context, (fault, message) =>
    refusal(fault === "invalid" ? "BadRequestException" : "LimitExceededException", message),
  );
};

const named = (input: JsonObject, context: Context): readonly [Identity, policyName: string] => [
  identityOf(textAt(input, "EmailIdentity"), context),
  textAt(input, "PolicyName"),
];

export const createEmailIdentityPolicy: JsonOperation = (input, context) => {
  const [identity, policyName] = named(input, context);
  if (identity.policies.has(policyName))
    throw refusal("AlreadyExistsException", `Policy ${policyName} already exists.`);
  store(input, identity, context);
  return {};
};

export const updateEmailIdentityPolicy: JsonOperation = (input, context) => {
  const [identity, policyName] = named(input, context);
  if (!identity.policies.has(policyName))
    throw refusal("NotFoundException", `Policy ${policyName} does not exist.`, 404);
  store(input, identity, context);
  return {};
};

/** Deleting a policy that is not there is a success (API reference of DeleteEmailIdentityPolicy). */
export const deleteEmailIdentityPolicy: JsonOperation = (input, context) => {
  const [identity, policyName] = named(input, context);
  identity.policies.delete(policyName);
  return {};
};
