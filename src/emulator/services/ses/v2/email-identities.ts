import { parsedJson, textAt, type JsonObject } from "../../../protocol/json.ts";
import { refusal } from "../../../protocol/refusal.ts";
import type { JsonOperation } from "../../../protocol/rest-json.ts";
import type { Context } from "../../../protocol/service.ts";
import type { Identity } from "../../../world.ts";
import { addPending, isAddress, isDomain } from "../identities.ts";
import { beginSigning, dkimOf, signingIn, inCapitals } from "./dkim.ts";
import { identityOf } from "./identity.ts";
import { tagsIn } from "./tags.ts";

/** The most that a page may hold, and what it holds where nothing is asked (API reference of ListEmailIdentities). */
const LARGEST_PAGE = 1000;
const DEFAULT_PAGE = 100;

export const listEmailIdentities: JsonOperation = (input, { region, faults: { pages } }) => {
  const size = Number(input["PageSize"] ?? DEFAULT_PAGE);
  if (!Number.isInteger(size) || size < 0 || size > LARGEST_PAGE)
    throw refusal("BadRequestException", "PageSize must be between 0 and 1000.");
  const token = textAt(input, "NextToken");
  const start = token === "" ? "" : parsedJson(Buffer.from(token, "base64url").toString());
  if (typeof start !== "string") throw refusal("BadRequestException", "NextToken is not valid.");
  const rest = [...region.identities.values()]
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .filter(({ name }) => name > start);
  const page = rest.slice(0, Math.min(size, pages.size));
  const last = page.at(-1);
  return {
    EmailIdentities: page.map((identity) => ({
      IdentityName: identity.name,
      IdentityType: typeOf(identity),
      SendingEnabled: identity.verification === "Success",
      VerificationStatus: inCapitals(identity.verification),
    })),
    ...(last !== undefined &&
      rest.length > page.length && {
        NextToken: Buffer.from(JSON.stringify(last.name)).toString("base64url"),
      }),
  };
};

export const getEmailIdentity: JsonOperation = (input, context) => {
  const identity = identityOf(textAt(input, "EmailIdentity"), context);
  const { isForwarding, mailFrom, configurationSet, tags } = identity.settings;
  return {
    DkimAttributes: dkimOf(identity),
    FeedbackForwardingStatus: isForwarding,
    IdentityType: typeOf(identity),
    ...(mailFrom !== null && {
      MailFromAttributes: {
        MailFromDomain: mailFrom.domain,
        MailFromDomainStatus: "PENDING",
        BehaviorOnMxFailure: mailFrom.isRejecting ? "REJECT_MESSAGE" : "USE_DEFAULT_VALUE",
      },
    }),
    ...(configurationSet !== null && { ConfigurationSetName: configurationSet }),
    Policies: policiesOf(identity, context),
    Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
    VerificationStatus: inCapitals(identity.verification),
    VerifiedForSendingStatus: identity.verification === "Success",
  };
};

export const getEmailIdentityPolicies: JsonOperation = (input, context) => ({
  Policies: policiesOf(identityOf(textAt(input, "EmailIdentity"), context), context),
});

/** A domain begins with DKIM, whose names its owner has still to publish. */
export const createEmailIdentity: JsonOperation = (input, { region, account }) => {
  const name = textAt(input, "EmailIdentity");
  if (!isDomain(name) && !isAddress(name))
    throw refusal("BadRequestException", `Invalid email identity ${name}.`);
  if (region.identities.has(name))
    throw refusal("AlreadyExistsException", `Email identity ${name} already exist.`);
  const tags = tagsIn(input);
  const signing = signingIn(input["DkimSigningAttributes"] ?? {});
  const identity = addPending(region, name);
  if (identity.type === "Domain") beginSigning(identity, signing, account.id);
  identity.settings.configurationSet = textAt(input, "ConfigurationSetName") || null;
  for (const [key, value] of tags) identity.settings.tags.set(key, value);
  return {
    IdentityType: typeOf(identity),
    VerifiedForSendingStatus: false,
    DkimAttributes: dkimOf(identity),
  };
};

export const deleteEmailIdentity: JsonOperation = (input, context) => {
  const { name } = identityOf(textAt(input, "EmailIdentity"), context);
  context.region.identities.delete(name);
  return {};
};

const policiesOf = ({ policies }: Identity, { faults: { omittedPolicies } }: Context): JsonObject =>
  Object.fromEntries([...policies].filter(([name]) => !omittedPolicies.has(name)));

const typeOf = ({ type }: Identity): string => (type === "Domain" ? "DOMAIN" : "EMAIL_ADDRESS");
