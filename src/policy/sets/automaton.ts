import { spend, type Budget } from "./budget.ts";
import type { Token, Tokens } from "./pattern.ts";
import { closed, step, type Line, type Places } from "./places.ts";

/** A state of a deterministic automaton, which is built as it is walked. */
export interface State {
  readonly number: number;
  readonly accepts: boolean;
  /** Whether no continuation is accepted any more; may be overlooked where that is not plain. */
  readonly isDead: boolean;
  /** The units that lead on; null where there are too many. */
  readonly choices: readonly string[] | null;
  next(unit: string): State;
}

/** What is to be known of a state of an automaton whose states are made of `M`. */
export interface Kind<M> {
  /** The same only for the same. */
  readonly keyOf: (made: M) => string;
  readonly step: (made: M, unit: string) => M;
  readonly accepts: (made: M) => boolean;
  readonly isDead: (made: M) => boolean;
  readonly choices: (made: M) => readonly string[] | null;
  /** Of one step, in steps of the budget. */
  readonly cost: (made: M) => number;
}

/** The first state of the automaton; each of its states is made once. */
export const automaton = <M>(kind: Kind<M>, first: M, budget: Budget): State => {
  const states = new Map<string, State>();
  const requestOf = (made: M): State => {
    const key = kind.keyOf(made);
    const known = states.get(key);
    if (known !== undefined) return known;
    // A state's number is one unit in the key of a node.
    if (states.size > 0xffff) spend(budget, Infinity);
    const ways = new Map<string, State>();
    const state: State = {
      number: states.size,
      accepts: kind.accepts(made),
      isDead: kind.isDead(made),
      choices: kind.choices(made),
      next: (unit) => {
        const way = ways.get(unit);
        if (way !== undefined) return way;
        spend(budget, kind.cost(made));
        const to = requestOf(kind.step(made, unit));
        ways.set(unit, to);
        return to;
      },
    };
    states.set(key, state);
    return state;
  };
  return requestOf(first);
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

/** Of the texts that fit one of the patterns, or (where they are not wanted) of all others. */
export const ofPatterns = (patterns: readonly Tokens[], wanted: boolean, budget: Budget): State => {
  const line = patterns.flatMap((pattern) => [...pattern, undefined]);
  return automaton<Places>(
    {
      keyOf: (places) => places.join(","),
      step: (places, unit) => step(line, places, unit),
      accepts: (places) => places.some((place) => line[place] === undefined) === wanted,
      isDead: (places) => (wanted ? places.length === 0 : acceptsAll(line, places)),
      choices: (places) => (wanted ? literalsAt(line, places) : null),
      // What one step takes grows with the places that it moves.
      cost: (places) => places.length * 3 + 4,
    },
    start(patterns, line),
    budget,
  );
};

const numbersOf = (states: readonly State[]): string =>
  String.fromCharCode(...states.map(({ number }) => number));

/** Of the texts that all of them accept. */
export const ofAll = (first: readonly State[], budget: Budget): State => {
  const [only, ...others] = first;
  if (only !== undefined && others.length === 0) return only;
  return automaton<readonly State[]>(
    {
      keyOf: numbersOf,
      step: (states, unit) => states.map((state) => state.next(unit)),
      accepts: (states) => states.every(({ accepts }) => accepts),
      isDead: (states) => states.some(({ isDead }) => isDead),
      choices: (states) => states.find(({ choices }) => choices !== null)?.choices ?? null,
      cost: (states) => states.length,
    },
    first,
    budget,
  );
};
