import { anAddress, ALL_ADDRESSES } from "../../sets/addresses.ts";
import { MANY } from "../../sets/pattern.ts";
import { isIn, requirementsOf } from "../request/domain.ts";
import { above, arnFields, exactTexts, fitsOperand, languageOf, type Operand } from "../compile/operand.ts";
import { memberOf, requirementOf } from "./shortest-word.ts";
import type { Slot } from "../keys/condition-key.ts";
import { addressesLeft } from "./solve-range.ts";
import type { Rule } from "../request/symbolic-request.ts";
import { calledAs, domainFor, isUnnamed, mayBe, NAME, typeFor, type TextProblem } from "./text-query.ts";
import { project } from "../keys/projection.ts";
import { mentions } from "../request/environment.ts";

export const passes = (rule: Rule, value: string): boolean =>
  fitsOperand(rule.operand, project(rule.slot.view, value)) === rule.sign;

/**
 * A value that passes every rule, or null where none does. What the policies name in full is tried before any automaton
 * is built; that is enough for nearly all policies.
 */
export const solveText = (problem: TextProblem): string | null => {
  const { rules, usual, ask } = problem;
  const good = (value: string): boolean => rules.every((rule) => passes(rule, value));
  const liked = usual.find(good);
  if (liked !== undefined) return liked;
  if (isRefuted(problem)) return null;
  const called = calledAs(problem).find(good);
  if (called !== undefined) return called;
  for (const rule of rules) {
    if (!rule.sign) continue;
    const texts = exactTexts(rule.operand);
    if (texts === null) continue;
    if (
      isUnnamed(problem) &&
      rule.slot.view !== "user name" &&
      texts.every((text) => mentions(ask.world, text))
    )
      return null;
    if (rule.slot.view !== "whole") continue;
    const domain = domainFor(problem);
    return texts.find((text) => good(text) && isIn(domain, text)) ?? null;
  }
  const domain = domainFor(problem);
  for (const rule of rules)
    for (const value of nearBy(rule, usual)) if (good(value) && isIn(domain, value)) return value;
  return rules.some((rule) => languageOf(rule.operand) === null)
    ? fromCandidates(problem, good)
    : fromAutomata(problem);
};

/** Whether one rule alone leaves nothing, as is seen without looking for a value. */
export const isRefuted = (problem: TextProblem): boolean => {
  const { account } = problem.ask.party;
  return problem.rules.some(
    (rule) =>
      (rule.slot.view === "account" && account !== null && !fitsAccount(rule, account)) ||
      (rule.sign ? isForeign(rule, problem) : isEverything(rule.operand)),
  );
};

const isEverything = (operand: Operand): boolean =>
  operand.form === "glob" &&
  operand.patterns.some((pattern) => pattern === "*" || (pattern.length === 1 && pattern[0] === MANY));

const fitsAccount = (rule: Rule, account: string): boolean =>
  fitsOperand(rule.operand, account) === rule.sign;

