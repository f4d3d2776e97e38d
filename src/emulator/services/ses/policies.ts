import type { Parameters, QueryOperation } from "../../protocol/query.ts";
import { refusal } from "../../protocol/refusal.ts";
import { list, map, textElement } from "../../protocol/xml.ts";
import { checkPolicy } from "./policy-checks.ts";
import { withoutWhiteSpace } from "./strict-json.ts";
import { boundedList, required } from "./required.ts";

/** "Sending authorization policy anatomy": policies of one identity, and names in one GetIdentityPolicies. */
const MOST_POLICIES = 20;
const MOST_NAMES = 20;
const LONGEST_NAME = 64;

/** An identity that does not exist has no policies; that is no error. */
export const listIdentityPolicies: QueryOperation = (parameters, { region }) => [
  list(
    "PolicyNames",
    [...(region.identities.get(required(parameters, "Identity"))?.policies.keys() ?? [])].sort(),
  ),
];

/** Names that do not exist are left out. */
export const getIdentityPolicies: QueryOperation = (parameters, { region, faults }) => {
  const policies = region.identities.get(required(parameters, "Identity"))?.policies;
  return [
    map(
      "Policies",
      boundedList(parameters, "PolicyNames", MOST_NAMES).flatMap((name) => {
        const text = faults.omittedPolicies.has(name) ? undefined : policies?.get(name);
        return text === undefined ? [] : [[name, textElement("value", text)] as const];
      }),
    ),
  ];
};

export const putIdentityPolicy: QueryOperation = (parameters, context) => {
  const name = required(parameters, "Identity");
  const policyName = policyNameOf(parameters);
  const text = required(parameters, "Policy");
  const identity = context.region.identities.get(name);
  if (identity === undefined) throw refusal("InvalidParameterValue", `Identity ${name} does not exist.`);
  if (!identity.policies.has(policyName) && identity.policies.size >= MOST_POLICIES)
    throw refusal(
      "InvalidParameterValue",
      `Number of policies for ${name} exceeds max allowed number of policies per resource`,
    );
  const arn = `arn:aws:ses:${context.regionName}:${context.account.id}:identity/${name}`;
  const wrong = checkPolicy(text, { arn, assumedRules: context.assumedRules });
  if (wrong !== null) throw refusal("InvalidPolicy", wrong);
  identity.policies.set(policyName, withoutWhiteSpace(text));
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
  if (!/^[A-Za-z0-9_-]+$/.test(name))
    throw refusal(
      "InvalidParameterValue",
      "PolicyName is invalid. Policy names must only include alpha-numeric characters, dashes, and underscores.",
    );
  return name;
};

/** Deleting what is not there is a success. */
export const deleteIdentityPolicy: QueryOperation = (parameters, { region }) => {
  region.identities
    .get(required(parameters, "Identity"))
    ?.policies.delete(required(parameters, "PolicyName"));
  return [];
};
