import { jsonService, type JsonOperation } from "../../protocol/rest-json.ts";
import { parsedJson, textAt, type JsonObject } from "../../protocol/json.ts";
import { refusal } from "../../protocol/refusal.ts";
import type { Context, Service } from "../../protocol/service.ts";
import type { Identity } from "../../world.ts";

/** The most that a page may hold, and what it holds where nothing is asked (API reference of ListEmailIdentities). */
const LARGEST_PAGE = 1000;
const DEFAULT_PAGE = 100;

const listEmailIdentities: JsonOperation = (input, { region, faults: { pages } }) => {
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

const getEmailIdentity: JsonOperation = (input, context) => {
  const identity = identityOf(textAt(input, "EmailIdentity"), context);
  return {
    DkimAttributes: {
      SigningEnabled: identity.dkim.enabled,
      Status: inCapitals(identity.dkim.status),
      Tokens: identity.dkim.tokens,
    },
    FeedbackForwardingStatus: true,
    IdentityType: typeOf(identity),
    Policies: policiesOf(identity, context),
    Tags: [],
    VerificationStatus: inCapitals(identity.verification),
    VerifiedForSendingStatus: identity.verification === "Success",
  };
};

const getEmailIdentityPolicies: JsonOperation = (input, context) => ({
  Policies: policiesOf(identityOf(textAt(input, "EmailIdentity"), context), context),
});

const policiesOf = ({ policies }: Identity, { faults: { omittedPolicies } }: Context): JsonObject =>
  Object.fromEntries([...policies].filter(([name]) => !omittedPolicies.has(name)));

/** Unlike v1, which says of an identity that does not exist that it has no policies. */
const identityOf = (name: string, { region }: Context): Identity => {
  const identity = region.identities.get(name);
  if (identity === undefined)
    throw refusal("NotFoundException", `Email identity ${name} does not exist.`, 404);
  return identity;
};

const typeOf = ({ type }: Identity): string => (type === "Domain" ? "DOMAIN" : "EMAIL_ADDRESS");

/** `TemporaryFailure` of v1 is `TEMPORARY_FAILURE` in v2. */
const inCapitals = (status: string): string => status.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();

const subjects = (input: Parameters<JsonOperation>[0]): readonly string[] => [textAt(input, "EmailIdentity")];

/** Amazon SES, API v2: the identities of v1, seen by other operations with quotas of their own. */
export const SES_V2: Service = jsonService({
  name: "ses",
  regional: true,
  routes: [
    // The SDK for JavaScript posts from 3.1143 on; others and earlier ones get.
    { operation: "ListEmailIdentities", at: "POST /v2/email/list-identities", answer: listEmailIdentities },
    { operation: "ListEmailIdentities", at: "GET /v2/email/identities", answer: listEmailIdentities },
    {
      operation: "GetEmailIdentity",
      at: "GET /v2/email/identities/{EmailIdentity}",
      answer: getEmailIdentity,
      subjects,
    },
    {
      operation: "GetEmailIdentityPolicies",
      at: "GET /v2/email/identities/{EmailIdentity}/policies",
      answer: getEmailIdentityPolicies,
      subjects,
    },
  ],
  errorBody: ({ message }) => ({ message }),
});
