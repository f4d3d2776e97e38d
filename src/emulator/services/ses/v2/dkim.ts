import { isObject, textAt, type Json, type JsonObject } from "../../../protocol/json.ts";
import { refusal } from "../../../protocol/refusal.ts";
import type { JsonOperation } from "../../../protocol/rest-json.ts";
import type { Identity } from "../../../world.ts";
import { dkimTokens } from "../identities.ts";
import { identityOf } from "./identity.ts";

const KEY_LENGTHS: readonly string[] = ["RSA_1024_BIT", "RSA_2048_BIT"];

export const dkimOf = ({ type, dkim, settings: { ownKey, keyLength } }: Identity): JsonObject => ({
  SigningEnabled: dkim.enabled,
  Status: inCapitals(dkim.status),
  Tokens: dkim.tokens,
  ...(type === "Domain" && {
    SigningAttributesOrigin: ownKey === null ? "AWS_SES" : "EXTERNAL",
    ...(ownKey === null && { CurrentSigningKeyLength: keyLength, NextSigningKeyLength: keyLength }),
  }),
});

/** `TemporaryFailure` of v1 is `TEMPORARY_FAILURE` in v2. */
export const inCapitals = (status: string): string =>
  status.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();

/** By which key a domain's mail is signed: one of SES of this length, or the owner's own by its selector. */
interface Signing {
  readonly selector: string;
  readonly keyLength: string;
}

/** @throws a refusal where the members of DkimSigningAttributes are none. */
export const signingIn = (given: Json): Signing => {
  if (!isObject(given)) throw refusal("BadRequestException", "DKIM signing attributes are a structure.");
  const [selector, key] = [textAt(given, "DomainSigningSelector"), textAt(given, "DomainSigningPrivateKey")];
  if ((selector === "") !== (key === ""))
    throw refusal(
      "BadRequestException",
      "DomainSigningSelector and DomainSigningPrivateKey must be given together.",
    );
  const keyLength = textAt(given, "NextSigningKeyLength") || "RSA_2048_BIT";
  if (!KEY_LENGTHS.includes(keyLength))
    throw refusal("BadRequestException", `NextSigningKeyLength must be one of ${KEY_LENGTHS.join(", ")}.`);
  return { selector, keyLength };
};

export const beginSigning = (identity: Identity, { selector, keyLength }: Signing, account: string): void => {
  const { settings, name } = identity;
  settings.ownKey = selector === "" ? null : selector;
  settings.keyLength = keyLength;
  const tokens = selector === "" ? dkimTokens(account, name) : [selector];
  identity.dkim = { enabled: true, status: "Pending", tokens };
};

/** Regions whose keys SES could use as well are not here. */
export const putEmailIdentityDkimSigningAttributes: JsonOperation = (input, context) => {
  const identity = identityOf(textAt(input, "EmailIdentity"), context);
  const signing = signingIn(input["SigningAttributes"] ?? {});
  const origin = textAt(input, "SigningAttributesOrigin");
  const isOwn = origin === "EXTERNAL";
  if (origin !== "AWS_SES" && !isOwn)
    throw refusal("BadRequestException", "SigningAttributesOrigin must be AWS_SES or EXTERNAL.");
  if (identity.type !== "Domain")
    throw refusal("BadRequestException", "DKIM signing attributes are those of a domain.");
  if (isOwn !== (signing.selector !== ""))
    throw refusal("BadRequestException", `SigningAttributes do not fit the origin ${origin}.`);
  beginSigning(identity, signing, context.account.id);
  return { DkimStatus: inCapitals(identity.dkim.status), DkimTokens: identity.dkim.tokens };
};
