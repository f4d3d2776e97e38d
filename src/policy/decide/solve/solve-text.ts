import { say } from "../../messages.ts";
import { anAddress, ALL_ADDRESSES } from "../../sets/addresses.ts";
import { MANY } from "../../sets/pattern.ts";
import { isIn, requirementsOf } from "../request/domain.ts";
import { above, arnFields, exactTexts, fitsOperand, languageOf, type Operand } from "../compile/operand.ts";
import { shortestWord, requirementOf } from "./shortest-word.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import { addressesLeft } from "./solve-range.ts";
import type { Constraint } from "../request/symbolic-request.ts";
import { calledAs, domainFor, isUnnamed, mayBe, NAME, typeFor, type TextQuery } from "./text-query.ts";
import { project } from "../keys/projection.ts";
import { mentions } from "../request/environment.ts";

export const passes = (constraint: Constraint, value: string): boolean =>
  fitsOperand(constraint.operand, project(constraint.key.projection, value)) === constraint.sign;

/**
 * A value that passes every rule, or null where none does. What the policies name in full is tried before any automaton
 * is built; that is enough for nearly all policies.
 */
export const solveText = (query: TextQuery): string | null => {
  const { constraints, usual, context } = query;
  const good = (value: string): boolean => constraints.every((constraint) => passes(constraint, value));
  const liked = usual.find(good);
  if (liked !== undefined) return liked;
  // A key with a list of values has them all among those to try first.
  if (query.key.meaning?.values !== undefined) return null;
  if (isRefuted(query)) return null;
  const called = calledAs(query).find(good);
  if (called !== undefined) return called;
  for (const constraint of constraints) {
    if (!constraint.sign) continue;
    const texts = exactTexts(constraint.operand);
    if (texts === null) continue;
    if (
      isUnnamed(query) &&
      constraint.key.projection !== "user name" &&
      texts.every((text) => mentions(context.environment, text))
    )
      return null;
    if (constraint.key.projection !== "whole") continue;
    const domain = domainFor(query);
    return texts.find((text) => good(text) && isIn(domain, text)) ?? null;
  }
  const domain = domainFor(query);
  const near = [...usual, ...inAccountsAskedFor(query)];
  for (const constraint of constraints)
    for (const value of nearBy(constraint, near)) if (good(value) && isIn(domain, value)) return value;
  return constraints.some((constraint) => languageOf(constraint.operand) === null)
    ? fromCandidates(query, good)
    : fromAutomata(query);
};

/** Whether one constraint alone is unsatisfiable, as can be seen without searching for a value. */
export const isRefuted = (query: TextQuery): boolean => {
  const { account } = query.context.caller;
  return query.constraints.some(
    (constraint) =>
      (constraint.key.projection === "account" && account !== null && !fitsAccount(constraint, account)) ||
      (constraint.sign ? isForeign(constraint, query) : isEverything(constraint.operand)),
  );
};

const isEverything = (operand: Operand): boolean =>
  operand.form === "glob" &&
  operand.patterns.some((pattern) => pattern === "*" || (pattern.length === 1 && pattern[0] === MANY));

const fitsAccount = (constraint: Constraint, account: string): boolean =>
  fitsOperand(constraint.operand, account) === constraint.sign;

/** Whether every value that the rule wants is fixed to an account that the party cannot have. */
const isForeign = ({ key, operand }: Constraint, query: TextQuery): boolean => {
  if (key.projection === "account" || key.projection === "source account")
    return exactTexts(operand)?.every((text) => !mayBe(query, text)) === true;
  if (key.projection === "user name") return exactTexts(operand)?.every((text) => !NAME.test(text)) === true;
  if (key.variable !== "principal" && key.projection !== "source ARN") return false;
  if (operand.form !== "arn" && operand.form !== "glob") return false;
  const type = typeFor(query);
  return operand.patterns.every((pattern) => {
    if (typeof pattern !== "string") return false;
    if (operand.form === "arn" && type !== null && !agree(arnFields(pattern)?.[5] ?? "", type)) return true;
    const account = FIXED_ACCOUNT.exec(pattern)?.[1];
    return account !== undefined && !mayBe(query, account);
  });
};

