import type { Predicate } from "../../../../src/policy/decide/compile/predicate.ts";
import type { Choice, OpenQuestion, Subject } from "../../../../src/policy/decide/readings/open-question.ts";
import { readStatement } from "../../../../src/policy/decide/readings/read-predicate.ts";
import type { CompiledStatement } from "../../../../src/policy/decide/compile/statement.ts";
import { queryOf, type Query } from "../../../../src/policy/decide/search/query.ts";
import { isPolicy, parsePolicy } from "../../../../src/policy/parse/parse-policy.ts";
import { ask, IDENTITY } from "../../../../proof/question.ts";

export type Members = Readonly<Record<string, unknown>>;

export const queryFor = (...statements: readonly Members[]): Query => {
  const text = JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((members) => ({
      Effect: "Allow",
      Principal: "*",
      Action: "ses:*",
      Resource: IDENTITY,
      ...members,
    })),
  });
  const policy = parsePolicy(text);
  if (!isPolicy(policy)) throw new Error(policy.says);
  return queryOf(ask([text]), [policy]);
};

const one = (all: readonly CompiledStatement[]): CompiledStatement => {
  const [first] = all;
  if (first === undefined || all.length > 1) throw new Error(`${all.length} statements`);
  return first;
};

export const statementWith = (Condition: Members, more: Members = {}): CompiledStatement => {
  const { allows, denies } = queryFor({ Condition, ...more });
  return one([...allows, ...denies]);
};

const question = (about: Subject): OpenQuestion => ({
  name: "q",
  weight: "review",
  about,
  choices: [],
  raisedBy: [],
});

/** The first predicate of the condition as the reading has it. */
export const read = (
  Condition: Members,
  readings: readonly (readonly [Subject, Choice])[],
  more: Members = {},
): Predicate => {
  const statement = readStatement(
    statementWith(Condition, more),
    new Map(readings.map(([about, choice]) => [question(about), choice])),
  );
  const predicate = statement.predicates().all.find(({ condition }) => condition !== null);
  if (predicate === undefined) throw new Error("no condition");
  return predicate;
};

export const NEW = "aws:NewKeyOf2027";
