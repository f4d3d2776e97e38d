import { OWNER_ONLY } from "../../../src/model/trust.ts";
import type { Hole } from "../../../src/model/resource.ts";
import type { Question } from "../../../src/policy/question.ts";
import { SENDING_ACTIONS } from "../../../src/services/ses/actions.ts";
import { SES_KEYS } from "../../../src/services/ses/keys.ts";

export const RESOURCE = "arn:aws:ses:us-east-1:111111111111:identity/example.com";

/** Who can send, by these policies and by the tables of SES. */
export const ask = (texts: readonly string[], unresolved: readonly Hole[] = []): Question => ({
  documents: texts.map((text, index) => ({ name: `Policy-${index + 1}`, text, unresolved })),
  resource: RESOURCE,
  owner: "111111111111",
  actions: SENDING_ACTIONS,
  keys: SES_KEYS,
  trust: OWNER_ONLY,
  now: "2026-11-23T12:00:00Z",
});

/** A policy of statements that let everybody send, but for what is given. */
export const policy = (...statements: readonly object[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((one) => ({
      Effect: "Allow",
      Principal: "*",
      Action: "ses:SendEmail",
      Resource: RESOURCE,
      ...one,
    })),
  });

export const hole = (at: Hole["at"]): readonly Hole[] => [{ at, expression: "var.x" }];

export const asks = (operator: string, key: string, value: string): object => ({
  Condition: { [operator]: { [key]: value } },
});
