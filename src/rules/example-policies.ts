import type { RuleCase } from "../model/rule-case.ts";

/** The identity that worked examples are about, owned by account 111122223333. */
export const EXAMPLE_IDENTITY = "arn:aws:ses:us-east-1:111122223333:identity/example.com";

/** An Allow for everyone to send as the identity, unless `members` say otherwise. */
export const statement = (members: Readonly<Record<string, unknown>> = {}): object => ({
  Effect: "Allow",
  Principal: "*",
  Action: ["ses:SendEmail", "ses:SendRawEmail"],
  Resource: EXAMPLE_IDENTITY,
  ...members,
});

/** `{ Condition: { operator: { key: value } } }`, to be spread into a statement's members. */
export const when = (operator: string, key: string, value: unknown): { readonly Condition: object } => ({
  Condition: { [operator]: { [key]: value } },
});

export const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** The identity with these policies, named Policy-1, Policy-2, … */
export const identityWith = (...documents: readonly string[]): RuleCase["record"] => ({
  id: EXAMPLE_IDENTITY,
  type: "Domain",
  policies: documents.map((document, index) => ({ name: `Policy-${index + 1}`, document })),
});

/** The identity where its policies were asked for and refused. */
export const IDENTITY_REFUSED: RuleCase["record"] = {
  id: EXAMPLE_IDENTITY,
  policies: {
    unread: {
      operation: "GetIdentityPolicies",
      code: "AccessDenied",
      message: "not authorised",
      attempts: 1,
    },
  },
};
