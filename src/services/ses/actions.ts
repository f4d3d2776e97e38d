import type { AskedAction } from "../../policy/question.ts";

/**
 * Actions and the condition keys that each carries: Service Authorization Reference, "Actions, resources, and condition
 * keys for Amazon Simple Email Service" (v1 and v2; one prefix for both). Which of them take a foreign identity's ARN:
 * the members SourceArn, FromArn, ReturnPathArn, BounceSenderArn, FromEmailAddressIdentityArn and
 * FeedbackForwardingEmailAddressIdentityArn of the API's requests.
 */
const MESSAGE_KEYS: readonly string[] = [
  "ses:ApiVersion",
  "ses:FeedbackAddress",
  "ses:FromAddress",
  "ses:FromDisplayName",
  "ses:Recipients",
];

/** Every action that sends mail in the identity's name. A bulk mail carries neither its From address nor its recipients. */
export const SENDING_ACTIONS: readonly AskedAction[] = [
  { name: "ses:SendEmail", keys: [...MESSAGE_KEYS, "ses:MultiRegionEndpointId", "ses:TenantName"] },
  { name: "ses:SendRawEmail", keys: MESSAGE_KEYS },
  { name: "ses:SendTemplatedEmail", keys: MESSAGE_KEYS },
  { name: "ses:SendBulkTemplatedEmail", keys: MESSAGE_KEYS },
  { name: "ses:SendBulkEmail", keys: ["ses:ApiVersion", "ses:MultiRegionEndpointId", "ses:TenantName"] },
  // A bounce goes only to the sender of a mail that was received, but it too is mail in the identity's name.
  { name: "ses:SendBounce", keys: ["ses:ApiVersion", "ses:FromAddress"] },
];

/** Whoever may do these gives himself the right to send, or takes the identity away. */
export const POLICY_ACTIONS: readonly AskedAction[] = [
  "ses:PutIdentityPolicy",
  "ses:DeleteIdentityPolicy",
  "ses:CreateEmailIdentityPolicy",
  "ses:UpdateEmailIdentityPolicy",
  "ses:DeleteEmailIdentityPolicy",
  "ses:DeleteIdentity",
  "ses:DeleteEmailIdentity",
].map((name) => ({ name, keys: ["ses:ApiVersion"] }));