/** Whether a text of the pattern can begin so, by what stands before its first wildcard. */
const agree = (pattern: string, beginning: string): boolean => {
  const [fixed = ""] = pattern.split(/[*?]/);
  return fixed.startsWith(beginning) || (fixed.length < pattern.length && beginning.startsWith(fixed));
};

/** No wildcard up to the account's end, so that it stands in its field under string operators too. */
const FIXED_ACCOUNT = /^[^*?:]*:[^*?:]*:[^*?:]*:[^*?:]*:(\d{12}):/;

/** The rule's own values with little or nothing in place of the wildcards. */
const nearBy = function* ({ key, sign, operand }: Constraint, usual: readonly string[]): Iterable<string> {
  if (!sign || (operand.form !== "glob" && operand.form !== "exact" && operand.form !== "arn")) return;
  const texts = operand.form === "exact" ? operand.texts : operand.patterns;
  for (const text of texts) {
    if (typeof text !== "string") continue;
    if (key.projection === "source ARN" && !isWild(text)) yield text;
    else for (const fill of fillings(key, usual)) yield fill(text);
  }
};

const isWild = (text: string): boolean => text.includes("*") || text.includes("?");

type Filling = (text: string) => string;

const fillings = (
  { projection, variable, format }: ConditionKey,
  usual: readonly string[],
): readonly Filling[] => {
  if (format === "ARN") return [(text) => filledArn(text, usual[0] ?? "")];
  if (projection === "source account") return usual.map(inAccount);
  if (projection === "organization")
    return [(text) => `${text.replaceAll("*", ORGANIZATION).replaceAll("?", "0")}/r-st01/`];
  const [account = "", type = ""] = usual[0]?.split(":").slice(4) ?? [];
  if (projection === "source ARN")
    return [
      ...usual.filter((one) => !one.includes("\n")).map((one) => (text: string) => filledArn(text, one)),
      (text) => text.replaceAll("*", "x"),
      (text) => text.replace("*", account).replaceAll("*", "x"),
      (text) => text.replace("*", "x").replace("*", account).replaceAll("*", "x"),
      // A string operator's wildcard reaches over colons.
      (text) => text.replace("*", `x:${account}:x`).replaceAll("*", "x"),
    ];
  if (projection !== "whole") return [];
  if (format === "organization path")
    return [...PATHS, (text) => text.replace("*", ORGANIZATION).replaceAll("*", "r-st01/")];
  if (variable !== "principal") return PLAIN;
  const own = `${account}:${type.split("/")[0] ?? ""}/`;
  return [(text) => text.replace("*", own).replaceAll("*", "x").replaceAll("?", "x"), ...PLAIN];
};

/** The usual source in accounts like those that the rules on the account alone ask for. */
const inAccountsAskedFor = ({ constraints, usual: [usual = ""] }: TextQuery): readonly string[] =>
  constraints.flatMap(({ key, sign, operand }) =>
    sign && key.projection === "source account" && operand.form === "glob"
      ? operand.patterns.flatMap((pattern) =>
          typeof pattern === "string" ? [inAccount(usual)(accountLike(pattern))] : [],
        )
      : [],
  );

/** Twelve digits with nines in place of the wildcards. */
const accountLike = (pattern: string): string => {
  const digits = pattern.replaceAll("?", "9");
  return digits
    .replace("*", "9".repeat(Math.max(0, 12 - digits.replaceAll("*", "").length)))
    .replaceAll("*", "");
};

/** The same ARN in the account. */
const inAccount =
  (arn: string): Filling =>
  (account) =>
    arn.split(":").toSpliced(4, 1, account).join(":");

