import type { RuleCase } from "../../model/rule-case.ts";

const id = "arn:aws:ses:us-east-1:111122223333:identity/example.com";

const SEND = ["ses:SendEmail", "ses:SendRawEmail"];

/** An Allow for everyone to send as the identity, unless members say otherwise. */
const allow = (members: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  Effect: "Allow",
  Principal: "*",
  Action: SEND,
  Resource: id,
  ...members,
});

const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

const record = (...documents: readonly string[]): RuleCase["record"] => ({
  id,
  type: "Domain",
  policies: documents.map((document, index) => ({ name: `Policy-${index + 1}`, document })),
});

const when = (operator: string, key: string, value: unknown): { readonly Condition: object } => ({
  Condition: { [operator]: { [key]: value } },
});

const exposed = { status: "FAILURE", data: { exposure: "exposed", allowedTo: "everyone" } } as const;

/** Worked examples of SES-003: the truth table of its page. */
export const cases: readonly RuleCase[] = [
  {
    name: "everyone, without a condition",
    why: "A stranger allows himself to call SES in his own account, and the policy does the rest.",
    record: record(policy(allow())),
    expect: {
      ...exposed,
      says: 'Anyone with an AWS account can send mail as example.com; policy "Policy-1" lets them.',
      evidence: [{ document: "Policy-1", role: "grants" }],
      witness: { resource: id },
      faults: ["Policy-1"],
    },
  },
  {
    name: 'the principal {"AWS": "*"}',
    why: "For IAM it is another spelling of the star.",
    record: record(policy(allow({ Principal: { AWS: "*" } }))),
    expect: exposed,
  },
  {
    name: "a star among named accounts",
    why: "A list of principals is an or: the star lets everyone in, and the names beside it change nothing.",
    record: record(policy(allow({ Principal: { AWS: ["444455556666", "*"] } }))),
    expect: { status: "FAILURE", data: { exposure: "exposed" } },
  },
  {
    name: "a condition on the sender's address",
    why: "Whoever sends chooses the From address; the condition limits what is sent, not who sends.",
    record: record(policy(allow(when("StringEquals", "ses:FromAddress", "news@example.com")))),
    expect: exposed,
  },
  {
    name: "aws:SourceAccount with IfExists",
    why: "A direct caller never carries the key, and IfExists lets pass what lacks it.",
    record: record(policy(allow(when("StringEqualsIfExists", "aws:SourceAccount", "111122223333")))),
    expect: exposed,
  },
  {
    name: "every organisation but one",
    why: "A stranger is in another organisation or in none; a negated operator holds where the key is missing.",
    record: record(policy(allow(when("StringNotEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5")))),
    expect: exposed,
  },
  {
    name: "one open policy beside a closed one",
    why: "The policies of an identity are a union; a strict one takes nothing from an open one.",
    record: record(policy(allow({ Principal: { AWS: "444455556666" } })), policy(allow())),
    expect: { status: "FAILURE", data: { exposure: "exposed" }, faults: ["Policy-2"] },
  },
  {
    name: "one open policy beside one that is broken",
    why: "An open grant stays open, whatever is broken beside it.",
    record: record(policy(allow()), '{"Version": "2012-10-17"}'),
    expect: { status: "FAILURE", data: { exposure: "exposed" } },
  },
  {
    name: "one organisation",
    why: "AWS sets aws:PrincipalOrgID from the caller's membership; a stranger cannot choose it.",
    record: record(policy(allow(when("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5")))),
    expect: {
      status: "SUCCESS",
      data: { exposure: "restricted", allowedTo: "organisation o-a1b2c3d4e5" },
      evidence: [{ role: "limits" }],
    },
  },
  {
    name: "one account by a condition",
    why: "aws:PrincipalAccount is always there and is the caller's own account.",
    record: record(policy(allow(when("StringEquals", "aws:PrincipalAccount", "444455556666")))),
    expect: { status: "SUCCESS", data: { exposure: "cross-account", allowedTo: "account 444455556666" } },
  },
  {
    name: "one account by name",
    why: "A named outsider is no stranger; whether he is a friend is the question of SES-004.",
    record: record(policy(allow({ Principal: { AWS: "arn:aws:iam::444455556666:root" } }))),
    expect: { status: "SUCCESS", data: { exposure: "cross-account", allowedTo: "account 444455556666" } },
  },
  {
    name: "one account that is trusted",
    why: "Trust says who is not an outsider.",
    record: record(policy(allow({ Principal: { AWS: "444455556666" } }))),
    context: { trust: { accounts: ["444455556666"], organizations: [], principals: [], networks: [] } },
    expect: { status: "SUCCESS", data: { exposure: "private" } },
  },
  {
    name: "everyone, and a Deny for all outside one organisation",
    why: "The Deny matches every caller who is in another organisation or in none, so only the organisation is left.",
    record: record(
      policy(
        allow(),
        allow({ Effect: "Deny", ...when("StringNotEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5") }),
      ),
    ),
    expect: { status: "SUCCESS", data: { exposure: "restricted" }, evidence: [{ role: "denies" }] },
  },
  {
    name: "everyone, and a Deny that a stranger escapes",
    why: "ForAnyValue does not hold where the key is missing: a caller in no organisation is not denied.",
    record: record(
      policy(
        allow(),
        allow({
          Effect: "Deny",
          ...when("ForAnyValue:StringNotLike", "aws:PrincipalOrgPaths", "o-a1b2c3d4e5/*"),
        }),
      ),
    ),
    expect: { ...exposed, evidence: [{ role: "fails-to-deny" }] },
  },
  {
    name: "no policy",
    why: "Without a policy only the owner's account can send.",
    record: record(),
    expect: { status: "SUCCESS", data: { exposure: "private", allowedTo: "owner" } },
  },
  {
    name: "everyone, for an action that sends nothing",
    why: "The rule is about sending; who may change the policy is the question of PST-001.",
    record: record(policy(allow({ Action: "ses:GetIdentityVerificationAttributes" }))),
    expect: { status: "SUCCESS", data: { exposure: "private" } },
  },
  {
    name: "a text that is not a policy",
    why: "What cannot be read as a policy cannot be called safe.",
    record: record('{"Version": "2012-10-17", "Statement": "everything"}'),
    expect: { status: "NEEDS_REVIEW", data: { exposure: "invalid" } },
  },
  {
    name: "a key that is written twice",
    why: "Readers of JSON differ over which of the two counts, so it is reported and never merged.",
    record: record(
      `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"${id}"}]}`,
    ),
    expect: { status: "NEEDS_REVIEW", data: { exposure: "invalid" } },
  },
  {
    name: "policies that were refused",
    why: "What could not be read is neither a pass nor a failure.",
    record: {
      id,
      policies: {
        unread: { operation: "GetIdentityPolicies", code: "AccessDenied", message: "no", attempts: 1 },
      },
    },
    expect: { status: "NOT_EVALUATED" },
  },
];
