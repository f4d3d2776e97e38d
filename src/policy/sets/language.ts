import { alphabet } from "./alphabet.ts";
import { spend, type Budget } from "./budget.ts";
import { fits, repeats, type Token, type Tokens } from "./pattern.ts";

/** The texts that fit one of the patterns; those that fit none where it is not `wanted`. */
export interface Requirement {
  readonly patterns: readonly Tokens[];
  readonly wanted: boolean;
}

/** The tokens of all patterns one after another; `undefined` at the end of each. */
type Line = readonly (Token | undefined)[];

/** Places in a line, ascending. */
type Places = readonly number[];

const isRepeated = (token: Token | undefined): boolean => token !== undefined && repeats(token);

/** A repeated token may be left without a unit. */
const closed = (line: Line, places: readonly number[]): Places => {
  const all: number[] = [];
  let next = 0;
  for (const place of places) {
    if (place < next) continue;
    all.push(place);
    next = place + 1;
    while (isRepeated(line[next - 1])) {
      all.push(next);
      next += 1;
    }
  }
  return all;
};

const start = (patterns: readonly Tokens[], line: Line): Places => {
  let first = 0;
  return closed(
    line,
    patterns.map((pattern) => {
      const place = first;
      first += pattern.length + 1;
      return place;
    }),
  );
};

const step = (line: Line, places: Places, unit: string): Places => {
  const next: number[] = [];
  for (const place of places) {
    const token = line[place];
    if (token !== undefined && fits(token, unit)) next.push(repeats(token) ? place : place + 1);
  }
  return closed(line, next);
};

const isAnything = (token: Token | undefined): boolean =>
  token !== undefined && typeof token !== "string" && token.repeat && token.has === undefined;

/** Whether every continuation is accepted: a last token that stands for anything. */
const acceptsAll = (line: Line, places: Places): boolean =>
  places.some((place) => isAnything(line[place]) && line[place + 1] === undefined);

/** The units that lead on, where they are few and known. */
const literalsAt = (line: Line, places: Places): readonly string[] | null => {
  const few = new Set<string>();
  for (const place of places) {
    const token = line[place];
    if (typeof token === "string") few.add(token);
    else if (token !== undefined) return null;
  }
  return [...few];
};

/** A state of the deterministic automaton of one requirement, which is built as it is walked. */
interface State {
  readonly number: number;
  readonly accepts: boolean;
  /** Whether no continuation can meet the requirement any more. */
  readonly isDead: boolean;
  /** The units that lead on; null where there are too many. */
  readonly choices: readonly string[] | null;
  next(unit: string): State;
}

/** The first state. */
const automaton = ({ patterns, wanted }: Requirement, budget: Budget): State => {
  const line = patterns.flatMap((pattern) => [...pattern, undefined]);
  const states = new Map<string, State>();
  const stateAt = (places: Places): State => {
    const key = places.join(",");
    const known = states.get(key);
    if (known !== undefined) return known;
    // A state's number is one unit in the key of a node.
    if (states.size > 0xffff) spend(budget, Infinity);
    const ways = new Map<string, State>();
    const state: State = {
      number: states.size,
      accepts: places.some((place) => line[place] === undefined) === wanted,
      isDead: wanted ? places.length === 0 : acceptsAll(line, places),
      choices: wanted ? literalsAt(line, places) : null,
      next: (unit) => {
        const way = ways.get(unit);
        if (way !== undefined) return way;
        // What one step takes grows with the places that it moves.
        spend(budget, places.length * 3 + 4);
        const to = stateAt(step(line, places, unit));
        ways.set(unit, to);
        return to;
      },
    };
    states.set(key, state);
    return state;
  };
  return stateAt(start(patterns, line));
};

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

/**
 * A shortest text that fits every requirement, or null where there is none: breadth first through the product of their
 * automata, each determinised as it goes.
 */
export const shortestMember = (requirements: readonly Requirement[], budget: Budget): string | null => {
  if (contradict(requirements)) return null;
  const states = requirements.map((requirement) => automaton(requirement, budget));
  if (states.some(({ isDead }) => isDead)) return null;
  const units = alphabet(requirements.flatMap(({ patterns }) => patterns));
  const seen = new Set<string>();
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
  seen: Set<string>,
  budget: Budget,
  nodes: Node[],
): void => {
  for (const unit of choices(node) ?? units) {
    const states = advance(node, unit, budget);
    if (states === null) continue;
    const key = String.fromCharCode(...states.map(({ number }) => number));
    if (seen.has(key)) continue;
    seen.add(key);
    // A node is kept and compared with all others; that outweighs a step that leads nowhere new.
    spend(budget, 8);
    nodes.push({ states, unit, before: node });
  }
};

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

/** Whether the text fits every requirement. */
export const isMember = (requirements: readonly Requirement[], text: string): boolean =>
  requirements.every(
    (requirement) =>
      text.split("").reduce((state, unit) => state.next(unit), automaton(requirement, { left: Infinity }))
        .accepts,
  );
