/**
 * Of the prefix `ses`, the actions that an identity's policy may name. Sources, read on 2026-11-29: the SES developer
 * guide, "Amazon SES policy anatomy", and the Service Authorization Reference, "Amazon SES", the actions with the
 * resource type `identity`; and the operations of the v1 API on identities, which exist and have no resource type.
 */
const POLICY_ANATOMY = `
  BatchGetMetricData CancelExportJob CreateDeliverabilityTestReport CreateEmailIdentityPolicy CreateExportJob
  DeleteEmailIdentity DeleteEmailIdentityPolicy GetDomainStatisticsReport GetEmailIdentity
  GetEmailIdentityPolicies GetExportJob ListExportJobs ListRecommendations
  PutEmailIdentityConfigurationSetAttributes PutEmailIdentityDkimAttributes
  PutEmailIdentityDkimSigningAttributes PutEmailIdentityFeedbackAttributes PutEmailIdentityMailFromAttributes
  SendBulkTemplatedEmail SendEmail SendRawEmail SendTemplatedEmail TagResource UntagResource
  UpdateEmailIdentityPolicy
`;
const SERVICE_AUTHORIZATION_REFERENCE = `
  AssociateEmailIdentityCertificate CreateEmailIdentity CreateTenantResourceAssociation
  DeleteTenantResourceAssociation DisassociateEmailIdentityCertificate ListEmailIdentityCertificates
  ListResourceTenants ListTagsForResource ReplicateEmailIdentityDkimSigningKey SendBounce SendBulkEmail
  SendCustomVerificationEmail
`;
const WITHOUT_RESOURCE_TYPE = `
  DeleteIdentity DeleteIdentityPolicy DeleteVerifiedEmailAddress GetIdentityDkimAttributes
  GetIdentityMailFromDomainAttributes GetIdentityNotificationAttributes GetIdentityPolicies
  GetIdentityVerificationAttributes ListEmailIdentities ListIdentities ListIdentityPolicies
  ListVerifiedEmailAddresses PutIdentityPolicy SetIdentityDkimEnabled SetIdentityFeedbackForwardingEnabled
  SetIdentityHeadersInNotificationsEnabled SetIdentityMailFromDomain SetIdentityNotificationTopic
  VerifyDomainDkim VerifyDomainIdentity VerifyEmailAddress VerifyEmailIdentity
`;

/** Names without their prefix. */
export const IDENTITY_ACTION_NAMES: readonly string[] = [
  POLICY_ANATOMY,
  SERVICE_AUTHORIZATION_REFERENCE,
  WITHOUT_RESOURCE_TYPE,
].flatMap((names) => names.trim().split(/\s+/));

const KNOWN: ReadonlySet<string> = new Set(IDENTITY_ACTION_NAMES.map((name) => name.toLowerCase()));

/** Whether an action without wildcards exists; names of other services are not looked at. */
export const exists = (action: string): boolean => {
  const [prefix = "", name = ""] = action.toLowerCase().split(":");
  return prefix !== "ses" || /[*?]/.test(name) || KNOWN.has(name);
};
