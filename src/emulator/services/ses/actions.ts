/** Of the prefix `ses`, those that act on an identity (Service Authorization Reference). */
const NAMES = `
  SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail SendBulkEmail SendBounce
  SendCustomVerificationEmail CreateDeliverabilityTestReport GetDomainStatisticsReport
  CreateEmailIdentity GetEmailIdentity DeleteEmailIdentity ListEmailIdentities
  CreateEmailIdentityPolicy GetEmailIdentityPolicies UpdateEmailIdentityPolicy
  DeleteEmailIdentityPolicy PutEmailIdentityConfigurationSetAttributes
  PutEmailIdentityDkimAttributes PutEmailIdentityDkimSigningAttributes
  PutEmailIdentityFeedbackAttributes PutEmailIdentityMailFromAttributes DeleteIdentity
  DeleteIdentityPolicy GetIdentityPolicies ListIdentityPolicies PutIdentityPolicy
  GetIdentityDkimAttributes GetIdentityMailFromDomainAttributes GetIdentityNotificationAttributes
  GetIdentityVerificationAttributes SetIdentityDkimEnabled SetIdentityFeedbackForwardingEnabled
  SetIdentityHeadersInNotificationsEnabled SetIdentityMailFromDomain SetIdentityNotificationTopic
  TagResource UntagResource ListTagsForResource
`;

const ON_IDENTITIES = new Set(NAMES.trim().toLowerCase().split(/\s+/));

/** Whether an action without wildcards exists; names of other services are not looked at. */
export const exists = (action: string): boolean => {
  const [prefix = "", name = ""] = action.toLowerCase().split(":");
  return prefix !== "ses" || /[*?]/.test(name) || ON_IDENTITIES.has(name);
};
