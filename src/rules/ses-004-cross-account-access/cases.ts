import type { RuleCase } from "../../model/rule-case.ts";
import { IDENTITY_REFUSED, identityWith, policy, statement, when } from "../example-policies.ts";

const PARTNER = "444455556666";

/** Worked examples of SES-004. */
export const cases: readonly RuleCase[] = [
  {
    name: "an account that nobody has called friendly",
    why: "The policy lets it send, and nothing says that it should.",
    record: identityWith(policy(statement({ Principal: { AWS: PARTNER } }))),
    expect: {
      status: "FAILURE",
      data: { exposure: "cross-account", allowedTo: `account ${PARTNER}` },
      says: `account ${PARTNER} can send mail as example.com`,
      faults: ["Policy-1"],
    },
  },
  {
    name: "a friendly account",
    why: "The rule's settings name it.",
    record: identityWith(policy(statement({ Principal: { AWS: PARTNER } }))),
    context: { settings: { friendlyAccounts: [PARTNER] } },
    expect: { status: "SUCCESS" },
  },
  {
    name: "a trusted account",
    why: "Whom the configuration trusts is a friend of every rule.",
    record: identityWith(policy(statement({ Principal: { AWS: `arn:aws:iam::${PARTNER}:root` } }))),
    context: { trust: { accounts: [PARTNER], organizations: [], principals: [], networks: [] } },
    expect: { status: "SUCCESS" },
  },
  {
    name: "a friendly account and another one",
    why: "One account that is not friendly is enough.",
    record: identityWith(policy(statement({ Principal: { AWS: [PARTNER, "777788889999"] } }))),
    context: { settings: { friendlyAccounts: [PARTNER] } },
    expect: { status: "FAILURE", data: { allowedTo: "account 777788889999" } },
  },
  {
    name: "a role of an account that is not friendly",
    why: "A role is its account's: that account decides who may use it.",
    record: identityWith(policy(statement({ Principal: { AWS: `arn:aws:iam::${PARTNER}:role/mailer` } }))),
    expect: { status: "FAILURE", data: { exposure: "cross-account" } },
  },
  {
    name: "an organisation that is not friendly",
    why: "Every account in it can send.",
    record: identityWith(policy(statement(when("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5")))),
    expect: { status: "FAILURE", data: { allowedTo: "organisation o-a1b2c3d4e5" } },
  },
  {
    name: "a friendly organisation",
    why: "The rule's settings name it.",
    record: identityWith(policy(statement(when("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5")))),
    context: { settings: { friendlyOrganizations: ["o-a1b2c3d4e5"] } },
    expect: { status: "SUCCESS" },
  },
  {
    name: "everyone",
    why: "Everyone includes every account that is not friendly. Where SES-003 runs too and fails, its finding covers this one.",
    record: identityWith(policy(statement())),
    context: { settings: { friendlyAccounts: [PARTNER] } },
    expect: { status: "FAILURE", data: { exposure: "exposed" }, faults: ["Policy-1"] },
  },
  {
    name: "no policy",
    why: "Without a policy only the owner's account can send.",
    record: identityWith(),
    expect: { status: "SUCCESS", data: { exposure: "private" } },
  },
  {
    name: "a text that is not a policy",
    why: "What cannot be read as a policy may hold any account.",
    record: identityWith("{}"),
    expect: { status: "NEEDS_REVIEW", data: { exposure: "invalid" } },
  },
  {
    name: "policies that were refused",
    why: "What could not be read is neither a pass nor a failure.",
    record: IDENTITY_REFUSED,
    expect: { status: "NOT_EVALUATED" },
  },
];
