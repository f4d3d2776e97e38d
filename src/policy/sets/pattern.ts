/**
 * A pattern as a list of tokens, each for one UTF-16 unit or, where it repeats, for any number of them. `has` is
 * absent on a token that stands for every unit.
 */
export type Token =
  | string
  | {
      readonly has?: (unit: string) => boolean;
      /** The same as a class of a regular expression, where it has one. */
      readonly source?: string;
      readonly repeat: boolean;
      /** A unit that it stands for, where none of ASCII may be one. */
      readonly example?: string;
    };

export type Tokens = readonly Token[];

/** `?` and `*` */
export const ONE: Token = { repeat: false };
export const MANY: Token = { repeat: true };

/** One unit of a class, written as in a regular expression; any number of them with `repeat`. */
export const ofClass = (source: string, repeat: boolean): Token => {
  const pattern = new RegExp(`^${source}$`);
  return { has: (unit) => pattern.test(unit), source, repeat };
};

/** One of the patterns as a regular expression over the whole text; all classes of theirs have a source. */
export const regExpOf = (patterns: readonly Tokens[]): RegExp =>
  new RegExp(`^(?:${patterns.map((tokens) => tokens.map(sourceOf).join("")).join("|")})$`);

const sourceOf = (token: Token): string =>
  typeof token === "string"
    ? token.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&")
    : `${token.source ?? "[^]"}${token.repeat ? "*" : ""}`;

export const fits = (token: Token, unit: string): boolean =>
  typeof token === "string" ? token === unit : token.has === undefined || token.has(unit);

export const repeats = (token: Token): boolean => typeof token !== "string" && token.repeat;

/** The units of a text, each standing for itself. */
export const literal = (text: string): readonly string[] => text.split("");

/** A text with `*` and `?`. */
export const wildcards = (text: string): Tokens =>
  text.split("").map((unit) => (unit === "*" ? MANY : unit === "?" ? ONE : unit));

/** Units that are equal without regard to case. */
export const foldCase = (units: readonly string[]): Tokens =>
  units.map((token) =>
    token.toLowerCase() === token.toUpperCase()
      ? token
      : { has: (unit) => unit.toLowerCase() === token.toLowerCase(), repeat: false, example: token },
  );

const STAR = 42;
const QUESTION_MARK = 63;

/** As `matches` (places.ts) for a text with `*` and `?`, without making tokens: most of what is compared is compared here. */
export const matchesGlob = (glob: string, text: string): boolean => {
  if (glob === "*" || glob === text) return true;
  let at = 0;
  let unit = 0;
  let star = -1;
  let resume = 0;
  while (unit < text.length) {
    const here = glob.charCodeAt(at);
    if (here === STAR) {
      star = at;
      resume = unit;
      at += 1;
    } else if (here === QUESTION_MARK || here === text.charCodeAt(unit)) {
      at += 1;
      unit += 1;
    } else {
      if (star === -1) return false;
      resume += 1;
      unit = resume;
      at = star + 1;
    }
  }
  while (glob.charCodeAt(at) === STAR) at += 1;
  return at === glob.length;
};
