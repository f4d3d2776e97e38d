import { STRANGER } from "../../../src/policy/decide/request/caller-class.ts";
import { constraintOf } from "../../../src/policy/decide/relations/equalities.ts";
import { isWild } from "../../../src/policy/decide/search/instantiate.ts";
import { valueIn, type Component, type Values } from "../../../src/policy/decide/relations/component.ts";
import { isNegated, operandOf } from "../../../src/policy/decide/compile/operand.ts";
import { initialRequests } from "../../../src/policy/decide/search/allow-minus-denies.ts";
import { KINDS } from "../../../src/policy/decide/keys/dimensions.ts";
import type { ConditionKey } from "../../../src/policy/decide/keys/condition-key.ts";
import {
  narrowed,
  type Constraint,
  type SymbolicRequest,
} from "../../../src/policy/decide/request/symbolic-request.ts";
import { templateOf, textOf, variablesOf } from "../../../src/policy/decide/compile/policy-variables.ts";
import {
  asCaller,
  isKey,
  variablesIn,
  type Segment,
  type Relation,
} from "../../../src/policy/decide/request/relation.ts";
import type { Environment } from "../../../src/policy/decide/request/environment.ts";
import { holds } from "../../../src/policy/evaluate/condition.ts";
import type { BaseOperator, Condition } from "../../../src/policy/shapes.ts";

/** One condition as `key operator value`, the value as in a policy: `aws:username StringLike x${aws:PrincipalTag/t}`. */
export type Line = `${string} ${BaseOperator} ${string}` | `${string} ${BaseOperator} `;

/** The line with `a`, `b`, `c` and `d` as tags of the caller's. */
export const inFull = (line: string): Line =>
  line.replaceAll(/(?<=^|\{)[abcd](?= |\})/g, "aws:PrincipalTag/$&") as Line;

interface Told {
  readonly key: string;
  readonly operator: BaseOperator;
  readonly value: string;
}

const told = (line: Line): Told => {
  const [key = "", operator = "", ...rest] = line.split(" ");
  return { key, operator: operator as BaseOperator, value: rest.join(" ") };
};

/** The line as a tie, of a caller of the kind. */
export const relationOf = ({ find }: Environment, line: Line, kind: number = KINDS.user): Relation => {
  const { key, operator, value } = told(line);
  const segments = templateOf(value).map((piece): Segment =>
    "variable" in piece
      ? asCaller(find(piece.variable), kind)
      : (textOf(piece, isWild(operator), () => null) ?? []),
  );
  return { key: asCaller(find(key), kind), sign: !isNegated(operator), operator, segments };
};

const isRelated = ({ segments }: Relation): boolean => segments.some(isKey);

const asConstraint = (relation: Relation): Constraint =>
  constraintOf(
    relation,
    operandOf(relation.operator, [relation.segments.flatMap((segment) => (isKey(segment) ? [] : segment))]),
  );

export const requestOf = (environment: Environment, kind: number): SymbolicRequest => {
  const [request] = initialRequests({ environment, caller: STRANGER }, 1);
  const own = request === undefined ? null : narrowed(request, { kinds: kind });
  if (own === null) throw new Error("no stranger is of the kind");
  return own;
};

/** Ties of lines that have variables, rules of those that have none. */
export const componentOf = (
  environment: Environment,
  lines: readonly Line[],
  fixed: Values = new Map(),
  kind: number = KINDS.user,
): Component => {
  const all = lines.map((line) => relationOf(environment, line, kind));
  const keys = new Map<string, ConditionKey>();
  for (const key of all.flatMap(variablesIn)) if (!keys.has(key.variable)) keys.set(key.variable, key);
  const ruled = all.filter((relation) => !isRelated(relation)).map(asConstraint);
  return {
    context: {
      environment: { ...environment, budget: { left: Infinity }, gap: { reason: null } },
      caller: STRANGER,
    },
    request: requestOf(environment, kind),
    keys,
    constraints: new Map(
      Array.from(keys.keys(), (variable) => [variable, ruled.filter(({ key }) => key.variable === variable)]),
    ),
    fixed,
    relations: all.filter(isRelated),
  };
};

export const conditionOf = (line: Line, ifExists = false): Condition => {
  const { key, operator, value } = told(line);
  return { at: "", qualifier: null, operator, ifExists, key, values: [{ text: value, at: "" }] };
};

/** The key of the line, and its variables. */
export const namesIn = (line: Line): readonly string[] => {
  const { key, value } = told(line);
  return [key, ...variablesOf(templateOf(value))];
};

/** The condition by the second evaluator. */
export const holdsOn = (
  condition: Condition,
  context: Readonly<Record<string, string | readonly string[]>>,
): boolean => holds(condition, "2012-10-17", { principal: "", action: "", resource: "", context });

/** Whether the line's condition holds where every key has the value that its variable gives it. */
export const isTrue = (
  environment: Environment,
  line: Line,
  values: Values,
  kind: number = KINDS.user,
): boolean =>
  holdsOn(
    conditionOf(line),
    Object.fromEntries(
      namesIn(line).map((name) => [name, valueIn(values, asCaller(environment.find(name), kind)) ?? ""]),
    ),
  );
