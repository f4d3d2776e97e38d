import { alphabet } from "./alphabet.ts";
import type { State } from "./automaton.ts";
import { spend, type Budget } from "./budget.ts";
import { automatonOf } from "./composed.ts";
import type { Tokens } from "./pattern.ts";
import { addPatterns, type Requirement } from "./requirement.ts";

/** A node of the product, with what led to it. */
interface Node {
  readonly states: readonly State[];
  readonly unit: string;
  readonly before: Node | null;
}

const spelled = (node: Node): string => {
  const units: string[] = [];
  for (let here: Node | null = node; here !== null; here = here.before) units.push(here.unit);
  return units.toReversed().join("");
};

/** What meets all of some requirements. */
export interface Language {
  readonly has: (text: string) => boolean;
  /** A shortest text, or null where there is none. */
  readonly shortest: () => string | null;
}

/** Texts that fit every requirement; what is asked of them one after the other is worked out once. */
export const language = (requirements: readonly Requirement[], budget: Budget): Language => {
  const patterns: Tokens[] = [];
  for (const requirement of requirements) addPatterns(requirement, patterns);
  const units = alphabet(patterns);
  const states = requirements.map((requirement) => automatonOf(requirement, { budget, units }));
  return {
    has: (text) =>
      states.every((first) => text.split("").reduce((state, unit) => state.next(unit), first).accepts),
    shortest: () => shortestFrom(states, units, budget),
  };
};

/** A shortest text that fits every requirement, or null where there is none. */
export const shortestMember = (requirements: readonly Requirement[], budget: Budget): string | null =>
  contradict(requirements) ? null : language(requirements, budget).shortest();

/** Breadth first through the product of the automata, each determinised as it goes. */
const shortestFrom = (states: readonly State[], units: readonly string[], budget: Budget): string | null => {
  if (states.some(({ isDead }) => isDead)) return null;
  const seen = new Set<Key>();
  let level: readonly Node[] = [{ states, unit: "", before: null }];
  while (level.length > 0) {
    const found = level.find((node) => node.states.every(({ accepts }) => accepts));
    if (found !== undefined) return spelled(found);
    const next: Node[] = [];
    for (const node of level) addAfter(node, units, seen, budget, next);
    level = next;
  }
  return null;
};

/** Adds the nodes one unit further, but for those seen before. */
const addAfter = (
  node: Node,
  units: readonly string[],
  seen: Set<Key>,
  budget: Budget,
  nodes: Node[],
): void => {
  let known = seen.size;
  for (const unit of choices(node) ?? units) {
    const states = advance(node, unit, budget);
    if (states === null) continue;
    const { size } = seen.add(keyOf(states));
    if (size === known) continue;
    known = size;
    // A node is kept and compared with all others; that outweighs a step that leads nowhere new.
    spend(budget, 8);
    nodes.push({ states, unit, before: node });
  }
};

/** The same only for the same states: each number has 16 bits, and a whole number is exact up to 53. */
type Key = number | string;

const keyOf = (states: readonly State[]): Key =>
  states.length > 3
    ? String.fromCharCode(...states.map(({ number }) => number))
    : states.reduce((key, { number }) => key * 0x10000 + number, 0);

/** The next units worth trying: where a wanted requirement names them all, no others. */
const choices = ({ states }: Node): readonly string[] | null =>
  states.find((state) => state.choices !== null)?.choices ?? null;

/** Where every requirement is after one more unit; null where one can no longer be met. */
const advance = (node: Node, unit: string, budget: Budget): readonly State[] | null => {
  spend(budget, 1);
  const states: State[] = [];
  for (const state of node.states) {
    const to = state.next(unit);
    if (to.isDead) return null;
    states.push(to);
  }
  return states;
};

/** Whether all that one requirement wants another forbids, as it is written; spares the long way to the same end. */
const contradict = (requirements: readonly Requirement[]): boolean => {
  const listed = requirements.filter((requirement) => "patterns" in requirement);
  return listed.some(
    (yes) =>
      yes.wanted &&
      listed.some(
        (no) =>
          !no.wanted && yes.patterns.every((pattern) => no.patterns.some((other) => isSame(pattern, other))),
      ),
  );
};

const isSame = (a: Tokens, b: Tokens): boolean =>
  a.length === b.length && a.every((token, index) => token === b[index]);
