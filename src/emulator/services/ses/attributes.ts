import type { QueryOperation } from "../../protocol/query.ts";
import type { Context } from "../../protocol/service.ts";
import { element, list, map, textElement } from "../../protocol/xml.ts";
import type { Identity } from "../../world.ts";
import { verificationToken } from "./identities.ts";
import { boundedList, identityName } from "./required.ts";
import { NOTIFICATIONS } from "./settings.ts";

/** API references of both operations. */
const MOST_IDENTITIES = 100;

/** An identity that does not exist is left out of the answer. */
const attributes = (
  name: string,
  show: (identity: Identity, context: Context) => readonly string[],
): QueryOperation => {
  return (parameters, context) => [
    map(
      name,
      boundedList(parameters, "Identities", MOST_IDENTITIES).flatMap((wanted) => {
        const identity = context.region.identities.get(identityName(wanted, context));
        return identity === undefined
          ? []
          : [[wanted, element("value", ...show(identity, context))] as const];
      }),
    ),
  ];
};

export const getIdentityVerificationAttributes: QueryOperation = attributes(
  "VerificationAttributes",
  ({ name, type, verification }, { account }) => [
    textElement("VerificationStatus", verification),
    ...(type === "Domain" ? [textElement("VerificationToken", verificationToken(account.id, name))] : []),
  ],
);

export const getIdentityDkimAttributes: QueryOperation = attributes("DkimAttributes", ({ dkim }) => [
  textElement("DkimEnabled", String(dkim.enabled)),
  textElement("DkimVerificationStatus", dkim.status),
  list("DkimTokens", dkim.tokens),
]);

export const getIdentityNotificationAttributes: QueryOperation = attributes(
  "NotificationAttributes",
  ({ settings: { topics, headers, isForwarding } }) => [
    // What has no topic is left out, although the model says that it is required: Ansible's module goes by that.
    ...NOTIFICATIONS.flatMap((one) => {
      const topic = topics.get(one);
      return topic === undefined ? [] : [textElement(`${one}Topic`, topic)];
    }),
    textElement("ForwardingEnabled", String(isForwarding)),
    ...NOTIFICATIONS.map((one) =>
      textElement(`HeadersIn${one}NotificationsEnabled`, String(headers.has(one))),
    ),
  ],
);

export const getIdentityMailFromDomainAttributes: QueryOperation = attributes(
  "MailFromDomainAttributes",
  ({ settings: { mailFrom } }) => [
    // Without a domain the behaviour is all that is told, as CloudTrail's records of the call show.
    ...(mailFrom === null
      ? []
      : [textElement("MailFromDomain", mailFrom.domain), textElement("MailFromDomainStatus", "Pending")]),
    textElement("BehaviorOnMXFailure", mailFrom?.isRejecting === true ? "RejectMessage" : "UseDefaultValue"),
  ],
);
