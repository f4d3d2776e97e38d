import { automaton, ofAll, ofPatterns, type State } from "./automaton.ts";
import { spend, type Budget } from "./budget.ts";
import { inEitherCase, part, type Composed, type Inner, type Part, type Requirement } from "./requirement.ts";

/** What automata of requirements are made with: the budget, and units that tell everything apart. */
export interface Making {
  readonly budget: Budget;
  readonly units: readonly string[];
}

export const automatonOf = (requirement: Requirement, making: Making): State => {
  if ("patterns" in requirement) return ofPatterns(requirement.patterns, requirement.wanted, making.budget);
  return "ways" in requirement ? ofWays(requirement, making) : ofInner(requirement, making);
};

const automatonOfAll = (requirements: readonly Requirement[], making: Making): State =>
  ofAll(
    requirements.map((requirement) => automatonOf(requirement, making)),
    making.budget,
  );

/** A part of a way. */
interface Place {
  /** The same only for the same. */
  readonly name: string;
  readonly fold: boolean;
  /** Where the next part begins; null in the last. */
  readonly next: Here | null;
  /** Whether a text of the part may end in this state. */
  readonly ends: (state: State) => boolean;
}

/** Where a reader is: in which part of which way, and how far in it. */
interface Here {
  readonly place: Place;
  readonly state: State;
}

const nameOf = ({ place, state }: Here): string => `${place.name}.${state.number}`;

/** Each once, and none from which nothing leads on. */
const alive = (all: readonly Here[]): readonly Here[] => [
  ...new Map(all.filter(({ state }) => !state.isDead).map((one) => [nameOf(one), one])).values(),
];

/** Where a part can end, the next can begin. */
const withNext = (here: Here): readonly Here[] => {
  const { next, ends } = here.place;
  return next !== null && ends(here.state) ? [here, ...withNext(next)] : [here];
};

const after = ({ place, state }: Here, unit: string): readonly Here[] =>
  (place.fold ? inEitherCase(unit) : [unit]).map((one) => ({ place, state: state.next(one) }));

/** What all of them name; null where one does not. */
const together = (all: readonly (readonly string[] | null)[]): readonly string[] | null => {
  const named = all.filter((one) => one !== null);
  return named.length === all.length ? [...new Set(named.flat())] : null;
};

/** Of one who reads in several places at once. */
const from = (first: readonly Here[], { budget }: Making): State =>
  automaton<readonly Here[]>(
    {
      keyOf: (all) => all.map(nameOf).sort().join(),
      step: (all, unit) => alive(all.flatMap((here) => after(here, unit)).flatMap(withNext)),
      accepts: (all) => all.some(({ place, state }) => place.next === null && place.ends(state)),
      isDead: (all) => all.length === 0,
      choices: (all) => together(all.map(({ place, state }) => (place.fold ? null : state.choices))),
      cost: (all) => all.length * 12 + 8,
    },
    alive(first.flatMap(withNext)),
    budget,
  );

const NOTHING = part([]);

const ofWays = ({ ways }: Composed, making: Making): State => {
  spend(making.budget, ways.length * 20);
  return from(
    ways.map((parts, way) => start(parts, way, making)),
    making,
  );
};

const start = ([first = NOTHING, ...others]: readonly Part[], way: number, making: Making): Here => ({
  place: {
    name: `${way}.${others.length}`,
    fold: first.fold,
    next: others.length === 0 ? null : start(others, way, making),
    ends: ({ accepts }) => accepts,
  },
  state: automatonOfAll(first.texts, making),
});

/** States of `whole` in which a text can stand between the parts; told apart by the way that they belong to. */
const ofInner = ({ around, whole, fold }: Inner, making: Making): State => {
  spend(making.budget, around.length * 20);
  const first = automatonOfAll(whole, making);
  return from(
    around.flatMap(({ before, after: parts }, way) => {
      const ends = ending(ofWays({ ways: [parts] }, making), making);
      const place: Place = { name: `${way}`, fold, next: null, ends };
      return behind(ofWays({ ways: [before] }, making), first, making).map((state) => ({ place, state }));
    }),
    making,
  );
};

/** Both read the same text. */
type Pair = readonly [reader: State, whole: State];

/** All pairs that can be reached from the first, the first among them. */
const reached = function* (first: Pair, { units, budget }: Making): Iterable<Pair> {
  const seen = new Set<string>();
  const left = [first];
  for (let pair = left.pop(); pair !== undefined; pair = left.pop()) {
    const [a, b] = pair;
    const name = `${a.number}.${b.number}`;
    if (a.isDead || b.isDead || seen.has(name)) continue;
    seen.add(name);
    yield pair;
    for (const unit of a.choices ?? b.choices ?? units) {
      spend(budget, 1);
      left.push([a.next(unit), b.next(unit)]);
    }
  }
};

/** The states of `whole` that a text of the reader's leads to. */
const behind = (reader: State, whole: State, making: Making): readonly State[] => {
  const states = new Set<State>();
  for (const [read, state] of reached([reader, whole], making)) if (read.accepts) states.add(state);
  return [...states];
};

/** Whether a text of the reader's leads from a state to one that accepts. */
const ending = (reader: State, making: Making): ((state: State) => boolean) => {
  const known = new Map<State, boolean>();
  const look = (from: State): boolean => {
    for (const [read, state] of reached([reader, from], making))
      if (read.accepts && state.accepts) return true;
    return false;
  };
  return (state) => {
    const is = known.get(state) ?? look(state);
    known.set(state, is);
    return is;
  };
};
