import { numberText } from "../written/value.ts";

/**
 * Terraform computes with 512 bits; a double holds what people write: at most 15 digits, or a whole number below 2^53.
 * What goes beyond is not rounded but not known.
 */
const NUMBER = /^[+-]?(?:\d{1,400}\.?\d{0,400}|\.\d{1,400})(?:[eE][+-]?\d{1,9})?$/;

/** The number that a text says; `inexact` where a double would not hold it, null where it says none. */
export const parseNumber = (text: string): number | "inexact" | null => {
  if (!NUMBER.test(text)) return null;
  const number = Number(text);
  if (/^[+-]?\d+$/.test(text)) return Number.isSafeInteger(number) ? number : "inexact";
  const digits = text
    .replace(/[eE].*$/, "")
    .replace(/\D/g, "")
    .replace(/^0+|0+$/g, "");
  const size = Math.abs(number);
  return digits.length <= 15 && (number === 0 || (size > 1e-15 && size < 1e15)) ? number : "inexact";
};

/** Fractions are exact down to this many binary places. */
const PLACES = 2 ** 20;

/** Whether a double is the very number that was written: 0.5 is, 0.1 is not. */
const isExact = (number: number): boolean => Number.isSafeInteger(number * PLACES);

const OPERATIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  // Without a divisor the remainder is the number itself: go-cty's Modulo.
  "%": (a, b) => (b === 0 ? a : (a % b) + 0),
};

/**
 * What arithmetic comes to: `wrong` where Terraform refuses it, `inexact` where a double would have to round;
 * undefined for another operator.
 */
export const arithmetic = (
  operator: string,
  a: number,
  b: number,
): number | "wrong" | "inexact" | undefined => {
  if (operator === "/") return b === 0 ? "wrong" : isExact(a) && isExact(b) ? quotient(a, b) : "inexact";
  const operation = Object.hasOwn(OPERATIONS, operator) ? OPERATIONS[operator] : undefined;
  if (operation === undefined) return undefined;
  const result = operation(a, b);
  return isExact(a) && isExact(b) && isExact(result) ? result : "inexact";
};

/** A quotient with at most 15 digits that is not rounded: 1 / 5 is one, 1 / 3 is not. */
const quotient = (a: number, b: number): number | "inexact" => {
  const result = a / b;
  const number = parseNumber(numberText(result));
  if (typeof number !== "number") return "inexact";
  const [digits = "", fraction = ""] = numberText(result).split(".");
  const isRight =
    BigInt(digits + fraction) * BigInt(b * PLACES) === BigInt(a * PLACES) * 10n ** BigInt(fraction.length);
  return isRight ? number : "inexact";
};
