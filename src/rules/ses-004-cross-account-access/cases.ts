import type { RuleCase } from "../../model/rule-case.ts";
import { filesScopeId } from "../../model/scope.ts";
import { IDENTITY_REFUSED, identityWith, policy, statement, when } from "../example-policies.ts";

const PARTNER = "444455556666";

const UNIQUE_ID = "AIDAJQABLZS4A3QDU576Q";

/** As source code writes the identity's policy. */
const inCode = (document: string): RuleCase["record"] => ({
  ...identityWith(document),
  scope: filesScopeId("main.tf", "ses"),
  owner: null,
});

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
    name: "a principal in code that only its unique id names",
    why: "The id does not say which account it is of.",
    record: inCode(policy(statement({ Principal: { AWS: UNIQUE_ID } }))),
    expect: {
      status: "NEEDS_REVIEW",
      data: { allowedTo: UNIQUE_ID },
      says: `${UNIQUE_ID} is the unique id of a principal`,
    },
  },
  {
    name: "a principal in code that only its unique id names, and that is denied",
    why: "Nobody but the owner is left.",
    record: inCode(
      policy(
        statement({ Principal: { AWS: UNIQUE_ID } }),
        statement({ Effect: "Deny", Principal: "*", Action: "ses:*" }),
      ),
    ),
    expect: { status: "SUCCESS" },
  },
  {
    name: "a deny that leaves out a unique id, in code",
    why: "Whoever has the id is the one who can send.",
    record: inCode(
      policy(
        statement(),
        statement({
          Effect: "Deny",
          Principal: undefined,
          NotPrincipal: { AWS: UNIQUE_ID },
          Action: "ses:*",
        }),
      ),
    ),
    expect: { status: "NEEDS_REVIEW" },
  },
  {
    name: "a unique id in a live policy",
    why: "AWS puts it in the place of a principal that was deleted, and nobody has it any more.",
    record: identityWith(policy(statement({ Principal: { AWS: UNIQUE_ID } }))),
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
