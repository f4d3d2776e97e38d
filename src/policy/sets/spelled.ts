import type { Requirement } from "./language.ts";
import type { Token } from "./pattern.ts";

/** A text that is the same only for the same requirements. A NUL stands before what is no unit of a text. */
export const spelled = (requirements: readonly Requirement[]): string =>
  requirements
    .map(
      ({ patterns, wanted }) =>
        `\u{0}${wanted ? "+" : "-"}${patterns.map((pattern) => `\u{0}|${pattern.map(unitOf).join("")}`).join("")}`,
    )
    .join("");

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
