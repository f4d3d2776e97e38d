import type { Parameters, QueryOperation } from "../../protocol/query.ts";
import { refusal } from "../../protocol/refusal.ts";
import type { Context } from "../../protocol/service.ts";
import { list, map, textElement } from "../../protocol/xml.ts";
import type { Identity } from "../../world.ts";
import { checkPolicy } from "./policy-checks.ts";
import { withoutWhiteSpace } from "./strict-json.ts";
import { boundedList, identityName, required } from "./required.ts";

/** "Sending authorization policy anatomy": policies of one identity, and names in one GetIdentityPolicies. */
const MOST_POLICIES = 20;
const MOST_NAMES = 20;
const LONGEST_NAME = 64;
const POLICY_NAME = /^[A-Za-z0-9_-]+$/;
const INVALID_NAME =
  "PolicyName is invalid. Policy names must only include alpha-numeric characters, dashes, and underscores.";

/** Why a name is none for a policy; null where it is one. */
export const wrongPolicyName = (name: string): string | null =>
  POLICY_NAME.test(name) && name.length <= LONGEST_NAME ? null : INVALID_NAME;

const identityNamed = (parameters: Parameters, context: Context): Identity | undefined =>
  context.region.identities.get(identityName(required(parameters, "Identity"), context));

/** An identity that does not exist has no policies; that is no error. */
export const listIdentityPolicies: QueryOperation = (parameters, context) => [
  list("PolicyNames", [...(identityNamed(parameters, context)?.policies.keys() ?? [])].sort()),
];

/** Names that do not exist are left out. */
export const getIdentityPolicies: QueryOperation = (parameters, context) => {
  const policies = identityNamed(parameters, context)?.policies;
  return [
    map(
      "Policies",
      boundedList(parameters, "PolicyNames", MOST_NAMES).flatMap((name) => {
        const text = context.faults.omittedPolicies.has(name) ? undefined : policies?.get(name);
        return text === undefined ? [] : [[name, textElement("value", text)] as const];
      }),
    ),
  ];
};

/** Why an identity would not take the policy: the code differs by version of the API. */
export type PolicyFault = "invalid" | "too many";

/** Stores a policy with an identity, as SES does: checked, and without white space. */
export const storePolicy = (
  identity: Identity,
  [policyName, text]: readonly [name: string, text: string],
  { regionName, account, assumedRules }: Context,
  refuse: (fault: PolicyFault, message: string) => Error,
): void => {
  const { name, policies } = identity;
  if (!policies.has(policyName) && policies.size >= MOST_POLICIES)
    throw refuse(
      "too many",
      `Number of policies for ${name} exceeds max allowed number of policies per resource`,
    );
  const arn = `arn:aws:ses:${regionName}:${account.id}:identity/${name}`;
  const wrong = checkPolicy(text, { arn, assumedRules });
  if (wrong !== null) throw refuse("invalid", wrong);
  policies.set(policyName, withoutWhiteSpace(text));
};

export const putIdentityPolicy: QueryOperation = (parameters, context) => {
  const name = required(parameters, "Identity");
  const policyName = policyNameOf(parameters);
  const text = required(parameters, "Policy");
  const identity = identityNamed(parameters, context);
  if (identity === undefined) throw refusal("InvalidParameterValue", `Identity ${name} does not exist.`);
  storePolicy(identity, [policyName, text], context, (fault, message) =>
    refusal(fault === "invalid" ? "InvalidPolicy" : "InvalidParameterValue", message),
  );
  return [];
};

const policyNameOf = (parameters: Parameters): string => {
  const name = required(parameters, "PolicyName");
  if (name.length > LONGEST_NAME)
    throw refusal(
      "ValidationError",
      "1 validation error detected: Value at 'policyName' failed to satisfy constraint: " +
        `Member must have length less than or equal to ${LONGEST_NAME}`,
    );
  if (!POLICY_NAME.test(name)) throw refusal("InvalidParameterValue", INVALID_NAME);
  return name;
};

/** Deleting what is not there is a success. */
export const deleteIdentityPolicy: QueryOperation = (parameters, context) => {
  identityNamed(parameters, context)?.policies.delete(required(parameters, "PolicyName"));
  return [];
};
