import { concat, made, type Text } from "../../written/text.ts";
import { interpolated, numberText, textValue, type Value } from "../../written/value.ts";
import { convert } from "../types/convert.ts";
import { jsonText } from "./json-value.ts";
import {
  listValue,
  refusedCall,
  refusedOrOpen,
  unresolvedCall,
  type TerraformFunction,
} from "./arguments.ts";
import type { Call } from "../frame.ts";

/** `%s`, `%d`, `%v`, `%q`, with a width; any other verb is left unresolved. */
const VERB = /%(?:(-|0)?(\d{1,3})?([sdvqt])|%|.|$)/gs;

const format: TerraformFunction = (args, call) => {
  const [given, ...values] = args;
  const pattern = given === undefined ? undefined : convert(given, "string");
  if (pattern?.kind !== "text" || pattern.text.pieces.some(({ hole }) => hole !== undefined))
    return refusedOrOpen(args, call);
  const pieces: Text[] = [];
  const text = pattern.text.text;
  let at = 0;
  let used = 0;
  for (const { 0: verb, 1: flag = "", 2: width = "", 3: letter, index } of text.matchAll(VERB)) {
    pieces.push(made(text.slice(at, index), pattern.span));
    at = index + verb.length;
    if (verb === "%%") {
      pieces.push(made("%", pattern.span));
      continue;
    }
    if (letter === undefined) return unresolvedCall([], call);
    const value = values[used];
    used += 1;
    if (value === undefined) return refusedCall(call);
    const piece = formatted(value, letter, call);
    if ("kind" in piece) return piece;
    const isNumber = letter === "d";
    if (width === "") pieces.push(piece);
    else if (piece.pieces.some(({ hole }) => hole !== undefined)) return unresolvedCall([], call);
    else pieces.push(made(padded(piece.text, flag, Number(width), isNumber), value.span));
  }
  if (used < values.length) return refusedCall(call);
  pieces.push(made(text.slice(at), pattern.span));
  return textValue(concat(pieces), call.span);
};

const padded = (text: string, flag: string, width: number, isNumber: boolean): string =>
  flag === "-"
    ? text.padEnd(width)
    : flag === "0" && isNumber
      ? text.startsWith("-")
        ? `-${text.slice(1).padStart(width - 1, "0")}`
        : text.padStart(width, "0")
      : text.padStart(width);

/** As Go's `%v` prints a number: from seven digits on with an exponent, an account's id too. */
const shortNumber = (number: number): string => {
  const size = Math.abs(number);
  if (size === 0 || (size >= 1e-4 && size < 1e6)) return numberText(number);
  return number.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
};

/** One value as a verb prints it; a value where it cannot be printed. */
const formatted = (value: Value, letter: string, call: Call): Text | Value => {
  if (value.kind === "unknown" && value.wrong === true) return value;
  if (value.kind === "unknown" || value.kind === "entity") return interpolated(value, value.span);
  // Terraform's plan leaves the text unknown where a null is to be a text.
  if (value.kind === "null" && letter !== "v") return unresolvedCall([], call);
  if (letter === "d") {
    const number = convert(value, "number");
    if (number.kind !== "number") return refusedOrOpen([number], call);
    return Number.isInteger(number.number)
      ? made(numberText(number.number), value.span)
      : unresolvedCall([], call);
  }
  if (letter === "v" && (value.kind === "list" || value.kind === "object" || value.kind === "null"))
    return jsonText(value);
  if (letter === "v" && value.kind === "number") return made(shortNumber(value.number), value.span);
  const text = convert(value, letter === "t" ? "bool" : "string");
  if (text.kind === "unknown")
    return text.wrong === true ? refusedCall(call) : interpolated(text, value.span);
  if (letter === "q")
    return text.kind === "text" && text.text.pieces.every(({ hole }) => hole === undefined)
      ? jsonText({ ...text, span: value.span })
      : unresolvedCall([text], call);
  return interpolated(text, value.span);
};

const formatlist: TerraformFunction = (args, call) => {
  const [pattern, ...values] = args;
  const lists = values.filter((value) => value.kind === "list");
  const [first, ...others] = lists;
  if (pattern === undefined || values.some(({ kind }) => kind === "unknown" || kind === "entity"))
    return refusedOrOpen(args, call);
  const length = first?.items.length ?? 1;
  if (others.some(({ items }) => items.length !== length)) return refusedCall(call);
  const items = Array.from({ length }, (_, index) =>
    format(
      [pattern, ...values.map((value) => (value.kind === "list" ? (value.items[index] ?? value) : value))],
      call,
    ),
  );
  return (
    items.find((item) => item.kind === "unknown" && item.wrong === true) ??
    listValue(items, "string", call.span)
  );
};

/** Terraform's functions that format. A new function is a member here, made as its neighbours are, and nothing else. */
export const FORMAT_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = { format, formatlist };
