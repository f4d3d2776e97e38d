import { GLOBAL_KEYS } from "../../src/policy/keys.ts";
import { EXCLUDED_ACTIONS, IDENTITY_ACTIONS } from "../../src/services/ses/actions.ts";
import { OTHER_ACTIONS } from "../../src/services/ses/other-actions.ts";
import { SES_KEYS } from "../../src/services/ses/keys.ts";
import type { Tables } from "./compare.ts";

const NO_POLICY =
  "No operation of SES attaches a policy to it: of all resource types, only an identity has CreateEmailIdentityPolicy.";

const WITHOUT_POLICY = `
  addon-instance addon-subscription configuration-set contact-list custom-verification-email-template
  dedicated-ip-pool deliverability-test-report export-job import-job mailmanager-address-list
  mailmanager-archive mailmanager-ingress-point mailmanager-rule-set mailmanager-smtp-relay
  mailmanager-traffic-policy multi-region-endpoint reputation-policy template tenant
`;

const MAIL_MANAGER = "Only actions of Mail Manager carry it, and none of them is authorised on an identity.";

/** Our tables as they are, and what they leave out with a reason. */
export const TABLES: Tables = {
  globalKeys: GLOBAL_KEYS.map(({ name }) => name),
  serviceKeys: SES_KEYS.map(({ name }) => name),
  actions: IDENTITY_ACTIONS,
  otherActions: OTHER_ACTIONS,
  resourceTypes: ["ses:identity"],
  excluded: {
    globalKeys: {},
    serviceKeys: {
      "ses:AddonSubscriptionArn": MAIL_MANAGER,
      "ses:MailManagerIngressPointType": MAIL_MANAGER,
      "ses:MailManagerRuleSetArn": MAIL_MANAGER,
      "ses:MailManagerTrafficPolicyArn": MAIL_MANAGER,
    },
    actions: EXCLUDED_ACTIONS,
    otherActions: {
      ...EXCLUDED_ACTIONS,
      ...Object.fromEntries(
        IDENTITY_ACTIONS.map(({ name }) => [
          name,
          "The policy anatomy says that an identity's policy can allow it.",
        ]),
      ),
    },
    resourceTypes: Object.fromEntries(
      WITHOUT_POLICY.trim()
        .split(/\s+/)
        .map((name) => [`ses:${name}`, NO_POLICY]),
    ),
  },
};
