import { language } from "../../sets/language.ts";
import { literal, type Tokens } from "../../sets/pattern.ts";
import { NEVER, part, type Part, type Requirement } from "../../sets/requirement.ts";
import { requirementsOf } from "../request/domain.ts";
import { isGood, textQueriesOf, type Component, type TextQueries, type Values } from "./component.ts";
import { shortestWord, requirementOf } from "../solve/shortest-word.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import { solveText } from "../solve/solve-text.ts";
import { domainFor, type TextQuery } from "../solve/text-query.ts";
import {
  ANY,
  foldsCase,
  isKey,
  patternSegments,
  variablesIn,
  type Segment,
  type Relation,
} from "../request/relation.ts";
import { frameOf, within, type Frame } from "../keys/projection.ts";

/**
 * Relations with at most one path between any two variables: then arc consistency suffices, and each variable can take a
 * value that leaves one for all others.
 */
interface Tree {
  readonly knot: Component;
  readonly problems: TextQueries;
  readonly ties: readonly Relation[];
  readonly given: Map<string, string>;
  readonly loose: ReadonlyMap<string, readonly Requirement[]>;
}

/**
 * Values that pass the rules and meet the relations, as far as these are a tree; null where there are none. What makes a ring
 * of relations, a demand that something be different, and rules that are not of texts may be broken by them.
 */
export const solveTree = (component: Component): Values | null => {
  const problems = textQueriesOf(component);
  const relations = treeOf(component);
  const bare: Tree = {
    knot: component,
    problems,
    ties: [],
    given: new Map(component.fixed),
    loose: new Map(),
  };
  const tree: Tree = { ...bare, ties: relations, loose: looseDemands(bare, relations) };
  for (const [variable, query] of problems) {
    const value = choose(query, asked(tree, variable, null));
    if (value === null) return null;
    tree.given.set(variable, value);
  }
  return tree.given;
};

/** What relations that are left out ask of their keys, whatever their variables are. */
const looseDemands = (bare: Tree, relations: readonly Relation[]): Tree["loose"] => {
  const loose = new Map<string, readonly Requirement[]>();
  for (const relation of bare.knot.relations) {
    const { variable } = relation.key;
    if (relation.sign && !relations.includes(relation))
      loose.set(variable, [...(loose.get(variable) ?? []), ...demands(bare, variable, relation)]);
  }
  return loose;
};

/** A maximal set of relations without a cycle. */
const treeOf = ({ relations, fixed }: Component): readonly Relation[] => {
  const groups = new Map<string, ReadonlySet<string>>();
  return relations.filter((relation) => {
    if (!relation.sign) return false;
    const variables = variablesIn(relation)
      .map(({ variable }) => variable)
      .filter((variable) => !fixed.has(variable));
    const joined = variables.map((variable) => groups.get(variable) ?? new Set([variable]));
    const all = new Set(joined.flatMap((group) => [...group]));
    if (all.size < joined.reduce((sum, { size }) => sum + size, 0)) return false;
    for (const variable of all) groups.set(variable, all);
    return true;
  });
};

/** A value that satisfies constraints and demands: a preferred one where there is one. */
const choose = (query: TextQuery, demanded: readonly Requirement[]): string | null => {
  const { environment } = query.context;
  const alone = solveText(query);
  if (alone === null) return null;
  const { has } = language(demanded, environment.budget);
  return (
    [alone, ...query.usual.filter((value) => isGood(query, value))].find(has) ??
    shortestWord(environment, [...ownTexts(query), ...demanded])
  );
};

/** What the variable can be, as far as its rules and all relations but one tell. */
const textsOf = (tree: Tree, variable: string, but: Relation | null): readonly Requirement[] => {
  const given = tree.given.get(variable);
  if (given !== undefined) return [{ patterns: [literal(given)], wanted: true }];
  const query = tree.problems.get(variable);
  return [...(query === undefined ? [] : ownTexts(query)), ...asked(tree, variable, but)];
};

/** What all relations of the tree but one ask of the variable, and those that are left out. */
const asked = (tree: Tree, variable: string, but: Relation | null): readonly Requirement[] => [
  ...(tree.loose.get(variable) ?? []),
  ...tree.ties
    .filter((relation) => relation !== but)
    .flatMap((relation) => demands(tree, variable, relation)),
];

const ownTexts = (query: TextQuery): readonly Requirement[] => [
  ...requirementsOf(domainFor(query)),
  ...query.constraints.map(requirementOf).filter((one) => one !== null),
];

/** What the relation asks of a variable. */
const demands = (tree: Tree, variable: string, relation: Relation): readonly Requirement[] =>
  relation.key.variable === variable ? ofKey(tree, relation) : ofVariable(tree, variable, relation);

const framed = ({ around }: Frame, parts: readonly Part[]): Requirement => ({
  ways: around.map(({ before, after }) => [part(before), ...parts, part(after)]),
});

const ofKey = (tree: Tree, relation: Relation): readonly Requirement[] => {
  const frame = frameOf(relation.key.projection);
  return isLoose(relation.key)
    ? []
    : [framed(frame, partsOf(tree, patternSegments(relation), relation, frame))];
};

/** A federated user's id is two parts of his ARN, and no part of it. */
const isLoose = ({ projection }: ConditionKey): boolean => projection === "federated id";

const ofVariable = (tree: Tree, variable: string, relation: Relation): readonly Requirement[] => {
  const segments = patternSegments(relation);
  const index = segments.findIndex((segment) => isKey(segment) && segment.variable === variable);
  const segment = segments[index];
  if (!isKey(segment) || isLoose(segment) || isLoose(relation.key)) return [];
  const frame = frameOf(relation.key.projection);
  const before = partsOf(tree, segments.slice(0, index), relation, frame);
  const after = partsOf(tree, segments.slice(index + 1), relation, frame);
  const text: Requirement = {
    around: frame.around.map((way) => ({
      before: [part(way.before), ...before],
      after: [...after, part(way.after)],
    })),
    whole: textsOf(tree, relation.key.variable, relation),
    fold: foldsCase(relation),
  };
  const own = frameOf(segment.projection);
  return [framed(own, [{ texts: [text, ...inside(frame), ...inside(own)], fold: false }])];
};

const inside = ({ apart }: Frame): readonly Requirement[] =>
  apart === null ? [] : [{ patterns: [[apart.many]], wanted: true }];

/** The bits inside of the frame. */
const partsOf = (
  tree: Tree,
  segments: readonly Segment[],
  relation: Relation,
  frame: Frame,
): readonly Part[] =>
  segments.map((segment) =>
    isKey(segment) ? ofValue(tree, segment, relation, frame) : ofText(segment, frame),
  );

const ofText = (text: Tokens, { apart }: Frame): Part => {
  const tokens = within(text, apart);
  return tokens === null ? { texts: [NEVER], fold: false } : part(tokens);
};

const ofValue = (tree: Tree, key: ConditionKey, relation: Relation, frame: Frame): Part => {
  if (isLoose(key)) return part(ANY);
  const own = frameOf(key.projection);
  const seen: Requirement = {
    around: own.around.map(({ before, after }) => ({ before: [part(before)], after: [part(after)] })),
    whole: textsOf(tree, key.variable, relation),
    fold: false,
  };
  return { texts: [seen, ...inside(own), ...inside(frame)], fold: foldsCase(relation) };
};
