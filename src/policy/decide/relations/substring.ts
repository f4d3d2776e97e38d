import { spend, type Budget } from "../../sets/budget.ts";
import type { Constraint } from "../request/symbolic-request.ts";
import {
  foldsCase,
  isMet,
  isKey,
  pattern,
  keysIn,
  textIn,
  type Segment,
  type Relation,
} from "../request/relation.ts";

/**
 * What a relation asks of its one variable where the key's value is known: to equal a substring of the value that leaves a
 * matching rest or, negated, none of these. Null where there are several variables.
 */
export const substringConstraint = (budget: Budget, relation: Relation, value: string): Constraint | null => {
  const index = relation.segments.findIndex(isKey);
  const [key, ...others] = keysIn(relation.segments);
  if (key === undefined || others.length > 0) return null;
  const before = fixedLength(relation.segments.slice(0, index));
  const after = fixedLength(relation.segments.slice(index + 1));
  const fits: Relation = { ...relation, sign: true };
  const texts = new Set<string>();
  for (const from of before === null ? range(0, value.length) : [before])
    for (const to of after === null ? range(from, value.length) : [value.length - after]) {
      spend(budget, 16);
      const text = value.slice(from, to);
      const tokens = pattern(relation, () => text);
      if (from <= to && isMet(fits, value, tokens)) texts.add(text);
    }
  return {
    key,
    every: false,
    sign: relation.sign,
    operand: { form: "exact", texts: [...texts], fold: foldsCase(relation) },
  };
};

/** Of text without wildcards; null with them. */
const fixedLength = (segments: readonly Segment[]): number | null => {
  const tokens = textIn(segments);
  return tokens.every((token) => typeof token === "string") ? tokens.length : null;
};

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
