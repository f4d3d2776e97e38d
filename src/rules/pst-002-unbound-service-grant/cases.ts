import type { RuleCase } from "../../model/rule-case.ts";
import { IDENTITY_REFUSED, identityWith, policy, statement, when } from "../example-policies.ts";

const SERVICE = { Principal: { Service: "cognito-idp.amazonaws.com" } } as const;

/** Worked examples of PST-002. */
export const cases: readonly RuleCase[] = [
  {
    name: "a service without a condition",
    why: "Any customer of the service can have it send as the identity.",
    record: identityWith(policy(statement(SERVICE))),
    expect: {
      status: "FAILURE",
      data: { services: "cognito-idp.amazonaws.com" },
      says: "cognito-idp.amazonaws.com can be made to send mail as example.com by anyone",
      faults: ["Policy-1"],
    },
  },
  {
    name: "a service with a condition on what is sent",
    why: "The condition limits the mail, not on whose behalf the service sends.",
    record: identityWith(
      policy(statement({ ...SERVICE, ...when("StringLike", "ses:FromAddress", "*@example.com") })),
    ),
    expect: { status: "FAILURE" },
  },
  {
    name: "any service",
    why: "The condition asks only that a service calls; a stranger has many to choose from.",
    record: identityWith(policy(statement(when("Bool", "aws:PrincipalIsAWSService", "true")))),
    expect: { status: "FAILURE", says: "any AWS service can be made to send mail" },
  },
  {
    name: "a service for one account",
    why: "AWS sets aws:SourceAccount to the account for which the service acts.",
    record: identityWith(
      policy(statement({ ...SERVICE, ...when("StringEquals", "aws:SourceAccount", "111122223333") })),
    ),
    expect: { status: "SUCCESS", data: { services: "" } },
  },
  {
    name: "a service for the user pools of one account",
    why: "The account stands in the ARN, where a wildcard of ArnLike does not reach it.",
    record: identityWith(
      policy(
        statement({
          ...SERVICE,
          ...when("ArnLike", "aws:SourceArn", "arn:aws:cognito-idp:us-east-1:111122223333:userpool/*"),
        }),
      ),
    ),
    expect: { status: "SUCCESS" },
  },
  {
    name: "a named account",
    why: "An account acts for itself.",
    record: identityWith(policy(statement({ Principal: { AWS: "444455556666" } }))),
    expect: { status: "SUCCESS" },
  },
  {
    name: "no policy",
    why: "Without a policy no service can send.",
    record: identityWith(),
    expect: { status: "SUCCESS" },
  },
  {
    name: "a text that is not a policy",
    why: "What cannot be read as a policy may hold any service.",
    record: identityWith('"*"'),
    expect: { status: "NEEDS_REVIEW" },
  },
  {
    name: "policies that were refused",
    why: "What could not be read is neither a pass nor a failure.",
    record: IDENTITY_REFUSED,
    expect: { status: "NOT_EVALUATED" },
  },
];
