import type { BaseOperator } from "../../shapes.ts";
import { blocks, covers, type Addresses } from "../../sets/addresses.ts";
import {
  foldCase,
  literal,
  matchesGlob,
  ONE,
  MANY,
  wildcards,
  type Token,
  type Tokens,
} from "../../sets/pattern.ts";
import { matches } from "../../sets/places.ts";
import { contains, union, type Ranges } from "../../sets/ranges.ts";

/** A condition value: text with `*` and `?`, or tokens where variables' values or escapes stand in it. */
export type Pattern = string | Tokens;

/** What an operator compares with: the values of one condition, of which one must fit. */
export type Operand =
  | { readonly form: "exact"; readonly texts: readonly string[]; readonly fold: boolean }
  | { readonly form: "glob" | "arn"; readonly patterns: readonly Pattern[] }
  | { readonly form: "numbers" | "instants"; readonly ranges: Ranges<number> }
  | { readonly form: "addresses"; readonly addresses: Addresses };

/** `base` of StringNotLike is StringLike. */
export const isNegated = (operator: BaseOperator): boolean => operator.includes("Not");

const plain = (pattern: Pattern): string =>
  typeof pattern === "string" ? pattern : pattern.filter((token) => typeof token === "string").join("");

export const operandOf = (operator: BaseOperator, patterns: readonly Pattern[]): Operand => {
  if (operator === "StringLike" || operator === "StringNotLike") return { form: "glob", patterns };
  if (operator.startsWith("Arn")) return { form: "arn", patterns };
  const texts = patterns.map(plain);
  if (operator.startsWith("Numeric")) return { form: "numbers", ranges: rangesOf(operator, texts, toNumber) };
  if (operator.startsWith("Date")) return { form: "instants", ranges: rangesOf(operator, texts, toSeconds) };
  if (operator.endsWith("IpAddress")) return { form: "addresses", addresses: blocks(texts) };
  if (operator === "Bool") return { form: "exact", texts: texts.filter(isBoolean), fold: true };
  return { form: "exact", texts, fold: operator.endsWith("IgnoreCase") };
};

/** Bool matches these two texts alone: a key with another text matches no value, not even the same text. */
const isBoolean = (text: string): boolean => ["true", "false"].includes(text.toLowerCase());

export const toNumber = (text: string): number | null =>
  /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : null;

/** A number with fewer digits is a year. */
const EPOCH = /^\d{5,}$/;
const DAY = /^\d{4}(?:-\d\d){0,2}$/;
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * Seconds since 1970: of a W3C date (a year, a month, a day, or a day with a time and a zone, UTC where none is given),
 * or the seconds themselves.
 */
export const toSeconds = (text: string): number | null => {
  if (EPOCH.test(text)) return Number(text);
  if (DAY.test(text)) return seconds(text);
  const [, minute, second = "00", fraction = "", zone = "Z"] = TIME.exec(text) ?? [];
  // 24:00:00 is a time, and there is none after it: so it is read with its fraction, though not as finely.
  return minute === undefined || seconds(`${minute}:${second}${fraction}${zone}`) === null
    ? null
    : seconds(`${minute}:${second}${zone}`, Number(`0${fraction}`));
};

const seconds = (iso: string, fraction = 0): number | null => {
  const milliseconds = Date.parse(iso);
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000 + fraction;
};

const LEAST = -(2 ** 53);
const MOST = 2 ** 53;

/** The next larger number; no policy states bounds that are closer together. */
export const above = (value: number): number => value + Math.max(2 ** -16, Math.abs(value) * 2 ** -50);

const rangesOf = (
  operator: BaseOperator,
  texts: readonly string[],
  read: (text: string) => number | null,
): Ranges<number> =>
  union(
    texts.flatMap((text): Ranges<number> => {
      const value = read(text);
      if (value === null) return [];
      if (operator.endsWith("LessThan")) return [[LEAST, value]];
      if (operator.endsWith("LessThanEquals")) return [[LEAST, above(value)]];
      if (operator.endsWith("GreaterThan")) return [[above(value), MOST]];
      if (operator.endsWith("GreaterThanEquals")) return [[value, MOST]];
      return [[value, above(value)]];
    }),
  );

