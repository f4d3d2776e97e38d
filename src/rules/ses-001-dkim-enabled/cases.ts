import type { RuleCase } from "../../model/rule-case.ts";

const id = "arn:aws:ses:us-east-1:111122223333:identity/example.com";

/** Worked examples of SES-001. */
export const cases: readonly RuleCase[] = [
  {
    name: "signing is on and the keys were found",
    why: "Both are needed for a signature, and both are there.",
    record: { id, dkim: { enabled: true, status: "Success" } },
    expect: { status: "SUCCESS", data: { dkim: "enabled" } },
  },
  {
    name: "signing is off",
    why: "Keys alone sign nothing.",
    record: { id, dkim: { enabled: false, status: "Success" } },
    expect: { status: "FAILURE", evidence: [{ at: "/dkim/enabled" }] },
  },
  {
    name: "signing was never set up",
    why: "This is the state of an identity that was only verified.",
    record: { id, dkim: { enabled: false, status: "NotStarted" } },
    expect: { status: "FAILURE", data: { dkimStatus: "NotStarted" } },
  },
  {
    name: "the keys are not yet found",
    why: "Until SES has seen the records in DNS, mail goes out unsigned, whatever the switch says.",
    record: { id, dkim: { enabled: true, status: "Pending" } },
    expect: { status: "FAILURE", evidence: [{ at: "/dkim/status" }] },
  },
  {
    name: "the keys were not found in time",
    why: "SES gave up after 72 hours; the records have to be published and the check started anew.",
    record: { id, dkim: { enabled: true, status: "Failed" } },
    expect: { status: "FAILURE" },
  },
  {
    name: "SES could not find out",
    why: "A temporary failure of the check says nothing about the keys.",
    record: { id, dkim: { enabled: true, status: "TemporaryFailure" } },
    expect: { status: "NEEDS_REVIEW", says: "TemporaryFailure" },
  },
  {
    name: "the answer was refused",
    why: "What could not be read is neither a pass nor a failure.",
    record: {
      id,
      dkim: {
        unread: { operation: "GetIdentityDkimAttributes", code: "AccessDenied", message: "no", attempts: 1 },
      },
    },
    expect: { status: "NOT_EVALUATED" },
  },
];
