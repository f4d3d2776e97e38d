import type { AskedAction, KeyMeaning } from "postern";

/** What a stranger would want of a topic, and the keys that each request carries (Service Authorization Reference, Amazon SNS). */
export const PUBLIC_ACTIONS: readonly AskedAction[] = [
  { name: "sns:Publish", keys: [] },
  { name: "sns:Subscribe", keys: ["sns:Endpoint", "sns:Protocol"] },
];

const SOURCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html";

/** They say what is subscribed, not who subscribes. */
export const SNS_KEYS: readonly KeyMeaning[] = [
  {
    name: "sns:Endpoint",
    class: "content",
    type: "string",
    multivalued: false,
    sample: "https://stranger.example/hook",
    says: "Where notifications go. The subscriber chooses it.",
    source: SOURCE,
  },
  {
    name: "sns:Protocol",
    class: "content",
    type: "string",
    multivalued: false,
    sample: "https",
    says: "How notifications go. The subscriber chooses it.",
    source: SOURCE,
  },
];
