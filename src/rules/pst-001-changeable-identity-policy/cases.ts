import type { RuleCase } from "../../model/rule-case.ts";
import { IDENTITY_REFUSED, identityWith, policy, statement, when } from "../example-policies.ts";

/** Worked examples of PST-001. */
export const cases: readonly RuleCase[] = [
  {
    name: "everyone may write the policy",
    why: "Whoever can write it can let himself send, and lock the owner's partners out.",
    record: identityWith(policy(statement({ Action: "ses:PutIdentityPolicy" }))),
    expect: { status: "FAILURE", data: { exposure: "exposed", allowedTo: "everyone" }, faults: ["Policy-1"] },
  },
  {
    name: "everyone may update it through the v2 API",
    why: "The two APIs share one set of policies, under different action names.",
    record: identityWith(policy(statement({ Action: "ses:UpdateEmailIdentityPolicy" }))),
    expect: { status: "FAILURE" },
  },
  {
    name: "everyone may do everything",
    why: "ses:* was meant for sending and covers the policies too.",
    record: identityWith(policy(statement({ Action: "ses:*" }))),
    expect: { status: "FAILURE" },
  },
  {
    name: "everyone may do all but sending",
    why: "NotAction allows every action that it does not name.",
    record: identityWith(policy(statement({ Action: undefined, NotAction: "ses:Send*" }))),
    expect: { status: "FAILURE" },
  },
  {
    name: "everyone may only send",
    why: "That is bad enough, and the question of SES-003; the policies stay as they are.",
    record: identityWith(policy(statement())),
    expect: { status: "SUCCESS", data: { exposure: "private" } },
  },
  {
    name: "one organisation may write the policy",
    why: "No stranger is in it.",
    record: identityWith(
      policy(
        statement({
          Action: "ses:PutIdentityPolicy",
          ...when("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"),
        }),
      ),
    ),
    expect: { status: "SUCCESS", data: { exposure: "restricted" } },
  },
  {
    name: "no policy",
    why: "Only the owner's account can write one.",
    record: identityWith(),
    expect: { status: "SUCCESS" },
  },
  {
    name: "a text that is not a policy",
    why: "What cannot be read as a policy cannot be called safe.",
    record: identityWith("[]"),
    expect: { status: "NEEDS_REVIEW", data: { exposure: "invalid" } },
  },
  {
    name: "policies that were refused",
    why: "What could not be read is neither a pass nor a failure.",
    record: IDENTITY_REFUSED,
    expect: { status: "NOT_EVALUATED" },
  },
];
