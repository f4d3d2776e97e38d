import type { RuleCase } from "postern/testing";

const id = "arn:aws:sns:us-east-1:111122223333:orders";

const topic = (statement: Readonly<Record<string, unknown>>): RuleCase["record"] => ({
  id,
  policies: [
    {
      name: "Policy",
      document: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { AWS: "*" }, Action: "sns:Publish", Resource: id, ...statement },
        ],
      }),
    },
  ],
});

export const cases: readonly RuleCase[] = [
  {
    name: "everyone may publish",
    why: "Nothing keeps a stranger out.",
    record: topic({}),
    expect: {
      status: "FAILURE",
      data: { exposure: "exposed" },
      evidence: [{ role: "grants" }],
      witness: { action: "sns:Publish" },
    },
  },
  {
    name: "everyone may subscribe an address of one domain",
    why: "The subscriber chooses the endpoint; the condition limits where messages go, not who has them sent there.",
    record: topic({
      Action: "sns:Subscribe",
      Condition: { StringLike: { "sns:Endpoint": "*@example.com" } },
    }),
    expect: { status: "FAILURE" },
  },
  {
    name: "the policy that SNS gives a new topic",
    why: "aws:SourceOwner is the account for which a service acts; a direct caller does not carry it.",
    record: topic({ Condition: { StringEquals: { "AWS:SourceOwner": "111122223333" } } }),
    expect: { status: "SUCCESS" },
  },
  {
    name: "one account",
    why: "It is named.",
    record: topic({ Principal: { AWS: "444455556666" } }),
    expect: { status: "SUCCESS", data: { exposure: "cross-account" } },
  },
  {
    name: "a text that is not a policy",
    why: "What cannot be read as a policy cannot be called safe.",
    record: { id, policies: [{ name: "Policy", document: "{}" }] },
    expect: { status: "NEEDS_REVIEW" },
  },
  {
    name: "a policy that was refused",
    why: "What could not be read is neither a pass nor a failure.",
    record: {
      id,
      policies: {
        unread: {
          operation: "GetTopicAttributes",
          code: "AuthorizationError",
          message: "not authorised",
          attempts: 1,
        },
      },
    },
    expect: { status: "NOT_EVALUATED" },
  },
];
