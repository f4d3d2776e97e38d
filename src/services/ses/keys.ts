import type { KeyMeaning } from "../../policy/keys.ts";
import type { Question } from "../../policy/question.ts";

const SOURCE =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html#amazonses-policy-keys";

/**
 * No table of keys: that is policy/keys.ts. "Amazon SES policy anatomy" says that of the global keys SES implements only these in sending authorization; "Sending
 * policy examples", in the same guide, uses `aws:PrincipalOrgID`. What would settle it: docs/exposure.md.
 */
export const DISPUTED_KEYS: NonNullable<Question["disputed"]> = {
  name: "ses-global-keys",
  undisputed: [
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:SecureTransport",
    "aws:SourceIp",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:UserAgent",
    "aws:VpcSourceIp",
  ],
};

const content = { class: "content", type: "string", multivalued: false, source: SOURCE } as const;

/** The day on which this table was last compared with what AWS publishes (`npm run drift`). */
export const SES_KEYS_DATE = "2026-11-29";

/** Amazon SES' own condition keys. They limit what is sent, never who sends. */
export const SES_KEYS: readonly KeyMeaning[] = [
  {
    ...content,
    name: "ses:ApiVersion",
    values: ["2", "1"],
    sample: "2",
    says: "The version of the API that is called, 1 or 2. The caller's choice.",
  },
  {
    ...content,
    name: "ses:FeedbackAddress",
    format: "mail address",
    optional: true,
    says: "Where bounces and complaints go. The sender writes it.",
  },
  {
    ...content,
    name: "ses:FromAddress",
    format: "mail address",
    sample: "ceo@example.com",
    says: "The From address of the mail. It limits what is sent, not who sends.",
  },
  {
    ...content,
    name: "ses:FromDisplayName",
    optional: true,
    says: "The name that is shown beside the From address. The sender writes it.",
  },
  {
    ...content,
    name: "ses:MultiRegionEndpointId",
    optional: true,
    says: "The sender's own multi-Region endpoint. It does not say who sends.",
  },
  {
    ...content,
    name: "ses:Recipients",
    format: "mail address",
    multivalued: true,
    sample: "victim@example.org",
    says: "Whom the mail goes to. It limits what is sent, not who sends.",
  },
  {
    ...content,
    name: "ses:TenantName",
    optional: true,
    says: "The tenant that the mail is sent for. The sender writes it.",
  },
  {
    ...content,
    name: "ses:ReplicaRegion",
    says: "The Region that an identity's DKIM key is copied to. No request that sends carries it.",
  },
  {
    ...content,
    name: "ses:ExportSourceType",
    says: "What an export job exports. No request that sends carries it.",
  },
  {
    ...content,
    name: "ses:ConfigurationSetOptions",
    says: "Options of a configuration set. No request on an identity carries it.",
  },
  {
    ...content,
    name: "ses:ClickTrackingEnabled",
    says: "Whether clicks are tracked. No request on an identity carries it.",
  },
  {
    ...content,
    name: "ses:OpenTrackingEnabled",
    says: "Whether opens are tracked. No request on an identity carries it.",
  },
];
