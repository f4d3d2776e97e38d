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
  const all = new Set(places);
  for (const place of all) {
    const token = at(patterns, place);
    if (token !== undefined && repeats(token)) all.add(place + 1);
  }
  return [...all].sort((a, b) => a - b);
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

/** Printable ASCII, in the order in which a witness looks well. */
const POOL: readonly string[] =
  "aeiousrntlcdmpbfghjkvwxyzqAEIOUSRNTLCDMPBFGHJKVWXYZQ9876543210-._/:@=+ !\"#$%&'()*,;<>?[\\]^`{|}~é".split(
    "",
  );

/**
 * Enough units to tell everything apart: each that a pattern names, and of the others one for each combination of
 * classes that it is in.
 */
const alphabet = (patterns: readonly Tokens[]): readonly string[] => {
  const named = new Set<string>();
  const classes = new Set<(unit: string) => boolean>();
  for (const pattern of patterns)
    for (const token of pattern) {
      if (typeof token === "string") named.add(token);
      else if (token.has !== undefined) {
        classes.add(token.has);
        if (token.example !== undefined) named.add(token.example);
      }
    }
  const tests = [...classes];
  const kinds = new Map<string, string>();
  for (const unit of POOL) {
    if (named.has(unit)) continue;
    const kind = tests.map((has) => (has(unit) ? "1" : "0")).join("");
    if (!kinds.has(kind)) kinds.set(kind, unit);
  }
  return [...kinds.values(), ...named];
};

interface Node {
  readonly places: readonly Places[];
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
  const units = alphabet(requirements.flatMap((requirement) => requirement.patterns));
  const first = requirements.map((requirement) => start(requirement.patterns));
  let level: Node[] = [{ places: first, unit: "", before: null }];
  const seen = new Set<string>([keyOf(first)]);
  while (level.length > 0) {
    const found = level.find((node) =>
      requirements.every(
        ({ patterns, wanted }, index) => accepts(patterns, node.places[index] ?? []) === wanted,
      ),
    );
    if (found !== undefined) return spelled(found);
    const next: Node[] = [];
    for (const node of level)
      for (const unit of choices(requirements, node, units)) {
        const places = advance(requirements, node, unit, budget);
        if (places === null) continue;
        const key = keyOf(places);
        if (seen.has(key)) continue;
        seen.add(key);
        next.push({ places, unit, before: node });
      }
    level = next;
  }
  return null;
};

const keyOf = (places: readonly Places[]): string => places.map((list) => list.join(",")).join(";");

/** The next units worth trying: where a wanted requirement names them all, no others. */
const choices = (
  requirements: readonly Requirement[],
  node: Node,
  units: readonly string[],
): readonly string[] => {
  for (const [index, { patterns, wanted }] of requirements.entries()) {
    if (!wanted) continue;
    const tokens = (node.places[index] ?? []).map((place) => at(patterns, place));
    if (tokens.every((token) => token === undefined || typeof token === "string"))
      return [...new Set(tokens.filter((token) => typeof token === "string"))];
  }
  return units;
};

/** Where every requirement is after one more unit; null where one can no longer be met. */
const advance = (
  requirements: readonly Requirement[],
  node: Node,
  unit: string,
  budget: Budget,
): readonly Places[] | null => {
  const places: Places[] = [];
  for (const [index, { patterns, wanted }] of requirements.entries()) {
    const here = node.places[index] ?? [];
    spend(budget, here.length + 1);
    const next = step(patterns, here, unit);
    if (wanted ? next.length === 0 : acceptsAll(patterns, next)) return null;
    places.push(next);
  }
  return places;
};

/** Whether the text fits every requirement. */
export const isMember = (requirements: readonly Requirement[], text: string): boolean =>
  requirements.every(({ patterns, wanted }) => {
    let places = start(patterns);
    for (const unit of text.split("")) places = step(patterns, places, unit);
    return accepts(patterns, places) === wanted;
  });
