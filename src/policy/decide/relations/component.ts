import { literal, MANY } from "../../sets/pattern.ts";
import {
  mergeEqual,
  ANY_ARN,
  contradict,
  isEndless,
  isRelation,
  constraintOf,
  withItself,
  type Outcome,
} from "./equalities.ts";
import { substringConstraint } from "./substring.ts";
import { isIn } from "../request/domain.ts";
import { operandOf } from "../compile/operand.ts";
import type { ConditionKey, Projection } from "../keys/condition-key.ts";
import { passes } from "../solve/solve-text.ts";
import type { Constraint, SymbolicRequest } from "../request/symbolic-request.ts";
import { domainFor, textQuery, type TextQuery } from "../solve/text-query.ts";
import {
  equalTo,
  foldsCase,
  isMet,
  isOfArns,
  isKey,
  pattern,
  textIn,
  type Segment,
  type Relation,
} from "../request/relation.ts";
import type { SearchContext } from "../request/assignment.ts";
import { anyOf, project } from "../keys/projection.ts";

/** Variables that relations hold together, with the rules for each and the values that are fixed. */
export interface Component {
  readonly context: SearchContext;
  readonly request: SymbolicRequest;
  /** One key of each variable. */
  readonly keys: ReadonlyMap<string, ConditionKey>;
  readonly constraints: ReadonlyMap<string, readonly Constraint[]>;
  readonly fixed: ReadonlyMap<string, string>;
  readonly relations: readonly Relation[];
}

/** Whole values of variables. */
export type Values = ReadonlyMap<string, string>;

export const valueIn = (values: Values, key: ConditionKey): string | undefined => {
  const value = values.get(key.variable);
  return value === undefined ? undefined : project(key.projection, value);
};

/** Whether the values, of all of its variables, meet the relation. */
export const holdsFor = (relation: Relation, values: Values): boolean => {
  const valueOf = (key: ConditionKey): string => valueIn(values, key) ?? "";
  return isMet(relation, valueOf(relation.key), pattern(relation, valueOf));
};

export type TextQueries = ReadonlyMap<string, TextQuery>;

/**
 * What is asked of the open variables: first those that nobody chooses freely, as they have values that are liked; last those that are
 * made of others, so that these are plain, and not empty.
 */
export const textQueriesOf = ({
  context,
  request,
  keys,
  constraints,
  fixed,
  relations,
}: Component): TextQueries => {
  const made = new Set(
    relations
      .filter((relation) => relation.sign && equalTo(relation) === null)
      .map(({ key }) => key.variable),
  );
  const rank = ([variable, { meaning }]: readonly [string, ConditionKey]): number =>
    meaning?.class !== "chosen" && meaning?.class !== "content" ? 0 : made.has(variable) ? 2 : 1;
  const open = [...keys].filter(([variable]) => !fixed.has(variable));
  return new Map(
    open
      .sort((a, b) => rank(a) - rank(b))
      .map(([variable, slot]) => [
        variable,
        textQuery(context, request, slot, constraints.get(variable) ?? []),
      ]),
  );
};

/** Whether the value is one of the variable's and passes its rules. */
export const isGood = (query: TextQuery, value: string): boolean =>
  isIn(domainFor(query), value) && query.constraints.every((constraint) => passes(constraint, value));

/** The component with known values filled in; null where a relation cannot be met. */
export const relaxed = (component: Component): Component | null => {
  const known = replaced(component, component.relations, (relation) => filledIn(component, relation));
  const apart = known === null ? null : replaced(known, known.relations, byFederatedId);
  const ground = apart === null ? null : replaced(apart, apart.relations, byOrganization);
  if (ground === null) return null;
  const same = mergeEqual(ground.relations);
  if (isEndless(ground.relations) || contradict(ground.relations)) return null;
  const left = replaced(ground, same.relations, (relation) => withItself(relation, same.classOf));
  return left === null ? null : replaced(left, left.relations, byArn);
};

