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

/** Where a reader is: in which part of which way, and how far in it. */
interface Here {
  readonly way: number;
  readonly part: number;
  readonly state: State;
}

const keyOf = (all: readonly Here[]): string =>
  all
    .map(({ way, part, state }) => `${way}.${part}.${state.number}`)
    .sort()
    .join();

const unique = (all: readonly Here[]): readonly Here[] => {
  const seen = new Set<string>();
  return all.filter((one) => {
    const key = keyOf([one]);
    return !seen.has(key) && seen.add(key) !== null;
  });
};

const both = <T>(all: readonly (readonly T[] | null)[]): readonly T[] | null =>
  all.some((one) => one === null) ? null : [...new Set(all.flatMap((one) => one ?? []))];

const after = (state: State, unit: string, fold: boolean): readonly State[] =>
  (fold ? inEitherCase(unit) : [unit]).map((one) => state.next(one)).filter(({ isDead }) => !isDead);

const NOTHING: readonly Part[] = [part([])];

const ofWays = (composed: Composed, making: Making): State => {
  const ways = composed.ways.map((parts) => (parts.length === 0 ? NOTHING : parts));
  const firsts = ways.map((parts) => parts.map(({ texts }) => automatonOfAll(texts, making)));
  const partAt = (here: Here): Part | undefined => ways[here.way]?.[here.part];
  /** Where a part can end, the next can begin. */
  const closed = (all: readonly Here[]): readonly Here[] =>
    unique(
      all.flatMap((one) => {
        const here: Here[] = [one];
        for (let last = one; last.state.accepts;) {
          const state = firsts[last.way]?.[last.part + 1];
          if (state === undefined) break;
          last = { way: last.way, part: last.part + 1, state };
          here.push(last);
        }
        return here;
      }),
    );
  spend(making.budget, ways.length * 20);
  return automaton<readonly Here[]>(
    {
      keyOf,
      step: (all, unit) =>
        closed(
          all.flatMap((here) =>
            after(here.state, unit, partAt(here)?.fold === true).map((state) => ({ ...here, state })),
          ),
        ),
      accepts: (all) =>
        all.some(({ way, part, state }) => state.accepts && part === (ways[way]?.length ?? 0) - 1),
      isDead: (all) => all.length === 0,
      choices: (all) => both(all.map((here) => (partAt(here)?.fold === true ? null : here.state.choices))),
      cost: (all) => all.length * 12 + 8,
    },
    closed(
      firsts.flatMap((states, way) => {
        const [state] = states;
        return state === undefined || state.isDead ? [] : [{ way, part: 0, state }];
      }),
    ),
    making.budget,
  );
};

/** States of `whole` in which a text can stand between the parts; told apart by the way that they belong to. */
const ofInner = ({ around, whole, fold }: Inner, making: Making): State => {
  spend(making.budget, around.length * 20);
  const first = automatonOfAll(whole, making);
  const ends = around.map(({ after: parts }) => ending(ofWays({ ways: [parts] }, making), making));
  return automaton<readonly Here[]>(
    {
      keyOf,
      step: (all, unit) =>
        unique(all.flatMap((here) => after(here.state, unit, fold).map((state) => ({ ...here, state })))),
      accepts: (all) => all.some(({ way, state }) => ends[way]?.(state) === true),
      isDead: (all) => all.length === 0,
      choices: (all) => (fold ? null : both(all.map(({ state }) => state.choices))),
      cost: (all) => all.length * 12 + 8,
    },
    around.flatMap(({ before }, way) =>
      behind(ofWays({ ways: [before] }, making), first, making).map((state) => ({ way, part: 0, state })),
    ),
    making.budget,
  );
};

/** Both read the same text. */
type Pair = readonly [reader: State, whole: State];

const nameOf = ([a, b]: Pair): number => a.number * 0x10000 + b.number;

/** All pairs that can be reached from the first, the first among them. */
const reached = function* (first: Pair, { units, budget }: Making): Iterable<Pair> {
  const seen = new Set([nameOf(first)]);
  const left = [first];
  for (let pair = left.pop(); pair !== undefined; pair = left.pop()) {
    yield pair;
    const [a, b] = pair;
    for (const unit of a.choices ?? b.choices ?? units) {
      spend(budget, 1);
      const next: Pair = [a.next(unit), b.next(unit)];
      if (next[0].isDead || next[1].isDead || seen.has(nameOf(next))) continue;
      seen.add(nameOf(next));
      left.push(next);
    }
  }
};

/** The states of `whole` that a text of the reader's leads to. */
const behind = (reader: State, whole: State, making: Making): readonly State[] => {
  if (reader.isDead || whole.isDead) return [];
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
    const is = known.get(state) ?? (!reader.isDead && look(state));
    known.set(state, is);
    return is;
  };
};
