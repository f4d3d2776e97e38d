import { decideExposure } from "../../../../src/policy/decide/decide.ts";
import type { Question, Reach } from "../../../../src/policy/question.ts";
import { ask, IDENTITY } from "../../../../proof/question.ts";

export type Members = Readonly<Record<string, unknown>>;

const statement = (members: Members = {}): Members => ({
  Effect: "Allow",
  ...("NotPrincipal" in members ? {} : { Principal: "*" }),
  Action: "ses:SendEmail",
  Resource: IDENTITY,
  ...members,
});

export const policy = (...statements: readonly Members[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements.map(statement) });

export const reachOf = (texts: readonly string[], more: Partial<Question> = {}): Reach =>
  decideExposure({ ...ask(texts), ...more });

/** Role, code and pointer of each evidence. */
export const evidenceOf = (...statements: readonly Members[]): readonly string[] =>
  reachOf([policy(...statements)]).evidence.map(
    ({ role, code, at }) => `${role} ${code ?? ""} ${at.replace("/Statement/", "")}`,
  );
