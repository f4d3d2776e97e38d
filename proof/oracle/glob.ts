import { and, FALSE, not, or, TRUE, type Term } from "./term.ts";
import { notCovered } from "./not-covered.ts";
import { isEnd, lower, present, same, type Char, type Text } from "./text.ts";

const RUN = "*";
const ONE = "?";

/** A piece of a pattern: a wildcard, a character, or what a variable brings in. */
export type Mark = typeof RUN | typeof ONE | number | Text;

/** Reads a pattern; where wildcards are off, stars and question marks are characters. */
export const marks = (text: string, wildcards = true): readonly Mark[] =>
  Array.from(text, (character) =>
    wildcards && (character === RUN || character === ONE) ? character : (character.codePointAt(0) ?? 0),
  );

const isText = (mark: Mark): mark is Text => typeof mark === "object";

const folded = (mark: Mark): Mark =>
  isText(mark)
    ? { ...mark, chars: mark.chars.map(lower) }
    : typeof mark === "number"
      ? (lower(mark) as number)
      : mark;

/** The pattern and the texts without regard to case. */
export const ignoringCase = (
  pattern: readonly Mark[],
  texts: readonly Text[],
): readonly [readonly Mark[], readonly Text[]] => [
  pattern.map(folded),
  texts.map((text) => ({ ...text, chars: text.chars.map(lower) })),
];

/** Whether one text matches a pattern: what is left of the pattern from `at`, on what is left of the text from `from`. */
const matchesText = (pattern: readonly Mark[], text: Text): Term => {
  const known = new Map<number, Term>();
  const rest = (at: number, from: number): Term => {
    const key = at * (text.chars.length + 1) + from;
    const done = known.get(key);
    if (done !== undefined) return done;
    const made = make(at, from);
    known.set(key, made);
    return made;
  };
  const make = (at: number, from: number): Term => {
    const mark = pattern[at];
    if (mark === undefined) return isEnd(text, from);
    if (isText(mark)) return brought(mark, at, from);
    const char = text.chars[from];
    if (mark === RUN) {
      if (at === pattern.length - 1) return TRUE;
      return char === undefined
        ? rest(at + 1, from)
        : or(rest(at + 1, from), and(there(char), rest(at, from + 1)));
    }
    if (char === undefined) return FALSE;
    return and(mark === ONE ? there(char) : same(char, mark), rest(at + 1, from + 1));
  };
  const there = (char: Char): Term => (text.fixed ? TRUE : present(char));
  /** A variable's text here, in each length that it may have. */
  const brought = (mark: Text, at: number, from: number): Term => {
    const room = text.chars.length - from;
    const least = mark.fixed ? mark.chars.length : 0;
    const most = Math.min(room, mark.chars.length);
    const lengths = Array.from({ length: Math.max(0, most - least + 1) }, (_, index) => least + index);
    return or(
      ...lengths.map((length) =>
        and(
          ...mark.chars.slice(0, length).map((char, index) => same(char, text.chars[from + index] ?? 0)),
          ...(length === 0 ? [] : [present(mark.chars[length - 1] ?? 0)]),
          isEnd(mark, length),
          rest(at + 1, from + length),
        ),
      ),
    );
  };
  return rest(0, 0);
};

interface Cut {
  readonly before: readonly Mark[];
  readonly after: readonly Mark[];
  /** What makes the cut possible. */
  readonly when: Term;
}

/** Every way to cut a pattern in two. A star may stand on both sides; a variable's text may be cut inside. */
const cuts = (pattern: readonly Mark[]): readonly Cut[] =>
  Array.from({ length: pattern.length + 1 }, (_, at) => at).flatMap((at): readonly Cut[] => {
    const [before, after] = [pattern.slice(0, at), pattern.slice(at)];
    const whole: Cut = { before, after: before.at(-1) === RUN ? [RUN, ...after] : after, when: TRUE };
    const [first, ...others] = after;
    if (first === undefined || !isText(first)) return [whole];
    const inside = Array.from({ length: first.chars.length - 1 }, (_, index): Cut => ({
      before: [...before, { chars: first.chars.slice(0, index + 1), fixed: true }],
      after: [{ ...first, chars: first.chars.slice(index + 1) }, ...others],
      when: first.fixed ? TRUE : present(first.chars[index] ?? 0),
    }));
    return [whole, ...inside];
  });

/** Whether the texts, one after the other, match a pattern: part by part, over the ways to cut it. */
export const matches = (pattern: readonly Mark[], texts: readonly Text[]): Term => {
  const [first, ...rest] = texts;
  if (pattern.length === 1 && pattern[0] === RUN) return TRUE;
  if (first === undefined) return matchesText(pattern, { chars: [], fixed: true });
  if (rest.length === 0) return matchesText(pattern, first);
  return or(
    ...cuts(pattern).map(({ before, after, when }) => {
      const head = and(when, matchesText(before, first));
      return head === FALSE ? FALSE : and(head, matches(after, rest));
    }),
  );
};

/** Whether the texts together are none of the names. */
export const isNone = (texts: readonly Text[], names: readonly string[]): Term =>
  and(...names.map((name) => not(matches(marks(name, false), texts))));

const COLON = 58;
/** An ARN has six fields; only the last may hold a colon. */
const FIELDS = 6;

const split = <T>(items: readonly T[], isColon: (item: T) => boolean): readonly (readonly T[])[] => {
  const fields: T[][] = [[]];
  for (const item of items)
    if (isColon(item) && fields.length < FIELDS) fields.push([]);
    else fields.at(-1)?.push(item);
  return fields;
};

/** The texts of an ARN in fields. What is not literal holds no colon before the sixth field. */
const arnFields = (texts: readonly Text[]): readonly (readonly Text[])[] =>
  split(
    texts.flatMap((text) =>
      text.fixed ? text.chars.map((char) => ({ chars: [char], fixed: true })) : [text],
    ),
    ({ chars }) => chars.length === 1 && chars[0] === COLON,
  ).map(joinFixed);

/** Fixed texts in a row as one. */
const joinFixed = (texts: readonly Text[]): readonly Text[] =>
  texts.reduce<readonly Text[]>((done, text) => {
    const last = done.at(-1);
    return last?.fixed === true && text.fixed
      ? [...done.slice(0, -1), { chars: [...last.chars, ...text.chars], fixed: true }]
      : [...done, text];
  }, []);

/** Whether all colons that divide the fields are known: what is free stands in the last one. */
const isDivided = (fields: readonly (readonly Mark[])[]): boolean =>
  fields.slice(0, FIELDS - 1).every((field) => field.every((mark) => !isText(mark) || mark.free !== true));

/** ArnLike and ArnEquals: field by field. */
export const matchesArn = (pattern: readonly Mark[], texts: readonly Text[]): Term => {
  const wanted = split(pattern, (mark) => mark === COLON);
  const given = arnFields(texts);
  if (!isDivided(wanted) || !isDivided(given)) throw notCovered("an ARN whose fields are not known");
  return wanted.length === FIELDS && given.length === FIELDS
    ? and(...wanted.map((field, index) => matches(field, given[index] ?? [])))
    : FALSE;
};
