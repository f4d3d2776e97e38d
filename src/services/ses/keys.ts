import type { KeyMeaning } from "../../policy/keys.ts";

const SOURCE =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html#amazonses-policy-keys";

const content = { class: "content", type: "string", multivalued: false, source: SOURCE } as const;

/** The day on which this table was last compared with what AWS publishes (`npm run drift`). */
export const SES_KEYS_DATE = "2026-11-29";

/** Amazon SES' own condition keys. They limit what is sent, never who sends. */
export const SES_KEYS: readonly KeyMeaning[] = [
  {
    ...content,
    name: "ses:ApiVersion",
    sample: "2",
    says: "The version of the API that is called. The caller's choice.",
  },
  {
    ...content,
    name: "ses:FeedbackAddress",
    optional: true,
    says: "Where bounces and complaints go. The sender writes it.",
  },
  {
    ...content,
    name: "ses:FromAddress",
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
];