/** Whether every value that the rule wants is fixed to an account that the party cannot have. */
const isForeign = ({ slot, operand }: Rule, problem: TextProblem): boolean => {
  if (slot.view === "account" || slot.view === "source account")
    return exactTexts(operand)?.every((text) => !mayBe(problem, text)) === true;
  if (slot.view === "user name") return exactTexts(operand)?.every((text) => !NAME.test(text)) === true;
  if (slot.variable !== "principal" && slot.view !== "source ARN") return false;
  if (operand.form !== "arn" && operand.form !== "glob") return false;
  const type = typeFor(problem);
  return operand.patterns.every((pattern) => {
    if (typeof pattern !== "string") return false;
    if (operand.form === "arn" && type !== null && !agree(arnFields(pattern)?.[5] ?? "", type)) return true;
    const account = FIXED_ACCOUNT.exec(pattern)?.[1];
    return account !== undefined && !mayBe(problem, account);
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
const nearBy = function* ({ slot, sign, operand }: Rule, usual: readonly string[]): Iterable<string> {
  if (!sign || (operand.form !== "glob" && operand.form !== "exact" && operand.form !== "arn")) return;
  const texts = operand.form === "exact" ? operand.texts : operand.patterns;
  for (const text of texts)
    if (typeof text === "string") for (const fill of fillings(slot, usual)) yield fill(text);
};

type Filling = (text: string) => string;

const fillings = ({ view, variable }: Slot, usual: readonly string[]): readonly Filling[] => {
  if (view === "organisation")
    return [(text) => `${text.replaceAll("*", ORGANISATION).replaceAll("?", "0")}/r-st01/`];
  const [account = "", type = ""] = usual[0]?.split(":").slice(4) ?? [];
  if (view === "source ARN")
    return [
      (text) => text.replaceAll("*", "x"),
      (text) => text.replace("*", account).replaceAll("*", "x"),
      (text) => text.replace("*", "x").replace("*", account).replaceAll("*", "x"),
      // A string operator's wildcard reaches over colons.
      (text) => text.replace("*", `x:${account}:x`).replaceAll("*", "x"),
    ];
  if (view !== "whole") return [];
  if (variable.endsWith("organisation"))
    return [...PATHS, (text) => text.replace("*", ORGANISATION).replaceAll("*", "r-st01/")];
  if (variable !== "principal") return PLAIN;
  const own = `${account}:${type.split("/")[0] ?? ""}/`;
  return [(text) => text.replace("*", own).replaceAll("*", "x").replaceAll("?", "x"), ...PLAIN];
};

/** As many units as the id of an organisation has at least. */
const ORGANISATION = "0000000000";

const filledWith =
  (filling: string): Filling =>
  (text) =>
    text.replaceAll("*", filling).replaceAll("?", "x");

const PLAIN: readonly Filling[] = ["", "x"].map(filledWith);

/** Behind an organisation comes its root, behind that a unit. */
const PATHS: readonly Filling[] = [...PLAIN, ...["r-st01/", "ou-st01-00000000/"].map(filledWith)];

/** What the rules on texts leave. */
const fromAutomata = (problem: TextProblem): string | null =>
  memberOf(problem.ask.world, [
    ...requirementsOf(domainFor(problem)),
    ...problem.rules.map(requirementOf).filter((one) => one !== null),
  ]);

/**
 * For numbers, dates and addresses in a key of text: around every bound one value, one address that is left, one text
 * that is neither, and what the texts' own rules leave.
 */
const fromCandidates = (problem: TextProblem, good: (value: string) => boolean): string | null => {
  const { rules } = problem;
  const bounds = rules
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
      rules.filter(({ operand }) => operand.form === "addresses"),
      ALL_ADDRESSES,
    ),
  );
  const left = fromAutomata(problem);
  if (left === null) return null;
  const candidates = [
    ...points.map(String),
    ...points.filter(Number.isInteger).map((point) => `${point}.0`),
    ...points.filter((point) => Math.abs(point) < 1e11).map((point) => new Date(point * 1000).toISOString()),
    ...(address === null ? [] : [address]),
    ...points.flatMap((point) => inAccountOf(problem, point)),
    left,
    "x",
  ];
  const domain = domainFor(problem);
  const found = candidates.find((value) => good(value) && isIn(domain, value));
  if (found === undefined && !isExhausted(problem))
    problem.ask.world.doubt.says ??= `${problem.slot.name} is compared in more ways than one`;
  return found ?? null;
};

/** Whether the candidates leave nothing untried. A number has too many spellings for that where others look at the text. */
const isExhausted = (problem: TextProblem): boolean => {
  const { rules } = problem;
  const isNone = domainFor(problem).family !== null && rules.some(isAddress);
  return isNone || rules.every(({ operand }) => operand.form === rules[0]?.operand.form);
};

/** None of a family's texts is one. */
const isAddress = ({ sign, operand }: Rule): boolean => sign && operand.form === "addresses";

/** The usual value, of the account that has the number. */
const inAccountOf = ({ usual }: TextProblem, account: number): readonly string[] =>
  usual.slice(0, 1).map((one) => one.replace(/\d{12}/, String(account).padStart(12, "0")));

/** Values of a key that may have several: one for each rule that some value must pass, all passing the others. */
export const solveTexts = (problem: TextProblem): readonly string[] | null => {
  const all = problem.rules.filter((rule) => rule.every);
  const some = problem.rules.filter((rule) => !rule.every);
  const sets = some.length === 0 ? [all] : some.map((rule) => [...all, rule]);
  const values = new Set<string>();
  for (const rules of sets) {
    const value = solveText({ ...problem, rules });
    if (value === null) return null;
    values.add(value);
  }
  return [...values];
};
