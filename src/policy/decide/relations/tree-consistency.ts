import { language } from "../../sets/language.ts";
import { literal, type Tokens } from "../../sets/pattern.ts";
import { NEVER, part, type Part, type Requirement } from "../../sets/requirement.ts";
import { requirementsOf } from "../request/domain.ts";
import { isGood, problemsOf, type Knot, type Problems, type Values } from "./component.ts";
import { memberOf, requirementOf } from "../solve/shortest-word.ts";
import type { Slot } from "../keys/condition-key.ts";
import { solveText } from "../solve/solve-text.ts";
import { domainFor, type TextProblem } from "../solve/text-query.ts";
import { ANY, foldsCase, isSlot, patternBits, variablesIn, type Bit, type Tie } from "../request/relation.ts";
import { frameOf, within, type Frame } from "../keys/projection.ts";

/**
 * Ties between which there is one way at most from variable to variable: then each variable can be given a value that
 * leaves one for all others.
 */
interface Tree {
  readonly knot: Knot;
  readonly problems: Problems;
  readonly ties: readonly Tie[];
  readonly given: Map<string, string>;
  readonly loose: ReadonlyMap<string, readonly Requirement[]>;
}

/**
 * Values that pass the rules and meet the ties, as far as these are a tree; null where there are none. What makes a ring
 * of ties, a demand that something be different, and rules that are not of texts may be broken by them.
 */
export const valuesFor = (knot: Knot): Values | null => {
  const problems = problemsOf(knot);
  const ties = treeOf(knot);
  const bare: Tree = { knot, problems, ties: [], given: new Map(knot.fixed), loose: new Map() };
  const tree: Tree = { ...bare, ties, loose: looseDemands(bare, ties) };
  for (const [variable, problem] of problems) {
    const value = choose(problem, asked(tree, variable, null));
    if (value === null) return null;
    tree.given.set(variable, value);
  }
  return tree.given;
};

/** What ties that are left out ask of their keys, whatever their variables are. */
const looseDemands = (bare: Tree, ties: readonly Tie[]): Tree["loose"] => {
  const loose = new Map<string, readonly Requirement[]>();
  for (const tie of bare.knot.ties) {
    const { variable } = tie.key;
    if (tie.sign && !ties.includes(tie))
      loose.set(variable, [...(loose.get(variable) ?? []), ...demands(bare, variable, tie)]);
  }
  return loose;
};

/** As many of the ties as make no ring. */
const treeOf = ({ ties, fixed }: Knot): readonly Tie[] => {
  const groups = new Map<string, ReadonlySet<string>>();
  return ties.filter((tie) => {
    if (!tie.sign) return false;
    const variables = variablesIn(tie)
      .map(({ variable }) => variable)
      .filter((variable) => !fixed.has(variable));
    const joined = variables.map((variable) => groups.get(variable) ?? new Set([variable]));
    const all = new Set(joined.flatMap((group) => [...group]));
    if (all.size < joined.reduce((sum, { size }) => sum + size, 0)) return false;
    for (const variable of all) groups.set(variable, all);
    return true;
  });
};

/** A value that passes the rules and the demands, one that is liked if there is such a one. */
const choose = (problem: TextProblem, demanded: readonly Requirement[]): string | null => {
  const { world } = problem.ask;
  const alone = solveText(problem);
  if (alone === null) return null;
  const { has } = language(demanded, world.budget);
  return (
    [alone, ...problem.usual.filter((value) => isGood(problem, value))].find(has) ??
    memberOf(world, [...ownTexts(problem), ...demanded])
  );
};

/** What the variable can be, as far as its rules and all ties but one tell. */
const textsOf = (tree: Tree, variable: string, but: Tie | null): readonly Requirement[] => {
  const given = tree.given.get(variable);
  if (given !== undefined) return [{ patterns: [literal(given)], wanted: true }];
  const problem = tree.problems.get(variable);
  return [...(problem === undefined ? [] : ownTexts(problem)), ...asked(tree, variable, but)];
};

/** What all ties of the tree but one ask of the variable, and those that are left out. */
const asked = (tree: Tree, variable: string, but: Tie | null): readonly Requirement[] => [
  ...(tree.loose.get(variable) ?? []),
  ...tree.ties.filter((tie) => tie !== but).flatMap((tie) => demands(tree, variable, tie)),
];

const ownTexts = (problem: TextProblem): readonly Requirement[] => [
  ...requirementsOf(domainFor(problem)),
  ...problem.rules.map(requirementOf).filter((one) => one !== null),
];

/** What the tie asks of a variable. */
const demands = (tree: Tree, variable: string, tie: Tie): readonly Requirement[] =>
  tie.key.variable === variable ? ofKey(tree, tie) : ofVariable(tree, variable, tie);

const framed = ({ around }: Frame, parts: readonly Part[]): Requirement => ({
  ways: around.map(({ before, after }) => [part(before), ...parts, part(after)]),
});

const ofKey = (tree: Tree, tie: Tie): readonly Requirement[] => {
  const frame = frameOf(tie.key.view);
  return isLoose(tie.key) ? [] : [framed(frame, partsOf(tree, patternBits(tie), tie, frame))];
};

/** A federated user's id is two parts of his ARN, and no part of it. */
const isLoose = ({ view }: Slot): boolean => view === "federated id";

const ofVariable = (tree: Tree, variable: string, tie: Tie): readonly Requirement[] => {
  const bits = patternBits(tie);
  const index = bits.findIndex((bit) => isSlot(bit) && bit.variable === variable);
  const bit = bits[index];
  if (!isSlot(bit) || isLoose(bit) || isLoose(tie.key)) return [];
  const frame = frameOf(tie.key.view);
  const before = partsOf(tree, bits.slice(0, index), tie, frame);
  const after = partsOf(tree, bits.slice(index + 1), tie, frame);
  const text: Requirement = {
    around: frame.around.map((way) => ({
      before: [part(way.before), ...before],
      after: [...after, part(way.after)],
    })),
    whole: textsOf(tree, tie.key.variable, tie),
    fold: foldsCase(tie),
  };
  const own = frameOf(bit.view);
  return [framed(own, [{ texts: [text, ...inside(frame), ...inside(own)], fold: false }])];
};

const inside = ({ apart }: Frame): readonly Requirement[] =>
  apart === null ? [] : [{ patterns: [[apart.many]], wanted: true }];

/** The bits inside of the frame. */
const partsOf = (tree: Tree, bits: readonly Bit[], tie: Tie, frame: Frame): readonly Part[] =>
  bits.map((bit) => (isSlot(bit) ? ofValue(tree, bit, tie, frame) : ofText(bit, frame)));

const ofText = (text: Tokens, { apart }: Frame): Part => {
  const tokens = within(text, apart);
  return tokens === null ? { texts: [NEVER], fold: false } : part(tokens);
};

const ofValue = (tree: Tree, slot: Slot, tie: Tie, frame: Frame): Part => {
  if (isLoose(slot)) return part(ANY);
  const own = frameOf(slot.view);
  const seen: Requirement = {
    around: own.around.map(({ before, after }) => ({ before: [part(before)], after: [part(after)] })),
    whole: textsOf(tree, slot.variable, tie),
    fold: false,
  };
  return { texts: [seen, ...inside(own), ...inside(frame)], fold: foldsCase(tie) };
};
