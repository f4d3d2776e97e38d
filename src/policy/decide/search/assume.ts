import { say } from "../../messages.ts";
import type { Predicate } from "../compile/predicate.ts";
import { segmentsOf, predicateOperand, isWild } from "./instantiate.ts";
import { fitsOperand, operandOf } from "../compile/operand.ts";
import { assumeMissing, assumePresent, settledAfter } from "./presence.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import { narrowed, type Constraint, type SymbolicRequest } from "../request/symbolic-request.ts";
import { isKey, textIn, type Relation } from "../request/relation.ts";
import { valuesOf, type SearchContext } from "../request/assignment.ts";
import { withConstraint, withRelation } from "./add-constraint.ts";

/** Whether the predicate is true of the request at hand. */
export const holds = (context: SearchContext, request: SymbolicRequest, predicate: Predicate): boolean => {
  const values = valuesOf(context, request, predicate.key);
  if (values === null) return predicate.whenMissing;
  if (predicate.whenPresent !== null) return predicate.whenPresent;
  const operand = predicateOperand(context, request, predicate);
  const fits = (value: string): boolean => fitsOperand(operand, value) === predicate.sign;
  return predicate.every ? values.every(fits) : values.some(fits);
};

/**
 * The parts of the state in which the predicate is true (or, where `truth` is false, not), as states that together hold
 * all of them: with the key missing in one way or another, and with it there.
 */
export const assume = (
  context: SearchContext,
  request: SymbolicRequest,
  predicate: Predicate,
  truth: boolean,
): readonly SymbolicRequest[] => {
  if (predicate.variables === null) return assumeGround(context, request, predicate, truth);
  // Where the key is missing, the values of variables do not matter.
  const without = predicate.whenMissing === truth ? assumeMissing(context, request, predicate.key) : [];
  const there = predicate.key.behind === "never" ? null : assumePresent(context, request, predicate.key);
  if (there === null) return without;
  const { keys } = predicate.variables;
  return [
    ...without,
    ...(predicate.key.by === undefined ? keys : [predicate.key, ...keys])
      .reduce<readonly SymbolicRequest[]>(
        (requests, key) => requests.flatMap((one) => parted(context, one, key)),
        [there],
      )
      .flatMap((one) => compared(context, one, predicate, truth)),
  ];
};

/** The state with the key missing, with it there, and of one that follows from the shape, with each of its values. */
const parted = (
  context: SearchContext,
  request: SymbolicRequest,
  key: ConditionKey,
): readonly SymbolicRequest[] => {
  // A variable stands for a key with one value.
  if (key.behind === "never" || key.multivalued) return [request];
  const there = assumePresent(context, request, key);
  const without = assumeMissing(context, request, key);
  if (there === null) return without;
  if (key.by === undefined) return [...without, there];
  const { dimension, values } = key.by;
  const bits = Array.from(values.keys(), (bit) =>
    settledAfter(context, there, narrowed(there, { [dimension]: bit })),
  );
  return [...without, ...bits.filter((one) => one !== null)];
};

const assumeGround = (
  context: SearchContext,
  request: SymbolicRequest,
  predicate: Predicate,
  truth: boolean,
): readonly SymbolicRequest[] => {
  const without = predicate.whenMissing === truth ? assumeMissing(context, request, predicate.key) : NONE;
  const met = whenThere(context, request, predicate, truth);
  return met === null ? without : [...without, met];
};

const NONE: readonly SymbolicRequest[] = [];

/** The part of the state in which the key is there; null where there is none. */
const whenThere = (
  context: SearchContext,
  request: SymbolicRequest,
  predicate: Predicate,
  truth: boolean,
): SymbolicRequest | null => {
  const { key } = predicate;
  if (predicate.whenPresent !== null && predicate.whenPresent !== truth) return null;
  const there = key.behind === "never" ? null : assumePresent(context, request, key);
  if (there === null || predicate.whenPresent !== null) return there;
  const constraint: Constraint = {
    key,
    every: predicate.every === truth,
    sign: predicate.sign === truth,
    operand: predicate.operand,
  };
  return withValue(context, there, constraint);
};

/**
 * One constraint, and relations for the values that are still open; used once it is settled whether the request carries
 * the predicate's key and its variables.
 */
const compared = (
  context: SearchContext,
  request: SymbolicRequest,
  predicate: Predicate,
  truth: boolean,
): readonly SymbolicRequest[] => {
  const { key, variables } = predicate;
  const operator = variables?.operator ?? "StringLike";
  const values =
    variables === null
      ? []
      : variables.templates
          .map((template) => segmentsOf(context, request, template, variables.find, isWild(operator)))
          .filter((segments) => segments !== null);
  const ground = values.filter((segments) => !segments.some(isKey)).map(textIn);
  const open = values.filter((segments) => segments.some(isKey));
  const sign = predicate.sign === truth;
  const constraint: Constraint = {
    key,
    every: predicate.every === truth,
    sign,
    operand: operandOf(operator, ground),
  };
  if (key.multivalued && open.length > 0)
    return inHand(context, request, {
      ...constraint,
      operand: predicateOperand(context, request, predicate),
    });
  const relations = open.map((segments): Relation => ({ key, sign, operator, segments }));
  const first = ground.length === 0 ? [] : [withValue(context, request, constraint)];
  if (sign)
    return [...first, ...relations.map((relation) => withRelation(context, request, relation))].filter(
      (one) => one !== null,
    );
  const last = relations.reduce<SymbolicRequest | null>(
    (one, relation) => (one === null ? null : withRelation(context, one, relation)),
    first.length === 0 ? request : (first[0] ?? null),
  );
  return last === null ? [] : [last];
};

/** A list key is compared with the variables' current values only. */
const inHand = (
  context: SearchContext,
  request: SymbolicRequest,
  constraint: Constraint,
): readonly SymbolicRequest[] => {
  context.environment.gap.reason = say("list-with-variables", constraint.key.name);
  const next = withValue(context, request, constraint);
  return next === null ? [] : [next];
};

const withValue = (
  context: SearchContext,
  request: SymbolicRequest,
  constraint: Constraint,
): SymbolicRequest | null => {
  const { key } = constraint;
  if (key.by !== undefined) {
    let bits = 0;
    for (const [bit, value] of key.by.values)
      if (fitsOperand(constraint.operand, value) === constraint.sign) bits |= bit;
    return settledAfter(context, request, narrowed(request, { [key.by.dimension]: bits }));
  }
  if (key.behind === "constant") {
    const value = valuesOf(context, request, key)?.[0];
    return value !== undefined && fitsOperand(constraint.operand, value) === constraint.sign ? request : null;
  }
  return withConstraint(context, request, constraint);
};
