import { alphabet } from "./alphabet.ts";
import { spend, type Budget } from "./budget.ts";
import { fits, repeats, type Token, type Tokens } from "./pattern.ts";

/** The texts that fit one of the patterns; those that fit none where it is not `wanted`. */
export interface Requirement {
  readonly patterns: readonly Tokens[];
  readonly wanted: boolean;
}

/** Where the patterns of one requirement are: pattern × SPAN + token, ascending. */
type Places = readonly number[];

/** More tokens than any pattern of a policy has. */
const SPAN = 2 ** 20;

const at = (patterns: readonly Tokens[], place: number): Token | undefined =>
  patterns[Math.floor(place / SPAN)]?.[place % SPAN];

/** A repeated token may be left without a unit. */
const closed = (patterns: readonly Tokens[], places: readonly number[]): Places => {
  if (!places.some((place) => isRepeated(patterns, place))) return places;
  const all = new Set(places);
  for (const place of all) {
    const token = at(patterns, place);
    if (token !== undefined && repeats(token)) all.add(place + 1);
  }
  return [...all].sort((a, b) => a - b);
};

const isRepeated = (patterns: readonly Tokens[], place: number): boolean => {
  const token = at(patterns, place);
  return token !== undefined && repeats(token);
};

const start = (patterns: readonly Tokens[]): Places =>
  closed(
    patterns,
    patterns.map((_, index) => index * SPAN),
  );

const step = (patterns: readonly Tokens[], places: Places, unit: string): Places => {
  const next: number[] = [];
  for (const place of places) {
    const token = at(patterns, place);
    if (token !== undefined && fits(token, unit)) next.push(repeats(token) ? place : place + 1);
  }
  return next.length === 0 ? next : closed(patterns, next);
};

const accepts = (patterns: readonly Tokens[], places: Places): boolean =>
  places.some((place) => place % SPAN === patterns[Math.floor(place / SPAN)]?.length);

/** Whether every continuation is accepted: a last token that stands for anything. */
const acceptsAll = (patterns: readonly Tokens[], places: Places): boolean =>
  places.some((place) => {
    const token = at(patterns, place);
    return (
      token !== undefined &&
      typeof token !== "string" &&
      token.repeat &&
      token.has === undefined &&
      at(patterns, place + 1) === undefined
    );
  });

/** One requirement as a deterministic automaton, built as it is walked; states are numbered, 0 is the first. */
interface Walker {
  readonly states: Known[];
  /** The state after one more unit, given by its number in the alphabet. */
  next(state: number, unit: number): number;
}

interface Known {
  readonly places: Places;
  readonly accepts: boolean;
  /** Whether no continuation can meet the requirement any more. */
  readonly isDead: boolean;
  /** The units that lead on, where they are few and known. */
  readonly choices: readonly number[] | null;
  readonly next: Int32Array;
}

const walker = ({ patterns, wanted }: Requirement, units: readonly string[], budget: Budget): Walker => {
  const states: Known[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (places: Places): number => {
    const key = places.join(",");
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    states.push({
      places,
      accepts: accepts(patterns, places) === wanted,
      isDead: wanted ? places.length === 0 : acceptsAll(patterns, places),
      choices: wanted ? literalsAt(patterns, places, units) : null,
      next: new Int32Array(units.length).fill(-1),
    });
    return states.length - 1;
  };
  numberOf(start(patterns));
  return {
    states,
    next: (state, unit) => {
      const from = states[state];
      if (from === undefined) return state;
      const known = from.next[unit] ?? -1;
      if (known !== -1) return known;
      // What one step takes grows with the places that it moves.
      spend(budget, from.places.length * 3 + 4);
      const to = numberOf(step(patterns, from.places, units[unit] ?? ""));
      from.next[unit] = to;
      return to;
    },
  };
};

const literalsAt = (
  patterns: readonly Tokens[],
  places: Places,
  units: readonly string[],
): readonly number[] | null => {
  const few = new Set<number>();
  for (const place of places) {
    const token = at(patterns, place);
    if (typeof token === "string") few.add(units.indexOf(token));
    else if (token !== undefined) return null;
  }
  return [...few];
};

/** A node of the product, with what led to it. */
interface Node {
  readonly states: readonly number[];
  readonly unit: string;
  readonly before: Node | null;
}

const spelled = (node: Node): string => {
  const units: string[] = [];
  for (let here: Node | null = node; here !== null; here = here.before) units.push(here.unit);
  return units.toReversed().join("");
};

/**
 * A shortest text that fits every requirement, or null where there is none: breadth first through the product of their
 * automata, each determinised as it goes.
 */
export const shortestMember = (requirements: readonly Requirement[], budget: Budget): string | null => {
  if (contradict(requirements)) return null;
  const units = alphabet(requirements.flatMap((requirement) => requirement.patterns));
  const all = units.map((_, index) => index);
  const walkers = requirements.map((requirement) => walker(requirement, units, budget));
  if (walkers.some((one) => one.states[0]?.isDead === true)) return null;
  let level: Node[] = [{ states: walkers.map(() => 0), unit: "", before: null }];
  const seen = new Set<string>();
  while (level.length > 0) {
    const found = level.find(({ states }) =>
      walkers.every((one, index) => one.states[states[index] ?? 0]?.accepts === true),
    );
    if (found !== undefined) return spelled(found);
    const next: Node[] = [];
    for (const node of level)
      for (const unit of choices(walkers, node) ?? all) {
        const states = advance(walkers, node, unit, budget);
        if (states === null) continue;
        const key = String.fromCharCode(...states);
        if (seen.has(key)) continue;
        seen.add(key);
        // A node is kept and compared with all others; that outweighs a step that leads nowhere new.
        spend(budget, 8);
        next.push({ states, unit: units[unit] ?? "", before: node });
      }
    level = next;
  }
  return null;
};

/** Whether all that one requirement wants another forbids, as it is written; spares the long way to the same end. */
const contradict = (requirements: readonly Requirement[]): boolean =>
  requirements.some(
    (yes) =>
      yes.wanted &&
      requirements.some(
        (no) =>
          !no.wanted && yes.patterns.every((pattern) => no.patterns.some((other) => isSame(pattern, other))),
      ),
  );

const isSame = (a: Tokens, b: Tokens): boolean =>
  a.length === b.length && a.every((token, index) => token === b[index]);

/** The next units worth trying: where a wanted requirement names them all, no others. */
const choices = (walkers: readonly Walker[], node: Node): readonly number[] | null => {
  for (let index = 0; index < walkers.length; index += 1) {
    const few = walkers[index]?.states[node.states[index] ?? 0]?.choices ?? null;
    if (few !== null) return few;
  }
  return null;
};

/** Where every requirement is after one more unit; null where one can no longer be met. */
const advance = (
  walkers: readonly Walker[],
  node: Node,
  unit: number,
  budget: Budget,
): readonly number[] | null => {
  spend(budget, 1);
  const states: number[] = [];
  for (let index = 0; index < walkers.length; index += 1) {
    const one = walkers[index];
    const state = one?.next(node.states[index] ?? 0, unit) ?? 0;
    if (one?.states[state]?.isDead === true) return null;
    states.push(state);
  }
  return states;
};

/** Whether the text fits every requirement. */
export const isMember = (requirements: readonly Requirement[], text: string): boolean =>
  requirements.every(({ patterns, wanted }) => {
    let places = start(patterns);
    for (let index = 0; index < text.length && places.length > 0; index += 1)
      places = step(patterns, places, text[index] ?? "");
    return accepts(patterns, places) === wanted;
  });
