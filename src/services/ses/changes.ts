import { isObject } from "../../text/is-object.ts";
import type { CallPlace, Changes, NamedChange } from "../changes.ts";
import { parseIdentityArn } from "./arn.ts";

/**
 * Calls after which an identity, or a policy of one, may be another, by their names in CloudTrail: of API v1 and v2.
 *
 * Source: the Amazon SES API references, v1 and v2 (2026-11).
 */
const CALLS: readonly string[] = [
  "CreateEmailIdentity",
  "CreateEmailIdentityPolicy",
  "DeleteEmailIdentity",
  "DeleteEmailIdentityPolicy",
  "DeleteIdentity",
  "DeleteIdentityPolicy",
  "DeleteVerifiedEmailAddress",
  "PutEmailIdentityDkimAttributes",
  "PutEmailIdentityDkimSigningAttributes",
  "PutIdentityPolicy",
  "SetIdentityDkimEnabled",
  "UpdateEmailIdentityPolicy",
  "VerifyDomainDkim",
  "VerifyDomainIdentity",
  "VerifyEmailAddress",
  "VerifyEmailIdentity",
];

/** The members that name an identity: of v2, of v1, and of v1's verifications. CloudTrail begins each with a small letter. */
const IDENTITY = ["emailIdentity", "identity", "domain", "emailAddress"];

/** Characters of an address: 64, an @ and 255. */
const LONGEST = 320;

const named = (parameters: unknown, { partition, account, region }: CallPlace): NamedChange | null => {
  if (!isObject(parameters)) return null;
  const identity = IDENTITY.map((member) => parameters[member]).find((value) => value !== undefined);
  if (typeof identity !== "string") return null;
  const id = identity.startsWith("arn:")
    ? identity
    : `arn:${partition}:ses:${region}:${account}:identity/${identity}`;
  const arn = parseIdentityArn(id);
  if (arn === null || arn.name.length > LONGEST || !/^[^\s\p{Cc}]+$/u.test(arn.name)) return null;
  const { policyName: name, policy: document } = parameters;
  const policy =
    typeof name === "string" ? { name, document: typeof document === "string" ? document : null } : null;
  return { id, account: arn.account, region: arn.region, policy };
};

export const SES_CHANGES: Changes = { service: "ses", eventSource: "ses.amazonaws.com", calls: CALLS, named };