/** Partition, service, region and account of the other ARN in place of wildcards, and no wildcard behind them. */
const filledArn = (pattern: string, other: string): string => {
  const own = other.split(":");
  return (arnFields(pattern) ?? [])
    .map((field, index) =>
      index < 5 ? field.replaceAll(/[*?]+/g, own[index] ?? "") : filledWith("x")(field),
    )
    .join(":");
};

/** As many characters as the shortest id of an organisation. */
const ORGANIZATION = "0000000000";

const filledWith =
  (filling: string): Filling =>
  (text) =>
    text.replaceAll("*", filling).replaceAll("?", "x");

const PLAIN: readonly Filling[] = ["", "x"].map(filledWith);

/** Behind an organisation comes its root, behind that a unit. */
const PATHS: readonly Filling[] = [...PLAIN, ...["r-st01/", "ou-st01-00000000/"].map(filledWith)];

/** What the rules on texts leave. */
const fromAutomata = (query: TextQuery): string | null =>
  shortestWord(query.context.environment, [
    ...requirementsOf(domainFor(query)),
    ...query.constraints.map(requirementOf).filter((one) => one !== null),
  ]);

/**
 * For numbers, dates and addresses in a key of text: around every bound one value, one address that is left, one text
 * that is neither, and what the texts' own rules leave.
 */
const fromCandidates = (query: TextQuery, good: (value: string) => boolean): string | null => {
  const { constraints } = query;
  const bounds = constraints
    .flatMap(({ operand }) =>
      operand.form === "numbers" || operand.form === "instants" ? operand.ranges.flat() : [],
    )
    .sort((a, b) => a - b);
  const points = bounds.flatMap((bound, index) => {
    const next = bounds[index + 1] ?? bound + 2;
    return [bound - 1, bound, ...(next > above(bound) ? [(bound + next) / 2] : [])];
  });
  const address = anAddress(
    addressesLeft(
      constraints.filter(({ operand }) => operand.form === "addresses"),
      ALL_ADDRESSES,
    ),
  );
  const left = fromAutomata(query);
  if (left === null) return null;
  const candidates = [
    ...points.map(String),
    ...points.filter(Number.isInteger).map((point) => `${point}.0`),
    ...points.filter((point) => Math.abs(point) < 1e11).map((point) => new Date(point * 1000).toISOString()),
    ...(address === null ? [] : [address]),
    ...points.flatMap((point) => inAccountOf(query, point)),
    left,
    "x",
  ];
  const domain = domainFor(query);
  const found = candidates.find((value) => good(value) && isIn(domain, value));
  if (found === undefined && !isExhausted(query))
    query.context.environment.gap.reason ??= say("mixed-comparisons", query.key.name);
  return found ?? null;
};

/** Whether the candidates leave nothing untried. A number has too many spellings for that where others look at the text. */
const isExhausted = (query: TextQuery): boolean => {
  const { constraints } = query;
  const isNone = domainFor(query).format !== null && constraints.some(isAddress);
  return isNone || constraints.every(({ operand }) => operand.form === constraints[0]?.operand.form);
};

/** Whether the constraint asks for an address; no text of a format is one. */
const isAddress = ({ sign, operand }: Constraint): boolean => sign && operand.form === "addresses";

/** The usual value, of the account that has the number. */
const inAccountOf = ({ usual }: TextQuery, account: number): readonly string[] =>
  usual.slice(0, 1).map((one) => one.replace(/\d{12}/, String(account).padStart(12, "0")));

/** Values of a key that may have several: one for each rule that some value must pass, all passing the others. */
export const solveTexts = (query: TextQuery): readonly string[] | null => {
  const all = query.constraints.filter((constraint) => constraint.every);
  const some = query.constraints.filter((constraint) => !constraint.every);
  const sets = some.length === 0 ? [all] : some.map((constraint) => [...all, constraint]);
  const values = new Set<string>();
  for (const constraints of sets) {
    const value = solveText({ ...query, constraints });
    if (value === null) return null;
    values.add(value);
  }
  return [...values];
};