const fitsPattern = (pattern: Pattern, text: string): boolean =>
  typeof pattern === "string" ? matchesGlob(pattern, text) : matches(pattern, text);

/** Six fields, the last with whatever colons are left; null where there are fewer. */
export const arnFields = (arn: string): readonly string[] | null => {
  const parts = arn.split(":");
  return parts.length < 6 ? null : [...parts.slice(0, 5), parts.slice(5).join(":")];
};

/** The fields of a pattern; a colon that a token stands for divides nothing. */
const patternFields = (pattern: Pattern): readonly Pattern[] | null => {
  if (typeof pattern === "string") return arnFields(pattern);
  const fields: Tokens[] = [];
  let rest = pattern;
  while (fields.length < 5) {
    const colon = rest.indexOf(":");
    if (colon === -1) return null;
    fields.push(rest.slice(0, colon));
    rest = rest.slice(colon + 1);
  }
  return [...fields, rest];
};

const fitsArn = (pattern: Pattern, fields: readonly string[]): boolean =>
  patternFields(pattern)?.every((field, index) => fitsPattern(field, fields[index] ?? "")) ?? false;

/** Whether one of the values fits. */
export const fitsOperand = (operand: Operand, text: string): boolean => {
  switch (operand.form) {
    case "exact":
      return operand.fold
        ? operand.texts.some((one) => one.toLowerCase() === text.toLowerCase())
        : operand.texts.includes(text);
    case "glob":
      return operand.patterns.some((pattern) => fitsPattern(pattern, text));
    case "arn": {
      const fields = arnFields(text);
      return fields !== null && operand.patterns.some((pattern) => fitsArn(pattern, fields));
    }
    case "numbers":
    case "instants": {
      const value = operand.form === "numbers" ? toNumber(text) : toSeconds(text);
      return value !== null && contains(operand.ranges, value);
    }
    case "addresses":
      return covers(operand.addresses, text);
  }
};

/** Whether a value is free of wildcards. */
const isExact = (pattern: Pattern): boolean =>
  typeof pattern === "string"
    ? !pattern.includes("*") && !pattern.includes("?")
    : pattern.every((token) => typeof token === "string");

const hasCase = (text: string): boolean => text.toLowerCase() !== text.toUpperCase();

/** The texts that fit, where they are a list without wildcards or folded case; null otherwise. */
export const exactTexts = (operand: Operand): readonly string[] | null => {
  if (operand.form === "exact") return operand.fold && operand.texts.some(hasCase) ? null : operand.texts;
  if (operand.form !== "glob" && operand.form !== "arn") return null;
  return operand.patterns.every(isExact) ? operand.patterns.map(plain) : null;
};

const NOT_COLON = (unit: string): boolean => unit !== ":";
const ONE_IN_FIELD = { has: NOT_COLON, repeat: false } as const;
const MANY_IN_FIELD = { has: NOT_COLON, repeat: true } as const;

/** A wildcard that does not cross a colon. */
export const inField = (token: Token): Token =>
  token === MANY ? MANY_IN_FIELD : token === ONE ? ONE_IN_FIELD : token;

const tokensOf = (pattern: Pattern): Tokens => (typeof pattern === "string" ? wildcards(pattern) : pattern);

/** An ARN's wildcards do not cross a colon but in the last field. */
const arnTokens = (pattern: Pattern): Tokens | null => {
  const fields = patternFields(pattern);
  if (fields === null) return null;
  return fields.flatMap((field, index) => {
    const tokens = tokensOf(field);
    if (index === 5) return tokens;
    return [...tokens.map(inField), ":"];
  });
};

/** The operand as patterns of tokens; null where it is none of texts. */
export const languageOf = (operand: Operand): readonly Tokens[] | null => {
  switch (operand.form) {
    case "exact":
      return operand.texts.map((text) => (operand.fold ? foldCase(literal(text)) : literal(text)));
    case "glob":
      return operand.patterns.map(tokensOf);
    case "arn":
      return operand.patterns.map(arnTokens).filter((tokens) => tokens !== null);
    case "numbers":
    case "instants":
    case "addresses":
      return null;
  }
};
