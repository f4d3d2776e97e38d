import { textAt, type JsonObject } from "../../../protocol/json.ts";
import type { JsonOperation } from "../../../protocol/rest-json.ts";
import type { Identity } from "../../../world.ts";
import { identityOf } from "./identity.ts";

interface Setting {
  readonly operation: string;
  /** Below the identity. */
  readonly path: string;
  readonly answer: JsonOperation;
}

const setting = (
  name: string,
  path: string,
  set: (identity: Identity, input: JsonObject) => void,
): Setting => ({
  operation: `PutEmailIdentity${name}Attributes`,
  path,
  answer: (input, context) => {
    set(identityOf(textAt(input, "EmailIdentity"), context), input);
    return {};
  },
});

/** What a member that is left out means is "off" or "none" (API references of these operations). */
export const SETTINGS: readonly Setting[] = [
  setting("Dkim", "dkim", (identity, input) => {
    identity.dkim = { ...identity.dkim, enabled: input["SigningEnabled"] === true };
  }),
  setting("Feedback", "feedback", ({ settings }, input) => {
    settings.isForwarding = input["EmailForwardingEnabled"] === true;
  }),
  setting("MailFrom", "mail-from", ({ settings }, input) => {
    const domain = textAt(input, "MailFromDomain");
    const isRejecting = textAt(input, "BehaviorOnMxFailure") === "REJECT_MESSAGE";
    settings.mailFrom = domain === "" ? null : { domain, isRejecting };
  }),
  setting("ConfigurationSet", "configuration-set", ({ settings }, input) => {
    settings.configurationSet = textAt(input, "ConfigurationSetName") || null;
  }),
];
