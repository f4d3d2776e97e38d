import { refusal } from "../../protocol/refusal.ts";
import type { Context } from "../../protocol/service.ts";
import type { JsonOperation } from "../../protocol/rest-json.ts";
import { newHub, type Hub } from "./hub.ts";

/** The hub that was called, or the refusal that an account without one gets. */
export const hubOf = ({ region, caller }: Context): Hub => {
  if (region.hub !== null) return region.hub;
  throw refusal(
    "InvalidAccessException",
    `Account ${caller.account} is not subscribed to AWS Security Hub`,
    401,
  );
};

const hubArn = ({ regionName, caller }: Context): string =>
  `arn:aws:securityhub:${regionName}:${caller.account}:hub/default`;

export const describeHub: JsonOperation = (input, context) => {
  const hub = hubOf(context);
  const arn = hubArn(context);
  if (input["HubArn"] !== undefined && input["HubArn"] !== arn)
    throw refusal("ResourceNotFoundException", `${JSON.stringify(input["HubArn"])} was not found`, 404);
  return {
    HubArn: arn,
    SubscribedAt: new Date(hub.subscribedAt).toISOString(),
    AutoEnableControls: hub.autoEnableControls,
    ControlFindingGenerator: "SECURITY_CONTROL",
  };
};

export const enableSecurityHub: JsonOperation = (_, { region, now }) => {
  if (region.hub !== null)
    throw refusal("ResourceConflictException", "Account is already subscribed to Security Hub", 409);
  region.hub = newHub(now);
  return {};
};
