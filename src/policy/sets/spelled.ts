import type { Token, Tokens } from "./pattern.ts";
import type { Part, Requirement } from "./requirement.ts";

/** A text that is the same only for the same requirements. A NUL stands before what is no unit of a text. */
export const spelled = (requirements: readonly Requirement[]): string => requirements.map(one).join("");

const one = (requirement: Requirement): string => {
  if ("patterns" in requirement)
    return `\u{0}${requirement.wanted ? "+" : "-"}${requirement.patterns.map(pattern).join("")}`;
  if ("ways" in requirement)
    return `\u{0}(${requirement.ways.map((way) => `\u{0}/${parts(way)}`).join("")}\u{0})`;
  const around = requirement.around.map(({ before, after }) => `\u{0}<${parts(before)}\u{0}>${parts(after)}`);
  return `\u{0}[${requirement.fold ? "\u{0}~" : ""}${spelled(requirement.whole)}${around.join("")}\u{0}]`;
};

const parts = (all: readonly Part[]): string =>
  all.map(({ texts, fold }) => `\u{0},${fold ? "\u{0}~" : ""}${spelled(texts)}`).join("");

const pattern = (tokens: Tokens): string => `\u{0}|${tokens.map(unitOf).join("")}`;

const unitOf = (token: Token): string =>
  typeof token === "string"
    ? token === "\u{0}"
      ? "\u{0}0"
      : token
    : `\u{0}${token.source ?? token.example ?? numberOf(token)}${token.repeat ? "*" : "?"}`;

const numbers = new WeakMap<object, number>();
let count = 0;

const numberOf = (token: object): number => {
  const known = numbers.get(token);
  if (known !== undefined) return known;
  count += 1;
  numbers.set(token, count);
  return count;
};
