import { isNegated, operandOf, type Operand } from "../../../../src/policy/decide/compile/operand.ts";
import {
  DEPUTY,
  inAccount,
  LIMITED,
  SERVICE,
  STRANGER,
  type CallerClass,
} from "../../../../src/policy/decide/request/caller-class.ts";
import { initialRequests } from "../../../../src/policy/decide/search/allow-minus-denies.ts";
import type { ConditionKey } from "../../../../src/policy/decide/keys/condition-key.ts";
import { solveText } from "../../../../src/policy/decide/solve/solve-text.ts";
import type { Constraint } from "../../../../src/policy/decide/request/symbolic-request.ts";
import { textQuery, type TextQuery } from "../../../../src/policy/decide/solve/text-query.ts";
import { STEP_LIMIT, type Environment } from "../../../../src/policy/decide/request/environment.ts";
import type { BaseOperator } from "../../../../src/policy/shapes.ts";
import { namedWorld } from "../../../support/policy/named-world.ts";

export const environment: Environment = namedWorld;

export type Asker = CallerClass;

/** Every class of callers that searches are made for. */
export const PARTIES: readonly Asker[] = [
  STRANGER,
  LIMITED,
  SERVICE,
  DEPUTY,
  inAccount("222222222222"),
  { ...SERVICE, source: { account: "333333333333" } },
];

export const problemOf = (
  party: Asker,
  kind: number,
  key: ConditionKey,
  constraints: readonly Constraint[],
): TextQuery => {
  const one = { environment: { ...environment, budget: { left: STEP_LIMIT } }, caller: party };
  const [all] = initialRequests(one, 1);
  if (all === undefined) throw new Error("no request");
  return textQuery(one, { ...all, kinds: kind }, key, constraints);
};

/** A demand on one key. */
export interface Demand {
  readonly key: string;
  readonly sign: boolean;
  readonly operand: Operand;
}

export interface Solvable {
  readonly party: Asker;
  readonly kind: number;
  readonly demands: readonly Demand[];
  /** Meets all of the demands. */
  readonly member: string;
}

export const queryFor = ({ party, kind, demands }: Solvable, every: readonly boolean[] = []): TextQuery => {
  const constraints = demands.map(({ key, sign, operand }, index): Constraint => {
    return { key: environment.find(key), every: every[index] ?? false, sign, operand };
  });
  return problemOf(party, kind, environment.find(demands[0]?.key ?? ""), constraints);
};

export type Said = readonly [operator: BaseOperator, key: string, ...values: readonly string[]];

export const arn = (account: string, rest: string): string => `arn:aws:iam::${account}:${rest}`;

/** The value, and the steps that it took to find it or to see that there is none. */
export const sought = (
  party: Asker,
  kind: number,
  said: readonly Said[],
): readonly [string | null, number] => {
  const demands = said.map(([operator, key, ...values]): Demand => {
    return { key, sign: !isNegated(operator), operand: operandOf(operator, values) };
  });
  const query = queryFor({ party, kind, demands, member: "" });
  const value = solveText(query);
  return [value, STEP_LIMIT - query.context.environment.budget.left];
};
