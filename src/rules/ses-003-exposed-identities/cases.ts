import type { RuleCase } from "../../model/rule-case.ts";
import { filesScopeId } from "../../model/scope.ts";
import {
  EXAMPLE_IDENTITY,
  IDENTITY_REFUSED,
  identityWith,
  policy,
  statement,
  when,
} from "../example-policies.ts";

const exposed = { status: "FAILURE", data: { exposure: "exposed", allowedTo: "everyone" } } as const;

/** Worked examples of SES-003: the truth table of its page. */
export const cases: readonly RuleCase[] = [
  {
    name: "everyone, without a condition",
    why: "A stranger allows himself to call SES in his own account, and the policy does the rest.",
    record: identityWith(policy(statement())),
    expect: {
      ...exposed,
      says: 'Anyone with an AWS account can send mail as example.com; policy "Policy-1" lets them.',
      evidence: [{ document: "Policy-1", role: "grants" }],
      witness: { resource: EXAMPLE_IDENTITY },
      faults: ["Policy-1"],
    },
  },
  {
    name: 'the principal {"AWS": "*"}',
    why: "For IAM it is another spelling of the star.",
    record: identityWith(policy(statement({ Principal: { AWS: "*" } }))),
    expect: exposed,
  },
  {
    name: "a star among named accounts",
    why: "A list of principals is an or: the star lets everyone in, and the names beside it change nothing.",
    record: identityWith(policy(statement({ Principal: { AWS: ["444455556666", "*"] } }))),
    expect: { status: "FAILURE", data: { exposure: "exposed" } },
  },
  {
    name: "a condition on the sender's address",
    why: "Whoever sends chooses the From address; the condition limits what is sent, not who sends.",
    record: identityWith(policy(statement(when("StringEquals", "ses:FromAddress", "news@example.com")))),
    expect: exposed,
  },
  {
    name: "aws:SourceAccount with IfExists",
    why: "A direct caller never carries the key, and IfExists lets pass what lacks it.",
    record: identityWith(
      policy(statement(when("StringEqualsIfExists", "aws:SourceAccount", "111122223333"))),
    ),
    expect: exposed,
  },
  {
    name: "every organisation but one",
    why: "A stranger is in another organisation or in none; a negated operator holds where the key is missing.",
    record: identityWith(policy(statement(when("StringNotEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5")))),
    expect: exposed,
  },
  {
    name: "one open policy beside a closed one",
    why: "The policies of an identity are a union; a strict one takes nothing from an open one.",
    record: identityWith(policy(statement({ Principal: { AWS: "444455556666" } })), policy(statement())),
    expect: { status: "FAILURE", data: { exposure: "exposed" }, faults: ["Policy-2"] },
  },
  {
    name: "one open policy beside one that is broken",
    why: "An open grant stays open, whatever is broken beside it.",
    record: identityWith(policy(statement()), '{"Version": "2012-10-17"}'),
    expect: { status: "FAILURE", data: { exposure: "exposed" } },
  },
  {
    name: "one organisation",
    why: "AWS sets aws:PrincipalOrgID from the caller's membership; a stranger cannot choose it.",
    record: identityWith(policy(statement(when("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5")))),
    expect: {
      status: "SUCCESS",
      data: { exposure: "restricted", allowedTo: "organisation o-a1b2c3d4e5" },
      evidence: [{ role: "limits" }],
    },
  },
  {
    name: "one account by a condition",
    why: "aws:PrincipalAccount is always there and is the caller's own account.",
    record: identityWith(policy(statement(when("StringEquals", "aws:PrincipalAccount", "444455556666")))),
    expect: { status: "SUCCESS", data: { exposure: "cross-account", allowedTo: "account 444455556666" } },
  },
  {
    name: "one account by name",
    why: "A named outsider is no stranger; whether he is a friend is the question of SES-004.",
    record: identityWith(policy(statement({ Principal: { AWS: "arn:aws:iam::444455556666:root" } }))),
    expect: { status: "SUCCESS", data: { exposure: "cross-account", allowedTo: "account 444455556666" } },
  },
  {
    name: "one account that is trusted",
    why: "Trust says who is not an outsider.",
    record: identityWith(policy(statement({ Principal: { AWS: "444455556666" } }))),
    context: { trust: { accounts: ["444455556666"], organizations: [], principals: [], networks: [] } },
    expect: { status: "SUCCESS", data: { exposure: "private" } },
  },
  {
    name: "everyone, and a Deny for all outside one organisation",
    why: "The Deny matches every caller who is in another organisation or in none, so only the organisation is left.",
    record: identityWith(
      policy(
        statement(),
        statement({ Effect: "Deny", ...when("StringNotEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5") }),
      ),
    ),
    expect: { status: "SUCCESS", data: { exposure: "restricted" }, evidence: [{ role: "denies" }] },
  },
  {
    name: "everyone, and a Deny that a stranger escapes",
    why: "ForAnyValue does not hold where the key is missing: a caller in no organisation is not denied.",
    record: identityWith(
      policy(
        statement(),
        statement({
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
    record: identityWith(),
    expect: { status: "SUCCESS", data: { exposure: "private", allowedTo: "owner" } },
  },
  {
    name: "everyone, for bounces only",
    why: "A bounce goes only to whoever sent a mail before, but it is mail in the identity's name.",
    record: identityWith(policy(statement({ Action: "ses:SendBounce" }))),
    expect: exposed,
  },
  {
    name: "everyone, for an action that sends nothing",
    why: "The rule is about sending; who may change the policy is the question of PST-001.",
    record: identityWith(policy(statement({ Action: "ses:GetIdentityVerificationAttributes" }))),
    expect: { status: "SUCCESS", data: { exposure: "private" } },
  },
  {
    name: "a principal in code that only its unique id names",
    why: "He is one principal and no stranger, but the code does not say that he is the owner's.",
    record: {
      ...identityWith(policy(statement({ Principal: { AWS: "AROAJQABLZS4A3QDU576Q" } }))),
      scope: filesScopeId("main.tf", "ses"),
      owner: null,
    },
    expect: {
      status: "SUCCESS",
      data: { exposure: "cross-account", allowedTo: "AROAJQABLZS4A3QDU576Q" },
    },
  },
  {
    name: "a text that is not a policy",
    why: "What cannot be read as a policy cannot be called safe.",
    record: identityWith('{"Version": "2012-10-17", "Statement": "everything"}'),
    expect: { status: "NEEDS_REVIEW", data: { exposure: "invalid" } },
  },
  {
    name: "a key that is written twice",
    why: "Readers of JSON differ over which of the two counts, so it is reported and never merged.",
    record: identityWith(
      `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"${EXAMPLE_IDENTITY}"}]}`,
    ),
    expect: { status: "NEEDS_REVIEW", data: { exposure: "invalid" } },
  },
  {
    name: "policies that were refused",
    why: "What could not be read is neither a pass nor a failure.",
    record: IDENTITY_REFUSED,
    expect: { status: "NOT_EVALUATED" },
  },
];
