import { newAccess } from "../../../src/policy/decide/difference.ts";
import { ask } from "../../../proof/question.ts";

export const statement = (more: object = {}): object => ({
  Effect: "Allow",
  Principal: "*",
  Action: "ses:SendEmail",
  Resource: "*",
  ...more,
});

export const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

export const between = (before: readonly string[], after: readonly string[]): ReturnType<typeof newAccess> =>
  newAccess(ask(before), ask(after));

export const partner = { AWS: "arn:aws:iam::222222222222:root" };
