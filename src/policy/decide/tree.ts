import { language } from "../sets/language.ts";
import { literal } from "../sets/pattern.ts";
import { NEVER, part, type Part, type Requirement } from "../sets/requirement.ts";
import { requirementsOf } from "./domain.ts";
import { ACCOUNT } from "./families.ts";
import { isGood, problemsOf, type Knot, type Problems, type Values } from "./knot.ts";
import { familiarAccounts } from "./known.ts";
import { memberOf, requirementOf } from "./member.ts";
import { languageOf } from "./operand.ts";
import { KINDS } from "./shape.ts";
import type { Slot } from "./slot.ts";
import { solveText } from "./solve-text.ts";
import { domainFor, type TextProblem } from "./text-problem.ts";
import { ANY, foldsCase, isSlot, patternBits, variablesIn, type Bit, type Tie } from "./tie.ts";
import { frameOf, within, type Frame } from "./view.ts";

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
  if (alone === null || demanded.length === 0) return alone;
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
  ...tree.ties
    .filter((tie) => tie !== but && variablesIn(tie).some((slot) => slot.variable === variable))
    .flatMap((tie) => demands(tree, variable, tie)),
];

const ownTexts = (problem: TextProblem): readonly Requirement[] => [
  ...requirementsOf(domainFor(problem)),
  ...problem.rules.map(requirementOf).filter((one) => one !== null),
];

/** What the tie asks of one of its variables. */
const demands = (tree: Tree, variable: string, tie: Tie): readonly Requirement[] =>
  tie.key.variable === variable ? ofKey(tree, tie) : ofVariable(tree, variable, tie);

const framed = ({ around }: Frame, parts: readonly Part[]): Requirement => ({
  ways: around.map(({ before, after }) => [part(before), ...parts, part(after)]),
});

const ofKey = (tree: Tree, tie: Tie): readonly Requirement[] => {
  if (tie.key.view === "federated id") return [];
  const frame = frameOf(tie.key.view);
  const parts = partsOf(tree, patternBits(tie), tie, frame);
  return parts === null ? [NEVER] : [framed(frame, parts)];
};

const ofVariable = (tree: Tree, variable: string, tie: Tie): readonly Requirement[] => {
  const bits = patternBits(tie);
  const index = bits.findIndex((bit) => isSlot(bit) && bit.variable === variable);
  const bit = bits[index];
  if (!isSlot(bit) || bit.view === "federated id" || tie.key.view === "federated id") return [];
  const frame = frameOf(tie.key.view);
  const before = partsOf(tree, bits.slice(0, index), tie, frame);
  const after = partsOf(tree, bits.slice(index + 1), tie, frame);
  if (before === null || after === null) return [NEVER];
  const accounts = accountsOf(tree, tie.key, tie);
  const fold = foldsCase(tie);
  const texts: readonly Requirement[] = [
    accounts === null
      ? {
          around: frame.around.map((way) => ({
            before: [part(way.before), ...before],
            after: [...after, part(way.after)],
          })),
          whole: textsOf(tree, tie.key.variable, tie),
          fold,
        }
      : { around: [{ before, after }], whole: accounts, fold },
    ...inside(frame),
  ];
  const own = frameOf(bit.view);
  return own.apart === null ? texts : [framed(own, [{ texts: [...texts, ...inside(own)], fold: false }])];
};

const inside = ({ apart }: Frame): readonly Requirement[] =>
  apart === null ? [] : [{ patterns: [[apart.many]], wanted: true }];

/** The bits inside of the frame; null where they do not go into it. */
const partsOf = (tree: Tree, bits: readonly Bit[], tie: Tie, frame: Frame): readonly Part[] | null => {
  const parts: Part[] = [];
  for (const bit of bits) {
    const one = isSlot(bit) ? ofValue(tree, bit, tie, frame) : within(bit, frame.apart);
    if (one === null) return null;
    parts.push("texts" in one ? one : part(one));
  }
  return parts;
};

const ofValue = (tree: Tree, slot: Slot, tie: Tie, frame: Frame): Part => {
  const fold = foldsCase(tie);
  if (slot.view === "federated id") return part(ANY);
  const accounts = accountsOf(tree, slot, tie);
  if (accounts !== null) return { texts: accounts, fold };
  const texts = textsOf(tree, slot.variable, tie);
  const own = frameOf(slot.view);
  const seen: readonly Requirement[] =
    own.apart === null
      ? texts
      : [
          {
            around: own.around.map(({ before, after }) => ({ before: [part(before)], after: [part(after)] })),
            whole: texts,
            fold: false,
          },
        ];
  return { texts: [...seen, ...inside(own), ...inside(frame)], fold };
};

/**
 * What the caller's account can be where nothing is asked of the rest of his ARN: somebody of each kind is in every
 * account. Spares the automata of all ARNs; null where it does not serve.
 */
const accountsOf = (tree: Tree, slot: Slot, tie: Tie): readonly Requirement[] | null => {
  const problem = tree.problems.get("principal");
  if (slot.variable !== "principal" || slot.view !== "account" || problem === undefined) return null;
  const isHeld = tree.ties.some(
    (one) => one !== tie && variablesIn(one).some(({ variable }) => variable === "principal"),
  );
  if (isHeld || tree.loose.has("principal") || tree.given.has("principal") || problem.kind === KINDS.service)
    return null;
  if (problem.rules.some((rule) => rule.slot.view !== "account")) return null;
  const { world, party } = problem.ask;
  return [
    { patterns: [ACCOUNT], wanted: true },
    party.account === null
      ? { patterns: Array.from(familiarAccounts(world), literal), wanted: false }
      : { patterns: [literal(party.account)], wanted: true },
    ...problem.rules.flatMap(({ sign, operand }) => {
      const patterns = languageOf(operand);
      return patterns === null ? [] : [{ patterns, wanted: sign }];
    }),
  ];
};
