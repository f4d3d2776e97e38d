import { createHash } from "node:crypto";
import type { Pages } from "../../faults.ts";
import type { QueryOperation } from "../../protocol/query.ts";
import { refusal } from "../../protocol/refusal.ts";
import { list, textElement } from "../../protocol/xml.ts";
import { addIdentity, type Identity, type Region } from "../../world.ts";
import { required } from "./required.ts";
import { parsedJson } from "../../protocol/json.ts";

/** The most that MaxItems may ask for (API reference of ListIdentities). */
const LARGEST_PAGE = 1000;
/** Where MaxItems is absent. The reference names no number; a small one shows who forgets the next page. */
const DEFAULT_PAGE = 100;

interface Position {
  readonly after: string;
  readonly type: string | null;
}

export const listIdentities: QueryOperation = (parameters, { region, faults: { pages } }) => {
  const type = parameters.text("IdentityType") ?? null;
  if (type !== null && type !== "Domain" && type !== "EmailAddress")
    throw refusal(
      "ValidationError",
      `1 validation error detected: Value '${type}' at 'identityType' failed to satisfy constraint: ` +
        "Member must satisfy enum value set: [Domain, EmailAddress]",
    );
  const size = Math.min(pageSize(parameters.text("MaxItems")), pages.size);
  const start = positionOf(parameters.text("NextToken"));
  if (start !== null && start.type !== type)
    throw refusal("InvalidParameterValue", "NextToken was made for another IdentityType.");
  const rest = [...region.identities.values()]
    .filter((identity) => type === null || identity.type === type)
    .map(({ name }) => name)
    .sort()
    .filter((name) => start === null || pages.start === "first" || isBehind(name, start.after, pages));
  const from = start !== null && pages.start === "one-after" ? 1 : 0;
  const page = rest.slice(from, from + size);
  const last = page.at(-1);
  return [
    list("Identities", page),
    ...(rest.length > from + page.length && last !== undefined
      ? [textElement("NextToken", tokenOf({ after: last, type }))]
      : []),
  ];
};

const isBehind = (name: string, last: string, { start }: Pages): boolean =>
  start === "one-before" ? name >= last : name > last;

const pageSize = (text: string | undefined): number => {
  if (text === undefined) return DEFAULT_PAGE;
  const size = Number(text);
  if (!/^-?\d+$/.test(text)) throw refusal("MalformedInput", `Invalid integer: ${text}`);
  if (size < 1) throw outOfRange(text, "greater than or equal to 1");
  if (size > LARGEST_PAGE) throw outOfRange(text, `less than or equal to ${LARGEST_PAGE}`);
  return size;
};

const outOfRange = (value: string, bound: string): Error =>
  refusal(
    "ValidationError",
    `1 validation error detected: Value '${value}' at 'maxItems' failed to satisfy constraint: ` +
      `Member must have value ${bound}`,
  );

const tokenOf = (position: Position): string => Buffer.from(JSON.stringify(position)).toString("base64url");

const positionOf = (token: string | undefined): Position | null => {
  if (token === undefined) return null;
  const position = parsedJson(Buffer.from(token, "base64url").toString());
  if (!isPosition(position)) throw refusal("InvalidParameterValue", "NextToken is not valid.");
  return position;
};

const isPosition = (value: unknown): value is Position =>
  typeof value === "object" &&
  value !== null &&
  "after" in value &&
  typeof value.after === "string" &&
  "type" in value &&
  (value.type === null || typeof value.type === "string");

export const isDomain = (name: string): boolean => /^[^\s@]{1,253}$/.test(name);
export const isAddress = (name: string): boolean => /^[^\s@]+@[^\s@]+$/.test(name) && name.length <= 320;

export const verifyDomainIdentity: QueryOperation = (parameters, { region, account }) => {
  const name = required(parameters, "Domain");
  if (!isDomain(name)) throw refusal("InvalidParameterValue", `Invalid domain name ${name}.`);
  addPending(region, name);
  return [textElement("VerificationToken", verificationToken(account.id, name))];
};

export const verifyEmailIdentity: QueryOperation = (parameters, { region }) => {
  const name = required(parameters, "EmailAddress");
  if (!isAddress(name)) throw refusal("InvalidParameterValue", `Invalid email address<${name}>.`);
  addPending(region, name);
  return [];
};

/** What is there already keeps its state. */
export const addPending = (region: Region, name: string): Identity =>
  region.identities.get(name) ??
  addIdentity(region, name, {
    verification: "Pending",
    dkim: { enabled: false, status: "NotStarted", tokens: [] },
  });

export const deleteIdentity: QueryOperation = (parameters, { region }) => {
  region.identities.delete(required(parameters, "Identity"));
  return [];
};

/** The text that the owner of a domain publishes; the same for the same account and domain. */
export const verificationToken = (account: string, domain: string): string =>
  createHash("sha256").update(`${account} ${domain}`).digest("base64");

/** The names that the owner of a domain publishes for DKIM; the same for the same account and domain. */
export const dkimTokens = (account: string, domain: string): readonly string[] =>
  [1, 2, 3].map((key) =>
    createHash("sha256").update(`${account} ${domain} ${key}`).digest("hex").slice(0, 32),
  );
