import { queryService } from "../../protocol/query.ts";
import type { Service } from "../../protocol/service.ts";
import { getAccountSendingEnabled, getSendQuota } from "./account.ts";
import {
  getIdentityDkimAttributes,
  getIdentityMailFromDomainAttributes,
  getIdentityNotificationAttributes,
  getIdentityVerificationAttributes,
} from "./attributes.ts";
import { deleteIdentity, listIdentities, verifyDomainIdentity, verifyEmailIdentity } from "./identities.ts";
import {
  deleteIdentityPolicy,
  getIdentityPolicies,
  listIdentityPolicies,
  putIdentityPolicy,
} from "./policies.ts";
import {
  setIdentityDkimEnabled,
  setIdentityFeedbackForwardingEnabled,
  setIdentityHeadersInNotificationsEnabled,
  setIdentityMailFromDomain,
  setIdentityNotificationTopic,
  verifyDomainDkim,
} from "./settings.ts";

/** Simple Email Service, version 1: identities and their sending authorization policies. It sends nothing. */
export const SES: Service = queryService({
  name: "ses",
  version: "2010-12-01",
  namespace: "http://ses.amazonaws.com/doc/2010-12-01/",
  regional: true,
  operations: {
    DeleteIdentity: deleteIdentity,
    DeleteIdentityPolicy: deleteIdentityPolicy,
    GetAccountSendingEnabled: getAccountSendingEnabled,
    GetIdentityDkimAttributes: getIdentityDkimAttributes,
    GetIdentityMailFromDomainAttributes: getIdentityMailFromDomainAttributes,
    GetIdentityNotificationAttributes: getIdentityNotificationAttributes,
    GetIdentityPolicies: getIdentityPolicies,
    GetIdentityVerificationAttributes: getIdentityVerificationAttributes,
    GetSendQuota: getSendQuota,
    ListIdentities: listIdentities,
    ListIdentityPolicies: listIdentityPolicies,
    PutIdentityPolicy: putIdentityPolicy,
    SetIdentityDkimEnabled: setIdentityDkimEnabled,
    SetIdentityFeedbackForwardingEnabled: setIdentityFeedbackForwardingEnabled,
    SetIdentityHeadersInNotificationsEnabled: setIdentityHeadersInNotificationsEnabled,
    SetIdentityMailFromDomain: setIdentityMailFromDomain,
    SetIdentityNotificationTopic: setIdentityNotificationTopic,
    VerifyDomainDkim: verifyDomainDkim,
    VerifyDomainIdentity: verifyDomainIdentity,
    VerifyEmailIdentity: verifyEmailIdentity,
  },
});
