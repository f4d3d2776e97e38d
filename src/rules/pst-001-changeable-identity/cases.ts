import type { RuleCase } from "../../model/rule-case.ts";
import { IDENTITY_REFUSED, identityWith, policy, statement, when } from "../example-policies.ts";

const allowing = (Action: string | readonly string[], more = {}): RuleCase["record"] =>
  identityWith(policy(statement({ Action, ...more })));

/** Worked examples of PST-001. */
export const cases: readonly RuleCase[] = [
  {
    name: "everyone may update the policy",
    why: "Whoever can write it can let himself send, and lock the owner's partners out.",
    record: allowing("ses:UpdateEmailIdentityPolicy"),
    expect: { status: "FAILURE", data: { exposure: "exposed", allowedTo: "everyone" }, faults: ["Policy-1"] },
  },
  {
    name: "everyone may change the DKIM keys",
    why: "With a signing key that does not fit the DNS record, the owner's mail fails DKIM.",
    record: allowing("ses:PutEmailIdentityDkimSigningAttributes"),
    expect: { status: "FAILURE", witness: { action: "ses:PutEmailIdentityDkimSigningAttributes" } },
  },
  {
    name: "everyone may change the MAIL FROM domain",
    why: "With a MAIL FROM domain that has no MX record, SES can be told to refuse the owner's mail.",
    record: allowing("ses:PutEmailIdentityMailFromAttributes"),
    expect: { status: "FAILURE" },
  },
  {
    name: "everyone may tag the identity",
    why: "A condition on aws:ResourceTag decides by the identity's tags who may use it.",
    record: allowing(["ses:TagResource", "ses:UntagResource"]),
    expect: { status: "FAILURE" },
  },
  {
    name: "everyone may set one tag",
    why: "The caller writes the tag himself.",
    record: allowing("ses:TagResource", when("StringEquals", "aws:RequestTag/team", "mail")),
    expect: { status: "FAILURE", witness: { action: "ses:TagResource" } },
  },
  {
    name: "everyone may do everything",
    why: "ses:* was meant for sending, and it covers the policies, DKIM and deletion too.",
    record: allowing("ses:*"),
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
    why: "SES-003 fails that; the identity and its policies stay as they are.",
    record: identityWith(policy(statement())),
    expect: { status: "SUCCESS", data: { exposure: "private" } },
  },
  {
    name: "everyone may read the identity",
    why: "PST-003 fails that; reading changes nothing.",
    record: allowing("ses:Get*"),
    expect: { status: "SUCCESS", data: { exposure: "private" } },
  },
  {
    name: "an action of the v1 API",
    why: "SES takes the v1 operations from the identity's owner alone, whatever its policies say.",
    record: allowing(["ses:PutIdentityPolicy", "ses:DeleteIdentity"]),
    expect: { status: "SUCCESS", data: { exposure: "private" } },
  },
  {
    name: "one organisation may update the policy",
    why: "No stranger is in it.",
    record: allowing(
      "ses:UpdateEmailIdentityPolicy",
      when("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"),
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
