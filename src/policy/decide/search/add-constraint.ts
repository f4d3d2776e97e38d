import { showTime } from "../request/default-values.ts";
import { withEntry } from "../request/persistent-map.ts";
import { namesOf } from "../request/named-or-trusted.ts";
import { KINDS, lowest } from "../keys/dimensions.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import { solveAddress, solveNumber, solvePublicAddress, solveTimes } from "../solve/solve-range.ts";
import { isRefuted, passes, solveText, solveTexts } from "../solve/solve-text.ts";
import {
  withKnowledge,
  narrowed,
  withRelationAdded,
  type Constraint,
  type SymbolicRequest,
} from "../request/symbolic-request.ts";
import { textQuery } from "../solve/text-query.ts";
import { variablesIn, type Relation } from "../request/relation.ts";
import {
  idConstraints,
  isRelated,
  isRelatedToCaller,
  withRelationsSolved,
} from "../relations/solve-component.ts";
import { byKind, CHAIN, constraintsOf, userIdOf, type SearchContext } from "../request/assignment.ts";

/** Values that pass the variable's rules, for the kind of caller at hand; null where there are none. */
const solve = (
  context: SearchContext,
  request: SymbolicRequest,
  key: ConditionKey,
  constraints: readonly Constraint[] = constraintsOf(request, key.variable),
): readonly string[] | null => {
  const kind = lowest(request.kinds);
  if (key.behind === "addresses" && key.restricts) {
    const named =
      context.caller.stranger && context.caller.anywhere === undefined
        ? () => namesOf(context.environment).networks
        : null;
    return list(solvePublicAddress(constraints, context.environment.publicSpace(), named));
  }
  if (key.behind === "addresses") return list(solveAddress(constraints));
  if (key.behind === "number") {
    const least = solveNumber(constraints);
    return least === null ? null : [String(least)];
  }
  // The id of a root or federated user is made of what its ARN has.
  if (key.variable === "principal")
    return list(
      solveText(textQuery(context, request, key, [...constraints, ...idConstraints(request, kind)])),
    );
  if (key.variable === "aws:userid" && (kind & (KINDS.root | KINDS.federated)) !== 0) {
    const id = userIdOf(context, request, kind);
    return constraints.every((constraint) => passes(constraint, id)) ? [id] : null;
  }
  const query = textQuery(context, request, key, constraints);
  return key.multivalued ? solveTexts(query) : list(solveText(query));
};

const list = (value: string | null): readonly string[] | null => (value === null ? null : [value]);

/** The state with one more constraint; null iff no request satisfies it. */
export const withConstraint = (
  context: SearchContext,
  request: SymbolicRequest,
  constraint: Constraint,
): SymbolicRequest | null => {
  const { key } = constraint;
  if (key.id !== CHAIN || !constraint.every) return withOwnRule(context, request, constraint);
  // A constraint on every service of the chain holds for its ends too.
  let next = withOwnRule(context, request, constraint);
  for (const key of ["aws:CalledViaFirst", "aws:CalledViaLast"])
    next =
      next === null
        ? null
        : withOwnRule(context, next, { ...constraint, key: context.environment.find(key) });
  return next;
};

const withOwnRule = (
  context: SearchContext,
  request: SymbolicRequest,
  constraint: Constraint,
): SymbolicRequest | null => {
  const { key } = constraint;
  const own = [...constraintsOf(request, key.variable), constraint];
  const constraints = withEntry(request.constraints, key.variable, own);
  const ruled = withKnowledge(request, request.present, constraints, request.values);
  if (byKind(key.variable)) return settled(context, ruled);
  if (key.behind === "instant") {
    const timed = withTimes(context, ruled);
    return timed === null
      ? null
      : retied(context, timed, [
          context.environment.find("aws:CurrentTime"),
          context.environment.find("aws:TokenIssueTime"),
        ]);
  }
  if (key.behind === "text" && isRelated(request, key.variable)) return retied(context, ruled, [key]);
  const next = withValues(context, ruled, key, own);
  return next === null ? null : retied(context, next, [key]);
};

