import { collectionOf } from "../../written/value-type.ts";
import { arithmetic } from "../number.ts";
import {
  itemsOf,
  known,
  numberOf,
  numberValue,
  refusedCall,
  textOf,
  unresolvedCall,
  type TerraformFunction,
} from "./arguments.ts";

const ofNumber = (compute: (number: number) => number): TerraformFunction =>
  known({ parameters: ["number"] }, (args, call) => numberValue(compute(numberOf(args[0])) + 0, call.span));

const extreme = (compute: (...numbers: readonly number[]) => number): TerraformFunction =>
  known({ parameters: ["number"], rest: "number" }, (args, call) =>
    numberValue(compute(...args.map(numberOf)), call.span),
  );

const sum = known({ parameters: [collectionOf("list", "number")] }, (args, call) => {
  const items = itemsOf(args[0]);
  if (items.length === 0 || items.some(({ kind }) => kind !== "number")) return refusedCall(call);
  let total = 0;
  for (const item of items) {
    const next = arithmetic("+", total, numberOf(item));
    if (typeof next !== "number") return unresolvedCall([], call);
    total = next;
  }
  return numberValue(total, call.span);
});

const pow = known({ parameters: ["number", "number"] }, (args, call) => {
  const [base = 0, exponent = 0] = args.map(numberOf);
  const result = base ** exponent;
  return Number.isInteger(exponent) && exponent >= 0 && Number.isSafeInteger(result)
    ? numberValue(result, call.span)
    : unresolvedCall([], call);
});

const parseint = known({ parameters: ["any", "number"] }, (args, call) => {
  if (args[0]?.kind !== "text") return refusedCall(call);
  const base = numberOf(args[1]);
  const text = textOf(args[0]);
  // Beyond 36 Go tells upper from lower case.
  if (base > 36 && base <= 62) return unresolvedCall([], call);
  if (!Number.isInteger(base) || base < 2 || base > 62 || !/^[+-]?[0-9a-z]{1,60}$/i.test(text))
    return refusedCall(call);
  const digits = Array.from(text.replace(/^[+-]/, ""), (digit) => Number.parseInt(digit, 36));
  if (digits.some((digit) => digit >= base)) return refusedCall(call);
  const number = digits.reduce((value, digit) => value * base + digit, 0);
  return Number.isSafeInteger(number)
    ? numberValue((text.startsWith("-") ? -number : number) + 0, call.span)
    : unresolvedCall([], call);
});

/** Terraform's functions of numbers. A new function is a member here, made as its neighbours are, and nothing else. */
export const NUMBER_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  abs: ofNumber(Math.abs),
  ceil: ofNumber(Math.ceil),
  floor: ofNumber(Math.floor),
  signum: ofNumber(Math.sign),
  max: extreme(Math.max),
  min: extreme(Math.min),
  sum,
  pow,
  parseint,
};