const replaced = (
  component: Component,
  relations: readonly Relation[],
  by: (relation: Relation) => Outcome,
): Component | null => {
  const left: Relation[] = [];
  const constraints = new Map(component.constraints);
  for (const relation of relations) {
    const outcome = by(relation);
    if (outcome === null) return null;
    for (const one of outcome)
      if (isRelation(one)) left.push(one);
      else constraints.set(one.key.variable, [...(constraints.get(one.key.variable) ?? []), one]);
  }
  return { ...component, relations: left, constraints };
};

/** The fixed values in place of their variables. */
const filledIn = (component: Component, relation: Relation): Outcome => {
  const { fixed } = component;
  const value = valueIn(fixed, relation.key);
  const left = { ...relation, segments: relation.segments.map((segment) => withValue(segment, fixed)) };
  if (value === undefined) return [withoutVariables(left)];
  if (left.segments.some(isKey))
    return [substringConstraint(component.context.environment.budget, left, value) ?? left];
  return isMet(relation, value, textIn(left.segments)) ? [] : null;
};

const withValue = (segment: Segment, fixed: Component["fixed"]): Segment => {
  const value = isKey(segment) ? valueIn(fixed, segment) : undefined;
  return value === undefined ? segment : literal(value);
};

/** The constraint that a relation comes to when no variable but its key is left. */
const withoutVariables = (relation: Relation): Relation | Constraint =>
  relation.segments.some(isKey)
    ? relation
    : constraintOf(relation, operandOf(relation.operator, [textIn(relation.segments)]));

/** A value that matches an ARN pattern is itself an ARN, whatever the variables are. */
const byArn = (relation: Relation): Outcome =>
  isOfArns(relation) && relation.sign ? [relation, constraintOf(relation, ANY_ARN)] : [relation];

/** A federated user's id is `account:name`: the parts before and after its only colon. */
const byFederatedId = (relation: Relation): Outcome => {
  const at = relation.segments.findIndex((segment) => !isKey(segment) && segment.includes(":"));
  const segment = relation.segments[at];
  if (
    relation.key.projection !== "federated id" ||
    isOfArns(relation) ||
    segment === undefined ||
    isKey(segment)
  )
    return [relation];
  const colon = segment.indexOf(":");
  const account = [...relation.segments.slice(0, at), segment.slice(0, colon)].filter(
    (one) => isKey(one) || one.length > 0,
  );
  const name = [segment.slice(colon + 1), ...relation.segments.slice(at + 1)];
  const byName = partOf(relation, "user name", name);
  if (relation.sign) return [partOf(relation, "account", account), byName];
  const [own, ...others] = account;
  // No other key than the caller's is seen as the account of an ARN.
  const isOwn = isKey(own) && own.projection === "account";
  return isOwn && others.length === 0 ? [byName] : [relation];
};

const partOf = (
  relation: Relation,
  projection: Projection,
  segments: readonly Segment[],
): Relation | Constraint => withoutVariables({ ...relation, key: { ...relation.key, projection }, segments });

/** A path that begins with an organisation's id is in that organisation; what follows the id is a rule of its own. */
const byOrganization = (relation: Relation): Outcome => {
  const { key, sign } = relation;
  const [segment, ...others] = relation.segments;
  const rest = textIn(others);
  const isPath =
    key.variable.endsWith("organization") &&
    key.projection === "whole" &&
    !isOfArns(relation) &&
    !foldsCase(relation);
  if (!isPath || !isKey(segment) || segment.projection !== "organization") return [relation];
  if (rest[0] !== "/" || others.some(isKey)) return [relation];
  const same: Relation = {
    key: { ...key, projection: "organization" },
    sign,
    operator: "StringEquals",
    segments: [segment],
  };
  if (rest.length === 2 && rest[1] === MANY) return [same];
  return sign
    ? [same, constraintOf(relation, { form: "glob", patterns: [[anyOf("organization"), ...rest]] })]
    : [relation];
};
