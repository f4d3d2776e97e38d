import type { Parameters, QueryOperation } from "../../protocol/query.ts";
import { refusal } from "../../protocol/refusal.ts";
import type { Context } from "../../protocol/service.ts";
import { list } from "../../protocol/xml.ts";
import type { Identity, Notification } from "../../world.ts";
import { dkimTokens } from "./identities.ts";
import { identityName, required } from "./required.ts";

export const NOTIFICATIONS: readonly Notification[] = ["Bounce", "Complaint", "Delivery"];

/** Terraform's provider knows an identity that is gone by the words of the refusal. */
const identityOf = (parameters: Parameters, context: Context): Identity => {
  const name = required(parameters, "Identity");
  const identity = context.region.identities.get(identityName(name, context));
  if (identity !== undefined) return identity;
  throw refusal(
    "InvalidParameterValue",
    `Identity ${name} is invalid. Must be a verified email address or domain.`,
  );
};

const notificationOf = (parameters: Parameters): Notification => {
  const text = required(parameters, "NotificationType");
  const found = NOTIFICATIONS.find((one) => one === text);
  if (found !== undefined) return found;
  throw refusal(
    "ValidationError",
    `1 validation error detected: Value '${text}' at 'notificationType' failed to satisfy constraint: ` +
      "Member must satisfy enum value set: [Bounce, Complaint, Delivery]",
  );
};

const isTrue = (parameters: Parameters, name: string): boolean => required(parameters, name) === "true";

/** Without a topic, what was set is forgotten. */
export const setIdentityNotificationTopic: QueryOperation = (parameters, context) => {
  const { topics } = identityOf(parameters, context).settings;
  const topic = parameters.text("SnsTopic") ?? "";
  if (topic === "") topics.delete(notificationOf(parameters));
  else topics.set(notificationOf(parameters), topic);
  return [];
};

export const setIdentityHeadersInNotificationsEnabled: QueryOperation = (parameters, context) => {
  const { headers } = identityOf(parameters, context).settings;
  if (isTrue(parameters, "Enabled")) headers.add(notificationOf(parameters));
  else headers.delete(notificationOf(parameters));
  return [];
};

export const setIdentityFeedbackForwardingEnabled: QueryOperation = (parameters, context) => {
  identityOf(parameters, context).settings.isForwarding = isTrue(parameters, "ForwardingEnabled");
  return [];
};

export const setIdentityMailFromDomain: QueryOperation = (parameters, context) => {
  const domain = parameters.text("MailFromDomain") ?? "";
  identityOf(parameters, context).settings.mailFrom =
    domain === ""
      ? null
      : { domain, isRejecting: parameters.text("BehaviorOnMXFailure") === "RejectMessage" };
  return [];
};

export const setIdentityDkimEnabled: QueryOperation = (parameters, context) => {
  const identity = identityOf(parameters, context);
  identity.dkim = { ...identity.dkim, enabled: isTrue(parameters, "DkimEnabled") };
  return [];
};

/** Starts DKIM of a domain: the owner publishes the three names. */
export const verifyDomainDkim: QueryOperation = (parameters, { region, account }) => {
  const name = required(parameters, "Domain");
  const identity = region.identities.get(name);
  const tokens = dkimTokens(account.id, name);
  if (identity !== undefined && identity.dkim.tokens.length === 0)
    identity.dkim = { enabled: identity.dkim.enabled, status: "Pending", tokens };
  return [list("DkimTokens", tokens)];
};
