import type { Tokens } from "./pattern.ts";

/** Texts that are asked for: by patterns, by what they are made of, or by what can be made of them. */
export type Requirement = Listed | Composed | Inner;

/** The texts that fit one of the patterns; those that fit none where it is not `wanted`. */
interface Listed {
  readonly patterns: readonly Tokens[];
  readonly wanted: boolean;
}

/** The texts that are, in one of these ways, a text of each part one after the other. */
export interface Composed {
  readonly ways: readonly (readonly Part[])[];
}

/** The texts with which, between texts of the parts before and after in one of these ways, `whole` is met. */
export interface Inner {
  readonly around: readonly { readonly before: readonly Part[]; readonly after: readonly Part[] }[];
  readonly whole: readonly Requirement[];
  /** Whether the text between may be in another case there. */
  readonly fold: boolean;
}

/** Texts that meet every requirement; where `fold`, in whatever case. */
export interface Part {
  readonly texts: readonly Requirement[];
  readonly fold: boolean;
}

/** The texts of one pattern. */
export const part = (tokens: Tokens): Part => ({
  texts: [{ patterns: [tokens], wanted: true }],
  fold: false,
});

/** What no text meets. */
export const NEVER: Requirement = { patterns: [], wanted: true };

/** The unit in either case, where each is one unit. */
export const inEitherCase = (unit: string): readonly string[] => [
  ...new Set([unit, unit.toLowerCase(), unit.toUpperCase()].filter(({ length }) => length === 1)),
];

/** Adds every pattern anywhere in the requirement to those found; of what is read in either case, the units in the other too. */
export const addPatterns = (requirement: Requirement, found: Tokens[]): void => {
  if ("patterns" in requirement) {
    for (const pattern of requirement.patterns) found.push(pattern);
    return;
  }
  const parts: readonly Part[] =
    "ways" in requirement
      ? requirement.ways.flat()
      : [
          ...requirement.around.flatMap(({ before, after }) => [...before, ...after]),
          { texts: requirement.whole, fold: requirement.fold },
        ];
  for (const { texts, fold } of parts) {
    const from = found.length;
    for (const text of texts) addPatterns(text, found);
    if (fold) for (const pattern of found.slice(from)) found.push(inOtherCase(pattern));
  }
};

const inOtherCase = (pattern: Tokens): Tokens =>
  pattern.flatMap((token) => (typeof token === "string" ? inEitherCase(token) : []));
