import type { RuleCase } from "../../model/rule-case.ts";
import { IDENTITY_REFUSED, identityWith, policy, statement, when } from "../example-policies.ts";

const allowing = (Action: string | readonly string[], more = {}): RuleCase["record"] =>
  identityWith(policy(statement({ Action, ...more })));

/** Patterns of every action that sends mail or changes the identity. */
const KNOWN: readonly string[] = [
  "Send",
  "Create",
  "Update",
  "Delete",
  "Put",
  "Replicate",
  "Associate",
  "Disassociate",
  "Tag",
  "Untag",
].map((verb) => `ses:${verb}*`);

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
    name: "everyone may do all that this version of Postern does not know",
    why: "NotAction allows actions that AWS adds later too, and nobody can tell what they change.",
    record: identityWith(policy(statement({ Action: undefined, NotAction: KNOWN }))),
    expect: { status: "NEEDS_REVIEW", data: { doubts: "action:ses:*" } },
  },
  {
    name: "everyone may do everything but what is known",
    why: "A Deny that names actions does not reach those that AWS adds later.",
    record: identityWith(
      policy(statement({ Action: "ses:*" })),
      policy(statement({ Effect: "Deny", Action: KNOWN })),
    ),
    expect: { status: "NEEDS_REVIEW", data: { doubts: "action:ses:*" } },
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
    name: "everyone may use an action that Postern does not know",
    why: "SES gets new actions; one that no table has may change the identity or send mail.",
    record: allowing(["ses:SendEmail", "ses:SendSomethingNew"]),
    expect: {
      status: "NEEDS_REVIEW",
      data: { exposure: "undecided", doubts: "action:ses:SendSomethingNew" },
      says: "Postern does not know the action ses:SendSomethingNew",
      evidence: [
        { document: "Policy-1", at: "/Statement/0/Action/1", role: "grants", code: "unknown-action" },
      ],
    },
  },
  {
    name: "everyone may use what matches a pattern of unknown actions",
    why: "No known action begins so, in any case; the pattern was written for actions that are newer than the tables.",
    record: allowing("SES:SendSomething*"),
    expect: { status: "NEEDS_REVIEW", says: "SES:SendSomething*" },
  },
  {
    name: "everyone may use an unknown action under a condition on a key of SES",
    why: "Whether its requests carry the key is not known; where they do, the caller chooses its value.",
    record: allowing("ses:SendSomethingNew", when("StringEquals", "ses:FromAddress", "news@example.com")),
    expect: { status: "NEEDS_REVIEW" },
  },
  {
    name: "everyone may use an unknown action that is denied",
    why: "The Deny takes away what the pattern grants.",
    record: identityWith(
      policy(
        statement({ Action: "ses:SendSomething*" }),
        statement({ Effect: "Deny", Action: "ses:SendSome*" }),
      ),
    ),
    expect: { status: "SUCCESS", data: { exposure: "private" } },
  },
  {
    name: "everyone may use a pattern of unknown actions of which some are denied",
    why: "The Deny takes one action away and leaves the others that the pattern matches.",
    record: identityWith(
      policy(
        statement({ Action: "ses:SendSomething*" }),
        statement({ Effect: "Deny", Action: ["ses:SendSomething", "ses:SendSomething???"] }),
      ),
    ),
    expect: { status: "NEEDS_REVIEW" },
  },
  {
    name: "one organisation may use an unknown action",
    why: "No stranger is in it, whatever the action does.",
    record: allowing("ses:SendSomethingNew", when("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5")),
    expect: { status: "SUCCESS", data: { exposure: "private" } },
  },
  {
    name: "an account may use an unknown action",
    why: "A named account is no stranger, for unknown actions as for known ones.",
    record: allowing("ses:SendSomethingNew", { Principal: { AWS: "444455556666" } }),
    expect: { status: "SUCCESS" },
  },
  {
    name: "everyone may use actions on other resources",
    why: "SES authorises them on templates, configuration sets or the account; no identity's policy allows them.",
    record: allowing(["ses:CreateTemplate", "ses:getsendquota", "ses:GetSend*"]),
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
