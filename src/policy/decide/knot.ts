import { literal, MANY, type Tokens } from "../sets/pattern.ts";
import { captured } from "./captured.ts";
import { inField, operandOf } from "./operand.ts";
import type { Slot } from "./slot.ts";
import type { Rule, State } from "./state.ts";
import {
  foldsCase,
  isEquality,
  isMet,
  isOfArns,
  isSlot,
  leastLength,
  pattern,
  patternBits,
  type Bit,
  type Tie,
} from "./tie.ts";
import type { Ask } from "./values.ts";
import { frameOf, project, within } from "./view.ts";

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

export const valueIn = (values: ReadonlyMap<string, string>, slot: Slot): string | undefined => {
  const value = values.get(slot.variable);
  return value === undefined ? undefined : project(slot.view, value);
};

/** What becomes of a tie: nothing where all texts meet it, or a rule in its place; null where none meets it. */
type Outcome = readonly (Tie | Rule)[] | null;

const isTie = (one: Tie | Rule): one is Tie => "bits" in one;

/** The knot with everything in its ties that is known; null where a tie cannot be met. */
export const loosened = (knot: Knot): Knot | null => {
  const known = replaced(knot, knot.ties, (tie) => filledIn(knot, tie));
  const ground = known === null ? null : replaced(known, known.ties, byOrganisation);
  if (ground === null) return null;
  const same = alike(ground.ties);
  if (isEndless(ground.ties) || contradict(ground.ties)) return null;
  return replaced(ground, same.ties, (tie) => withItself(tie, same.classOf));
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

const ruleOf = ({ key, sign }: Tie, operand: Rule["operand"]): Rule => ({
  slot: key,
  every: false,
  sign,
  operand,
});

/** The fixed values in place of their variables. */
const filledIn = (knot: Knot, tie: Tie): Outcome => {
  const { fixed } = knot;
  const value = valueIn(fixed, tie.key);
  const tokens = pattern(tie, (slot) => valueIn(fixed, slot));
  if (tokens === null) {
    const left = { ...tie, bits: tie.bits.map((bit) => withValue(bit, fixed)) };
    return [(value === undefined ? null : captured(knot.ask.world.budget, left, value)) ?? left];
  }
  if (value === undefined) return [ruleOf(tie, operandOf(tie.operator, [tokens]))];
  return isMet(tie, value, tokens) ? [] : null;
};

const withValue = (bit: Bit, fixed: Knot["fixed"]): Bit => {
  const value = isSlot(bit) ? valueIn(fixed, bit) : undefined;
  return value === undefined ? bit : literal(value);
};

/** A path that begins with an organisation's id is in that organisation; what follows the id is a rule of its own. */
const byOrganisation = (tie: Tie): Outcome => {
  const { key, sign } = tie;
  const [bit, ...others] = tie.bits;
  const rest = others.flatMap((one) => (isSlot(one) ? [] : one));
  const isPath =
    key.variable.endsWith("organisation") && key.view === "whole" && !isOfArns(tie) && !foldsCase(tie);
  if (!isPath || bit === undefined || !isSlot(bit) || bit.view !== "organisation") return [tie];
  if (rest[0] !== "/" || others.some(isSlot)) return [tie];
  const same: Tie = { key: { ...key, view: "organisation" }, sign, operator: "StringEquals", bits: [bit] };
  if (rest.length === 2 && rest[1] === MANY) return [same];
  const inside = within([MANY], frameOf("organisation").apart) ?? [];
  return sign ? [same, ruleOf(tie, { form: "glob", patterns: [[...inside, ...rest]] })] : [tie];
};

const termOf = ({ variable, view }: Slot): string => `${variable}\n${view}`;

/** What is to be the same, as classes of slots; and the ties without those that say so once more. */
const alike = (
  ties: readonly Tie[],
): { readonly ties: readonly Tie[]; readonly classOf: (slot: Slot) => readonly Slot[] } => {
  const classes = new Map<string, readonly Slot[]>();
  const classOf = (slot: Slot): readonly Slot[] => classes.get(termOf(slot)) ?? [slot];
  const left = ties.filter((tie) => {
    const [bit] = tie.bits;
    if (!isEquality(tie) || isOfArns(tie) || bit === undefined || !isSlot(bit)) return true;
    const own = classOf(tie.key);
    if (own.some((slot) => termOf(slot) === termOf(bit))) return false;
    const joint = [...own, ...classOf(bit)];
    for (const slot of joint) classes.set(termOf(slot), joint);
    return true;
  });
  return { ties: left, classOf };
};

/** Whether one tie asks for the very texts that another forbids. */
const contradict = (ties: readonly Tie[]): boolean =>
  ties.some(
    (yes) =>
      yes.sign &&
      ties.some(
        (no) =>
          !no.sign &&
          isOfArns(yes) === isOfArns(no) &&
          (foldsCase(no) || !foldsCase(yes)) &&
          termOf(yes.key) === termOf(no.key) &&
          isSame(yes.bits, no.bits),
      ),
  );

const isSame = (a: readonly Bit[], b: readonly Bit[]): boolean =>
  a.length === b.length && a.every((bit, index) => isSameBit(bit, b[index] ?? []));

const isSameBit = (a: Bit, b: Bit): boolean =>
  isSlot(a)
    ? isSlot(b) && termOf(a) === termOf(b)
    : !isSlot(b) && a.length === b.length && a.every((token, index) => token === b[index]);

/** Whether some text would be longer than itself: each is at least as long as what it is made of. */
const isEndless = (ties: readonly Tie[]): boolean => {
  const steps = ties
    .filter(({ sign }) => sign)
    .flatMap((tie) =>
      tie.bits.filter(isSlot).flatMap((bit) => {
        const step = { from: termOf(bit), to: termOf(tie.key), more: leastLength(tie) };
        return isEquality(tie) ? [step, { from: step.to, to: step.from, more: 0 }] : [step];
      }),
    );
  if (steps.every(({ more }) => more === 0)) return false;
  const lengths = new Map<string, number>();
  const grow = (): boolean =>
    steps.reduce((grown, { from, to, more }) => {
      const least = (lengths.get(from) ?? 0) + more;
      if (least <= (lengths.get(to) ?? 0)) return grown;
      lengths.set(to, least);
      return true;
    }, false);
  // Without a circle, nothing grows any more when each step has been taken as often as there are steps.
  for (let round = 0; round <= steps.length; round += 1) if (!grow()) return false;
  return true;
};

const EMPTY: Rule["operand"] = { form: "exact", texts: [""], fold: false };

/** A tie of a key with what is the same, or with a part of it. */
const withItself = (tie: Tie, classOf: (slot: Slot) => readonly Slot[]): Outcome => {
  const own = classOf(tie.key);
  const isOwn = (bit: Bit): boolean => isSlot(bit) && own.some((slot) => termOf(slot) === termOf(bit));
  const times = tie.bits.filter(isOwn).length;
  // An equality that made the class stays what it is.
  if (
    times === 0 ||
    (isEquality(tie) && !isOfArns(tie) && termOf(tie.key) !== termOf(tie.bits.find(isSlot) ?? tie.key))
  )
    return times === 0 ? withOwnPart(tie, classOf) : [tie];
  if (leastLength(tie) > 0) return tie.sign ? null : [];
  if (times > 1) return [ruleOf(tie, EMPTY)];
  const others = tie.bits.filter(isSlot).filter((bit) => !isOwn(bit));
  if (others.length > 0)
    return tie.sign && !isOfArns(tie) ? others.map((slot) => ruleOf({ ...tie, key: slot }, EMPTY)) : [tie];
  if (isOfArns(tie)) return [ruleOf(tie, { form: "arn", patterns: ["*:*:*:*:*:*"] })];
  return tie.sign ? [] : null;
};

/** `arn:aws:iam::${aws:PrincipalAccount}:*` of a principal's ARN: whatever the account is, it stands there. */
const withOwnPart = (tie: Tie, classOf: (slot: Slot) => readonly Slot[]): Outcome => {
  const bits = patternBits(tie);
  const index = bits.findIndex(isSlot);
  const bit = bits[index];
  if (tie.key.view !== "whole" || bit === undefined || !isSlot(bit)) return [tie];
  const part = classOf(bit).find(({ variable }) => variable === tie.key.variable);
  const rest = bits.slice(index + 1);
  if (part === undefined || rest.some(isSlot)) return [tie];
  const before = bits.slice(0, index).flatMap((one) => (isSlot(one) ? [] : one));
  const after = rest.flatMap((one) => (isSlot(one) ? [] : one));
  const inside = within([MANY], frameOf(part.view).apart);
  if (inside === null || !isPlace(part, before, after)) return [tie];
  return [ruleOf(tie, { form: "glob", patterns: [[...before, ...inside, ...after]] })];
};

/** Whether between such texts only that part of the value can stand. */
const isPlace = ({ view }: Slot, before: Tokens, after: Tokens): boolean => {
  if (view === "organisation") return before.length === 0 && after[0] === "/";
  if (view === "user name") return before.at(-1) === "/" && after.length === 0;
  return (
    view === "account" &&
    before.filter((token) => token === ":").length === 4 &&
    before.every((token) => typeof token === "string" || token === inField(token)) &&
    after[0] === ":"
  );
};
