import type { RuleCase } from "../../model/rule-case.ts";

const id = "arn:aws:ses:us-east-1:111122223333:identity/example.com";

/** Worked examples of SES-002. */
export const cases: readonly RuleCase[] = [
  {
    name: "verified",
    why: "SES has found the owner's proof.",
    record: { id, verification: "Success" },
    expect: { status: "SUCCESS", data: { verification: "Success" } },
  },
  {
    name: "pending",
    why: "Nothing can be sent from the identity until the proof is found.",
    record: { id, verification: "Pending" },
    expect: { status: "FAILURE", evidence: [{ at: "/verification" }] },
  },
  {
    name: "failed",
    why: "SES has given up looking for the proof.",
    record: { id, verification: "Failed" },
    expect: { status: "FAILURE" },
  },
  {
    name: "not started",
    why: "Nobody has asked for a verification.",
    record: { id, verification: "NotStarted" },
    expect: { status: "FAILURE" },
  },
  {
    name: "SES could not find out",
    why: "A temporary failure of the check says nothing about the proof.",
    record: { id, verification: "TemporaryFailure" },
    expect: { status: "NEEDS_REVIEW" },
  },
  {
    name: "a status that the rule does not know",
    why: "What AWS may add later is neither a pass nor a failure until somebody has looked at it.",
    record: { id, verification: "Revoked" },
    expect: { status: "NEEDS_REVIEW", says: "Revoked" },
  },
  {
    name: "not asked for",
    why: "A snapshot without the status cannot show that the identity is verified.",
    record: { id },
    expect: { status: "NOT_EVALUATED" },
  },
];
