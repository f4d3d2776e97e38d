import type { KeyMeaning } from "../src/policy/keys.ts";
import type { AskedAction, Question } from "../src/policy/question.ts";
import { OWNER_ONLY, type Trust } from "../src/model/trust.ts";

export const OWNER = "111111111111";
export const IDENTITY: string = `arn:aws:ses:us-east-1:${OWNER}:identity/example.com`;
const NOW = "2026-11-23T12:00:00Z";

const MAIL = [
  "ses:ApiVersion",
  "ses:FeedbackAddress",
  "ses:FromAddress",
  "ses:FromDisplayName",
  "ses:Recipients",
];

/** The sending actions and their keys, from the Service Authorization Reference. */
const ACTIONS: readonly AskedAction[] = [
  { name: "ses:SendEmail", keys: [...MAIL, "ses:MultiRegionEndpointId", "ses:TenantName"] },
  { name: "ses:SendRawEmail", keys: MAIL },
  { name: "ses:SendTemplatedEmail", keys: MAIL },
  { name: "ses:SendBulkTemplatedEmail", keys: MAIL },
  { name: "ses:SendBulkEmail", keys: ["ses:ApiVersion", "ses:MultiRegionEndpointId", "ses:TenantName"] },
  { name: "ses:SendBounce", keys: ["ses:ApiVersion", "ses:FromAddress"] },
];

const content = (name: string, presence: "always" | "optional", multivalued = false): KeyMeaning => ({
  name,
  optional: presence === "optional",
  class: "content",
  type: "string",
  multivalued,
  says: "The sender writes it.",
  source: "Service Authorization Reference, Amazon SES",
});

const KEYS: readonly KeyMeaning[] = [
  { ...content("ses:ApiVersion", "always"), values: ["1", "2"] },
  { ...content("ses:FeedbackAddress", "optional"), format: "mail address" },
  { ...content("ses:FromAddress", "always"), format: "mail address" },
  content("ses:FromDisplayName", "optional"),
  content("ses:MultiRegionEndpointId", "optional"),
  { ...content("ses:Recipients", "always", true), format: "mail address" },
  content("ses:TenantName", "optional"),
];

/** Amazon SES developer guide, "Amazon SES policy anatomy": the keys of all services that SES implements. */
const ANATOMY: readonly string[] = [
  "aws:CurrentTime",
  "aws:EpochTime",
  "aws:SecureTransport",
  "aws:SourceIp",
  "aws:SourceVpc",
  "aws:SourceVpce",
  "aws:UserAgent",
  "aws:VpcSourceIp",
];

/** Who can send with the identity that carries these texts. */
export const ask = (texts: readonly string[], trust: Trust = OWNER_ONLY): Question => ({
  documents: texts.map((text, index) => ({ name: `Policy-${index + 1}`, text })),
  resource: IDENTITY,
  owner: OWNER,
  actions: ACTIONS,
  keys: KEYS,
  disputed: { name: "ses-global-keys", undisputed: ANATOMY },
  trust,
  now: NOW,
});
