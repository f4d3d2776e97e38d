import { literal, MANY } from "../../sets/pattern.ts";
import {
  alike,
  ANY_ARN,
  contradict,
  isEndless,
  isTie,
  ruleOf,
  withItself,
  type Outcome,
} from "./equalities.ts";
import { captured } from "./substring.ts";
import { isIn } from "../request/domain.ts";
import { operandOf } from "../compile/operand.ts";
import type { Slot, View } from "../keys/condition-key.ts";
import { passes } from "../solve/solve-text.ts";
import type { Rule, State } from "../request/symbolic-request.ts";
import { domainFor, textProblem, type TextProblem } from "../solve/text-query.ts";
import {
  equalTo,
  foldsCase,
  isMet,
  isOfArns,
  isSlot,
  pattern,
  textIn,
  type Bit,
  type Tie,
} from "../request/relation.ts";
import type { Ask } from "../request/assignment.ts";
import { anyOf, project } from "../keys/projection.ts";

/** Variables that ties hold together, with the rules for each and the values that are fixed. */
export interface Knot {
  readonly ask: Ask;
  readonly state: State;
  /** One slot of each variable. */
  readonly slots: ReadonlyMap<string, Slot>;
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
  readonly fixed: ReadonlyMap<string, string>;
  readonly ties: readonly Tie[];
}

/** Whole values of variables. */
export type Values = ReadonlyMap<string, string>;

export const valueIn = (values: Values, slot: Slot): string | undefined => {
  const value = values.get(slot.variable);
  return value === undefined ? undefined : project(slot.view, value);
};

/** Whether the values, of all of its variables, meet the tie. */
export const holdsFor = (tie: Tie, values: Values): boolean => {
  const valueOf = (slot: Slot): string => valueIn(values, slot) ?? "";
  return isMet(tie, valueOf(tie.key), pattern(tie, valueOf));
};

export type Problems = ReadonlyMap<string, TextProblem>;

/**
 * What is asked of the open variables: first those that nobody chooses freely, as they have values that are liked; last those that are
 * made of others, so that these are plain, and not empty.
 */
export const problemsOf = ({ ask, state, slots, rules, fixed, ties }: Knot): Problems => {
  const made = new Set(
    ties.filter((tie) => tie.sign && equalTo(tie) === null).map(({ key }) => key.variable),
  );
  const rank = ([variable, { row }]: readonly [string, Slot]): number =>
    row?.class !== "chosen" && row?.class !== "content" ? 0 : made.has(variable) ? 2 : 1;
  const open = [...slots].filter(([variable]) => !fixed.has(variable));
  return new Map(
    open
      .sort((a, b) => rank(a) - rank(b))
      .map(([variable, slot]) => [variable, textProblem(ask, state, slot, rules.get(variable) ?? [])]),
  );
};

/** Whether the value is one of the variable's and passes its rules. */
export const isGood = (problem: TextProblem, value: string): boolean =>
  isIn(domainFor(problem), value) && problem.rules.every((rule) => passes(rule, value));

/** The knot with everything in its ties that is known; null where a tie cannot be met. */
export const loosened = (knot: Knot): Knot | null => {
  const known = replaced(knot, knot.ties, (tie) => filledIn(knot, tie));
  const apart = known === null ? null : replaced(known, known.ties, byFederatedId);
  const ground = apart === null ? null : replaced(apart, apart.ties, byOrganisation);
  if (ground === null) return null;
  const same = alike(ground.ties);
  if (isEndless(ground.ties) || contradict(ground.ties)) return null;
  const left = replaced(ground, same.ties, (tie) => withItself(tie, same.classOf));
  return left === null ? null : replaced(left, left.ties, byArn);
};

const replaced = (knot: Knot, ties: readonly Tie[], by: (tie: Tie) => Outcome): Knot | null => {
  const left: Tie[] = [];
  const rules = new Map(knot.rules);
  for (const tie of ties) {
    const outcome = by(tie);
    if (outcome === null) return null;
    for (const one of outcome)
      if (isTie(one)) left.push(one);
      else rules.set(one.slot.variable, [...(rules.get(one.slot.variable) ?? []), one]);
  }
  return { ...knot, ties: left, rules };
};

/** The fixed values in place of their variables. */
const filledIn = (knot: Knot, tie: Tie): Outcome => {
  const { fixed } = knot;
  const value = valueIn(fixed, tie.key);
  const left = { ...tie, bits: tie.bits.map((bit) => withValue(bit, fixed)) };
  if (value === undefined) return [withoutVariables(left)];
  if (left.bits.some(isSlot)) return [captured(knot.ask.world.budget, left, value) ?? left];
  return isMet(tie, value, textIn(left.bits)) ? [] : null;
};

const withValue = (bit: Bit, fixed: Knot["fixed"]): Bit => {
  const value = isSlot(bit) ? valueIn(fixed, bit) : undefined;
  return value === undefined ? bit : literal(value);
};

/** A rule in the place of a tie with no variable but its key. */
const withoutVariables = (tie: Tie): Tie | Rule =>
  tie.bits.some(isSlot) ? tie : ruleOf(tie, operandOf(tie.operator, [textIn(tie.bits)]));

/** Whatever the variables are, what is like an ARN is one. */
const byArn = (tie: Tie): Outcome => (isOfArns(tie) && tie.sign ? [tie, ruleOf(tie, ANY_ARN)] : [tie]);

/** A federated user's id is the account, a colon and a name without any: what stands before the colon and what behind it. */
const byFederatedId = (tie: Tie): Outcome => {
  const at = tie.bits.findIndex((bit) => !isSlot(bit) && bit.includes(":"));
  const bit = tie.bits[at];
  if (tie.key.view !== "federated id" || isOfArns(tie) || bit === undefined || isSlot(bit)) return [tie];
  const colon = bit.indexOf(":");
  const account = [...tie.bits.slice(0, at), bit.slice(0, colon)].filter(
    (one) => isSlot(one) || one.length > 0,
  );
  const name = [bit.slice(colon + 1), ...tie.bits.slice(at + 1)];
  const byName = partOf(tie, "user name", name);
  if (tie.sign) return [partOf(tie, "account", account), byName];
  const [own, ...others] = account;
  // No other key than the caller's is seen as the account of an ARN.
  const isOwn = isSlot(own) && own.view === "account";
  return isOwn && others.length === 0 ? [byName] : [tie];
};

const partOf = (tie: Tie, view: View, bits: readonly Bit[]): Tie | Rule =>
  withoutVariables({ ...tie, key: { ...tie.key, view }, bits });

/** A path that begins with an organisation's id is in that organisation; what follows the id is a rule of its own. */
const byOrganisation = (tie: Tie): Outcome => {
  const { key, sign } = tie;
  const [bit, ...others] = tie.bits;
  const rest = textIn(others);
  const isPath =
    key.variable.endsWith("organisation") && key.view === "whole" && !isOfArns(tie) && !foldsCase(tie);
  if (!isPath || !isSlot(bit) || bit.view !== "organisation") return [tie];
  if (rest[0] !== "/" || others.some(isSlot)) return [tie];
  const same: Tie = { key: { ...key, view: "organisation" }, sign, operator: "StringEquals", bits: [bit] };
  if (rest.length === 2 && rest[1] === MANY) return [same];
  return sign ? [same, ruleOf(tie, { form: "glob", patterns: [[anyOf("organisation"), ...rest]] })] : [tie];
};
