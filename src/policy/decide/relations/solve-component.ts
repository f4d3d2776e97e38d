import { say, type Said } from "../../messages.ts";
import { entryOf, withEntry } from "../request/persistent-map.ts";
import { repairLocally } from "./local-repair.ts";
import { holdsFor, relaxed, type Component, type Values } from "./component.ts";
import { exactTexts } from "../compile/operand.ts";
import { KINDS, lowest } from "../keys/dimensions.ts";
import type { ConditionKey, Projection } from "../keys/condition-key.ts";
import { passes } from "../solve/solve-text.ts";
import { withKnowledge, type Constraint, type SymbolicRequest } from "../request/symbolic-request.ts";
import { asCaller, isKey, keysIn, variablesIn, type Relation } from "../request/relation.ts";
import { solveTree } from "./tree-consistency.ts";
import { constraintsOf, userIdOf, valuesOf, type SearchContext } from "../request/assignment.ts";

/** Values that are tried one after the other before the component is left undecided. */
const TRIES = 40;

export const isRelated = ({ relations }: SymbolicRequest, ...variables: readonly string[]): boolean =>
  relations.some((relation) => variablesIn(relation).some(({ variable }) => variables.includes(variable)));

/** What the variables are tied to, directly or through others, themselves among it. */
const reach = (relations: readonly Relation[], starts: Iterable<string>): ReadonlySet<string> => {
  const reached = new Set(starts);
  for (let size = -1; size < reached.size;) {
    size = reached.size;
    for (const relation of relations) {
      const keys = variablesIn(relation);
      if (keys.some(({ variable }) => reached.has(variable)))
        for (const key of keys) if (isText(key)) reached.add(key.variable);
    }
  }
  return reached;
};

/** Whether what the keys are depends on who calls. */
export const isRelatedToCaller = ({ relations }: SymbolicRequest, keys: readonly ConditionKey[]): boolean => {
  const all = reach(
    relations,
    keys.map(({ variable }) => variable),
  );
  return all.has("principal") || all.has("aws:userid");
};

/** The state with values that meet the relations of these keys and of all that they are tied to; null where there are none. */
export const withRelationsSolved = (
  context: SearchContext,
  request: SymbolicRequest,
  keys: readonly ConditionKey[],
): SymbolicRequest | null => {
  const kind = lowest(request.kinds);
  const component = componentOf(context, request, keys, kind);
  const left = { tries: TRIES };
  const values = solveOne(component, left);
  if (values === null) {
    if (left.tries < 0 || isNarrowed(request, component))
      context.environment.gap.reason ??= reasonOf(component);
    return null;
  }
  let all = request.values;
  for (const variable of component.keys.keys()) {
    const value = values.get(variable);
    if (value !== undefined && entryOf(all, variable)?.[0] !== value) all = withEntry(all, variable, [value]);
  }
  const next = withKnowledge(request, request.present, request.constraints, all);
  return (kind & (KINDS.root | KINDS.federated)) !== 0 && component.keys.has("principal")
    ? withKnowledge(
        next,
        next.present,
        next.constraints,
        withEntry(next.values, "aws:userid", [userIdOf(context, next, kind)]),
      )
    : next;
};

/** Whether a number, a date or an address was taken as it is at hand, where it might be another. */
const isNarrowed = ({ relations }: SymbolicRequest, { relations: own }: Component): boolean =>
  own.length > 0 &&
  relations.some((relation) => variablesIn(relation).some((key) => !isText(key) && !isConstant(key)));

const reasonOf = ({ relations }: Component): Said =>
  say("related-keys", [...new Set(relations.flatMap(variablesIn).map(({ name }) => name))].sort());

/** Whether the key's values are texts to be solved; a variable that is fixed at its current value is named with a leading line break. */
const isText = ({ behind, variable }: ConditionKey): boolean =>
  behind === "text" && !variable.startsWith("\n");

const isConstant = ({ behind }: ConditionKey): boolean => behind === "constant" || behind === "shape";

