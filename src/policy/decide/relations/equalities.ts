import type { Tokens } from "../../sets/pattern.ts";
import { inField, type Operand } from "../compile/operand.ts";
import type { Slot } from "../keys/condition-key.ts";
import type { Rule } from "../request/symbolic-request.ts";
import {
  equalTo,
  foldsCase,
  isOfArns,
  isSlot,
  leastLength,
  patternBits,
  slotsIn,
  textIn,
  type Bit,
  type Tie,
} from "../request/relation.ts";
import { anyOf } from "../keys/projection.ts";

const termOf = ({ variable, view }: Slot): string => `${variable}\n${view}`;

/** What becomes of a tie: nothing where all texts meet it, or a rule in its place; null where none meets it. */
export type Outcome = readonly (Tie | Rule)[] | null;

export const isTie = (one: Tie | Rule): one is Tie => "bits" in one;

export const ruleOf = ({ key, sign }: Tie, operand: Operand): Rule => ({
  slot: key,
  every: false,
  sign,
  operand,
});

/** What is to be the same, as classes of slots; and the ties without those that say so once more. */
export const alike = (
  ties: readonly Tie[],
): { readonly ties: readonly Tie[]; readonly classOf: (slot: Slot) => readonly Slot[] } => {
  const classes = new Map<string, readonly Slot[]>();
  const classOf = (slot: Slot): readonly Slot[] => classes.get(termOf(slot)) ?? [slot];
  const left = ties.filter((tie) => {
    const other = isOfArns(tie) ? null : equalTo(tie);
    if (other === null) return true;
    const own = classOf(tie.key);
    if (own.some((slot) => termOf(slot) === termOf(other))) return false;
    const joint = [...own, ...classOf(other)];
    for (const slot of joint) classes.set(termOf(slot), joint);
    return true;
  });
  return { ties: left, classOf };
};

/** Whether one tie asks for the very texts that another forbids. */
export const contradict = (ties: readonly Tie[]): boolean =>
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
export const isEndless = (ties: readonly Tie[]): boolean => {
  const steps = ties
    .filter(({ sign }) => sign)
    .flatMap((tie) =>
      slotsIn(tie.bits).flatMap((slot) => {
        const step = { from: termOf(slot), to: termOf(tie.key), more: leastLength(tie) };
        return equalTo(tie) === null ? [step] : [step, { from: step.to, to: step.from, more: 0 }];
      }),
    );
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

const isEmpty = (key: Slot, tie: Tie): Rule =>
  ruleOf({ ...tie, key }, { form: "exact", texts: [""], fold: false });

/** No text of less than six fields is like an ARN. */
export const ANY_ARN: Operand = { form: "arn", patterns: ["*:*:*:*:*:*"] };

/** A tie of a key with what is the same, or with a part of it. */
export const withItself = (tie: Tie, classOf: (slot: Slot) => readonly Slot[]): Outcome => {
  const own = classOf(tie.key);
  const isOwn = (bit: Bit): boolean => isSlot(bit) && own.some((slot) => termOf(slot) === termOf(bit));
  const times = tie.bits.filter(isOwn).length;
  // An equality that made the class stays what it is.
  if (times === 0 || (equalTo(tie) !== null && !isOfArns(tie))) return withOwnPart(tie, classOf);
  if (leastLength(tie) > 0) return tie.sign ? null : [];
  const others = slotsIn(tie.bits).filter((bit) => !isOwn(bit));
  // Only the empty text is as long as twice itself, and that is no ARN.
  if (isOfArns(tie) && times > 1) return tie.sign ? null : [];
  if (isOfArns(tie)) return others.length > 0 ? [tie] : [ruleOf(tie, ANY_ARN)];
  const empty = [...others, ...(times > 1 ? [tie.key] : [])];
  if (empty.length === 0) return tie.sign ? [] : null;
  // That not all of several are empty is no rule on one of them.
  return tie.sign || empty.length === 1 ? empty.map((slot) => isEmpty(slot, tie)) : [tie];
};

/** `arn:aws:iam::${aws:PrincipalAccount}:*` of a principal's ARN: whatever the account is, it stands there. */
const withOwnPart = (tie: Tie, classOf: (slot: Slot) => readonly Slot[]): Outcome => {
  const bits = patternBits(tie);
  const index = bits.findIndex(isSlot);
  const [bit, ...more] = slotsIn(bits);
  if (tie.key.view !== "whole" || bit === undefined || more.length > 0) return [tie];
  const part = classOf(bit).find(({ variable }) => variable === tie.key.variable);
  const before = textIn(bits.slice(0, index));
  const after = textIn(bits.slice(index));
  if (part === undefined || !isPlace(part, before, after)) return [tie];
  return [ruleOf(tie, { form: "glob", patterns: [[...before, anyOf(part.view), ...after]] })];
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
