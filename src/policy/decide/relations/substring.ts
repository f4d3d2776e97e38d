import { spend, type Budget } from "../../sets/budget.ts";
import type { Rule } from "../request/symbolic-request.ts";
import {
  foldsCase,
  isMet,
  isSlot,
  pattern,
  slotsIn,
  textIn,
  type Bit,
  type Tie,
} from "../request/relation.ts";

/**
 * What a tie asks of its one variable where the key's value is known: to be one of the parts of it at which the rest fits
 * too, or none of them. Null where there are several variables.
 */
export const captured = (budget: Budget, tie: Tie, value: string): Rule | null => {
  const index = tie.bits.findIndex(isSlot);
  const [slot, ...others] = slotsIn(tie.bits);
  if (slot === undefined || others.length > 0) return null;
  const before = fixedLength(tie.bits.slice(0, index));
  const after = fixedLength(tie.bits.slice(index + 1));
  const fits: Tie = { ...tie, sign: true };
  const texts = new Set<string>();
  for (const from of before === null ? range(0, value.length) : [before])
    for (const to of after === null ? range(from, value.length) : [value.length - after]) {
      spend(budget, 16);
      const text = value.slice(from, to);
      const tokens = pattern(tie, () => text);
      if (from <= to && isMet(fits, value, tokens)) texts.add(text);
    }
  return {
    slot,
    every: false,
    sign: tie.sign,
    operand: { form: "exact", texts: [...texts], fold: foldsCase(tie) },
  };
};

/** Of text without wildcards; null with them. */
const fixedLength = (bits: readonly Bit[]): number | null => {
  const tokens = textIn(bits);
  return tokens.every((token) => typeof token === "string") ? tokens.length : null;
};

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
