import { matchesGlob } from "../../sets/pattern.ts";

/** Which of the asked actions a policy's pattern matches, as bits. Names are compared without regard to case. */
export type ActionBits = (pattern: string) => number;

/** Policies name few actions in few ways: nearly every pattern has been seen before. */
const MOST_KNOWN = 1000;

export const actionBitsOf = (names: readonly string[]): ActionBits => {
  const asked = names.map((name) => name.toLowerCase());
  let known = new Map<string, number>();
  return (pattern) => {
    const before = known.get(pattern);
    if (before !== undefined) return before;
    const bits = matching(pattern.toLowerCase(), asked);
    // Stryker disable next-line ConditionalExpression,EqualityOperator: what is forgotten is worked out again
    if (known.size >= MOST_KNOWN) known = new Map();
    known.set(pattern, bits);
    return bits;
  };
};

const matching = (pattern: string, asked: readonly string[]): number =>
  asked.reduce((bits, name, index) => (matchesGlob(pattern, name) ? bits | (1 << index) : bits), 0);