/** The state with the related keys' values brought in line. */
const retied = (
  context: SearchContext,
  request: SymbolicRequest,
  keys: readonly ConditionKey[],
): SymbolicRequest | null => {
  if (!isRelated(request, ...keys.map(({ variable }) => variable))) return request;
  return isRelatedToCaller(request, keys)
    ? settled(context, request, keys)
    : withRelationsSolved(context, request, keys);
};

const withValues = (
  context: SearchContext,
  request: SymbolicRequest,
  key: ConditionKey,
  own: readonly Constraint[],
): SymbolicRequest | null => {
  const values = solve(context, request, key, own);
  return values === null
    ? null
    : withKnowledge(
        request,
        request.present,
        request.constraints,
        withEntry(request.values, key.variable, values),
      );
};

/** The state with one more relation; null where no request meets it. */
export const withRelation = (
  context: SearchContext,
  request: SymbolicRequest,
  relation: Relation,
): SymbolicRequest | null => retied(context, withRelationAdded(request, relation), variablesIn(relation));

const withTimes = (context: SearchContext, request: SymbolicRequest): SymbolicRequest | null => {
  const times = solveTimes(
    context.environment.now,
    constraintsOf(request, "time"),
    constraintsOf(request, "token time"),
  );
  if (times === null) return null;
  const timed = withEntry(request.values, "time", [showTime(times.time)]);
  return withKnowledge(
    request,
    request.present,
    request.constraints,
    withEntry(timed, "token time", [showTime(times.token)]),
  );
};

/**
 * Drops kinds of caller, from the preferred one on, until one meets the rules on who calls, and what these and the keys
 * are tied to can be; null where none does.
 */
export const settled = (
  context: SearchContext,
  request: SymbolicRequest,
  keys: readonly ConditionKey[] = [],
): SymbolicRequest | null => {
  const constraints = constraintsOf(request, "principal");
  const isFree = constraints.length === 0 && constraintsOf(request, "aws:userid").length === 0;
  if (isFree && !isRelated(request, "principal", "aws:userid")) return request;
  // The caller's account does not depend on the kind of caller.
  const accounts = constraints.filter((constraint) => constraint.key.projection === "account");
  if (
    accounts.length > 0 &&
    isRefuted(textQuery(context, request, context.environment.find("aws:PrincipalArn"), accounts))
  )
    return null;
  for (let left: SymbolicRequest | null = request; left !== null; left = narrowed(left, otherKinds(left))) {
    const tried = withCaller(context, left, keys);
    if (tried !== null) return tried;
  }
  return null;
};

/** A user has the same names with temporary credentials and without. */
const otherKinds = ({ kinds }: SymbolicRequest): Pick<SymbolicRequest, "kinds"> => {
  const kind = lowest(kinds);
  // Stryker disable next-line ConditionalExpression: a session would be tried in vain, and nothing else changes
  return { kinds: ~(kind === KINDS.user ? KINDS.user | KINDS.session : kind) };
};

const withCaller = (
  context: SearchContext,
  request: SymbolicRequest,
  keys: readonly ConditionKey[],
): SymbolicRequest | null => {
  if (isRelated(request, "principal", "aws:userid"))
    return withRelationsSolved(context, request, [
      context.environment.find("aws:PrincipalArn"),
      context.environment.find("aws:userid"),
      ...keys,
    ]);
  const arns = solve(context, request, context.environment.find("aws:PrincipalArn"));
  if (arns === null) return null;
  const named = withKnowledge(
    request,
    request.present,
    request.constraints,
    withEntry(request.values, "principal", arns),
  );
  const ids = solve(context, named, context.environment.find("aws:userid"));
  return ids === null
    ? null
    : withKnowledge(named, named.present, named.constraints, withEntry(named.values, "aws:userid", ids));
};