/** Every relation that involves the keys, directly or through others. */
const componentOf = (
  context: SearchContext,
  request: SymbolicRequest,
  starts: readonly ConditionKey[],
  kind: number,
): Component => {
  const fixed = new Map<string, string>();
  const seen = (key: ConditionKey): ConditionKey => {
    const own = asCaller(key, kind);
    if (isText(own)) return own;
    // What is no text stands there as it is on the request at hand.
    const variable = `\n${own.id}`;
    fixed.set(variable, valuesOf(context, request, own)?.[0] ?? "");
    return { ...own, variable, projection: "whole" };
  };
  const all = request.relations.map((relation) => ({
    ...relation,
    key: seen(relation.key),
    segments: relation.segments.map((segment) => (isKey(segment) ? seen(segment) : segment)),
  }));
  const keys = new Map(starts.map(seen).map((key) => [key.variable, key]));
  const reached = reach(all, keys.keys());
  const relations = all.filter((relation) =>
    variablesIn(relation).some(({ variable }) => reached.has(variable)),
  );
  for (const key of relations.flatMap(variablesIn)) if (!keys.has(key.variable)) keys.set(key.variable, key);
  return {
    context,
    request,
    keys,
    constraints: new Map(
      Array.from(keys.keys(), (variable) => [variable, constraintsFor(request, variable, kind)]),
    ),
    fixed,
    relations,
  };
};

const constraintsFor = (request: SymbolicRequest, variable: string, kind: number): readonly Constraint[] => {
  const own = constraintsOf(request, variable);
  return variable === "principal" ? [...own, ...idConstraints(request, kind)] : own;
};

/** What rules on the id ask of the ARN, where the id is made of it. */
export const idConstraints = (request: SymbolicRequest, kind: number): readonly Constraint[] => {
  const projection: Projection | null =
    kind === KINDS.root ? "account" : kind === KINDS.federated ? "federated id" : null;
  return projection === null
    ? []
    : constraintsOf(request, "aws:userid").map((constraint) => ({
        ...constraint,
        key: { ...constraint.key, variable: "principal", projection },
      }));
};

/**
 * Values that meet everything; null where there are none, or where none was found within the tries. Where a demand is
 * broken by the values at hand, each of these is fixed, and then one left out: so nothing is overlooked.
 */
const solveOne = (component: Component, left: { tries: number }): Values | null => {
  left.tries -= 1;
  if (left.tries < 0) return null;
  if ([...component.fixed].some(([variable, value]) => !passesAll(component, variable, value))) return null;
  const loose = relaxed(component);
  const values = loose === null ? null : (repairLocally(loose) ?? solveTree(loose));
  if (values === null) return null;
  const keys = brokenAt(component, values);
  const [first] = keys;
  if (first === undefined) return values;
  for (const { variable } of keys) {
    const fixed = new Map([...component.fixed, [variable, values.get(variable) ?? ""]]);
    const found = solveOne({ ...component, fixed }, left);
    if (found !== null) return found;
  }
  return solveOne(without(component, first, values.get(first.variable) ?? ""), left);
};

const passesAll = ({ constraints }: Component, variable: string, value: string): boolean =>
  (constraints.get(variable) ?? []).every((constraint) => passes(constraint, value));

const without = (component: Component, key: ConditionKey, value: string): Component => {
  const constraint: Constraint = {
    key: { ...key, projection: "whole" },
    every: false,
    sign: false,
    operand: { form: "exact", texts: [value], fold: false },
  };
  const { variable } = key;
  return {
    ...component,
    constraints: new Map([
      ...component.constraints,
      [variable, [...(component.constraints.get(variable) ?? []), constraint]],
    ]),
  };
};

/** The variables, not fixed yet, of a demand that the values do not meet; none where they meet all. */
const brokenAt = (component: Component, values: Values): readonly ConditionKey[] => {
  for (const [variable, key] of component.keys)
    if (!component.fixed.has(variable) && !passesAll(component, variable, values.get(variable) ?? ""))
      return [key];
  const broken = component.relations.find((relation) => !holdsFor(relation, values));
  if (broken === undefined) return [];
  const open = new Map([...keysIn(broken.segments), broken.key].map((key) => [key.variable, key]));
  const keys = [...open.values()].filter(({ variable }) => !component.fixed.has(variable));
  return [
    ...keys.filter(({ variable }) => isFew(component, variable)),
    ...keys.filter(({ variable }) => !isFew(component, variable)),
  ];
};

/** Whether the rules leave the variable a few values only: leaving out one after the other ends soon. */
const isFew = ({ constraints }: Component, variable: string): boolean =>
  (constraints.get(variable) ?? []).some(
    ({ sign, key, operand }) => sign && key.projection === "whole" && exactTexts(operand) !== null,
  );
