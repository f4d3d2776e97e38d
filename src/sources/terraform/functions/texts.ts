import { concat, made, type Text } from "../../written/text.ts";
import { interpolated, knownText, madeText, textValue, type Value } from "../../written/value.ts";
import type { ValueType } from "../../written/value-type.ts";
import { convert } from "../types/convert.ts";
import {
  booleanValue,
  known,
  listValue,
  numberOf,
  refusedCall,
  refusedOrOpen,
  TEXTS,
  textOf,
  unresolvedCall,
  type TerraformFunction,
} from "./arguments.ts";

/** A function of known texts; its result stands where the first argument does, and null leaves it open. */
const ofTexts = (
  count: number,
  compute: (...given: readonly string[]) => string | boolean | null,
): TerraformFunction =>
  known({ parameters: Array.from({ length: count }, (): ValueType => "string") }, (args, call) => {
    const result = compute(...args.map(textOf));
    if (result === null) return unresolvedCall([], call);
    return typeof result === "boolean"
      ? booleanValue(result, call.span)
      : madeText(result, args[0]?.span ?? call.span);
  });

/** Text in which each code point is one character for Terraform too. */
const SIMPLE_TEXT = /^[\n\t\u0020-\u007e\u00a0-\u02ff]*$/;

/** Go maps each code point alone, and leaves one that would become several. */
const mapped = (text: string, map: (point: string) => string): string =>
  Array.from(text, (point) => {
    const other = map(point);
    return Array.from(other).length === 1 ? other : point;
  }).join("");

const lower = (text: string): string => mapped(text, (point) => point.toLowerCase());
const upper = (text: string): string => mapped(text, (point) => point.toUpperCase());

const trimStart = (text: string, isCut: (point: string) => boolean): string => {
  const points = Array.from(text);
  const from = points.findIndex((point) => !isCut(point));
  return from < 0 ? "" : points.slice(from).join("");
};

const trimEnd = (text: string, isCut: (point: string) => boolean): string => {
  const points = Array.from(text);
  return points.slice(0, points.findLastIndex((point) => !isCut(point)) + 1).join("");
};

const trimBoth = (text: string, isCut: (point: string) => boolean): string =>
  trimEnd(trimStart(text, isCut), isCut);

const isSpace = (point: string): boolean => /^\p{White_Space}$/u.test(point);

const oneOf = (characters: string): ((point: string) => boolean) => {
  const set = new Set(characters);
  return (point) => set.has(point);
};

/** The start of a word as Go's strings.Title sees it: after ASCII punctuation, white space, or at the beginning. */
const WORD_START = /(?<=^|(?!\w)\p{ASCII}|\p{White_Space})\p{L}/gu;

const join: TerraformFunction = (args, call) => {
  const [separator, ...lists] = args;
  if (separator === undefined || lists.length === 0) return refusedCall(call);
  const between = knownText(convert(separator, "string"));
  const items: Value[] = [];
  for (const list of lists) {
    const converted = convert(list, TEXTS);
    if (converted.kind !== "list") return refusedOrOpen([list], call);
    items.push(...converted.items);
  }
  if (between === null) return refusedOrOpen([separator], call);
  if (items.some(({ kind }) => kind === "null")) return refusedCall(call);
  const pieces = items.flatMap((item, index): readonly Text[] => {
    const text = item.kind === "text" ? item.text : interpolated(item, item.span);
    return index === 0 ? [text] : [made(between, call.span), text];
  });
  return textValue(concat(pieces), call.span);
};

const split = known({ parameters: ["string", "string"] }, (args, call) => {
  const [separator = "", text = ""] = args.map(textOf);
  const parts = separator === "" ? Array.from(text) : text.split(separator);
  const span = args[1]?.span ?? call.span;
  return parts.length > 10_000
    ? unresolvedCall([], call)
    : listValue(
        parts.map((part) => madeText(part, span)),
        "string",
        span,
      );
});

const substr = known({ parameters: ["string", "number", "number"] }, (args, call) => {
  const text = textOf(args[0]);
  const [, offset = 0, length = 0] = args.map(numberOf);
  if (!SIMPLE_TEXT.test(text)) return unresolvedCall([], call);
  if (!Number.isInteger(offset) || !Number.isInteger(length)) return refusedCall(call);
  const from = offset < 0 ? Math.max(0, text.length + offset) : offset;
  return madeText(
    text.slice(from, length < 0 || (length === 0 && offset < 0) ? undefined : from + length),
    args[0]?.span ?? call.span,
  );
});

const indent = known({ parameters: ["number", "string"] }, (args, call) => {
  const [spaces, text] = [numberOf(args[0]), textOf(args[1])];
  return Number.isInteger(spaces) && spaces >= 0 && spaces <= 1_000
    ? madeText(text.replaceAll("\n", `\n${" ".repeat(spaces)}`), args[1]?.span ?? call.span)
    : unresolvedCall([], call);
});

const basename = (path: string): string => {
  if (path === "") return ".";
  const bare = path.replace(/\/+$/, "");
  return bare === "" ? "/" : bare.slice(bare.lastIndexOf("/") + 1);
};

/** Terraform's functions of texts. A new function is a member here, made as its neighbours are, and nothing else. */
export const TEXT_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  lower: ofTexts(1, (text = "") => lower(text)),
  upper: ofTexts(1, (text = "") => upper(text)),
  title: ofTexts(1, (text = "") => text.replace(WORD_START, upper)),
  trimspace: ofTexts(1, (text = "") => trimBoth(text, isSpace)),
  chomp: ofTexts(1, (text = "") => trimEnd(text, oneOf("\r\n"))),
  trim: ofTexts(2, (text = "", characters = "") => trimBoth(text, oneOf(characters))),
  trimprefix: ofTexts(2, (text = "", prefix = "") =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  trimsuffix: ofTexts(2, (text = "", suffix = "") =>
    suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  startswith: ofTexts(2, (text = "", prefix = "") => text.startsWith(prefix)),
  endswith: ofTexts(2, (text = "", suffix = "") => text.endsWith(suffix)),
  strcontains: ofTexts(2, (text = "", part = "") => text.includes(part)),
  // A search between slashes is a regular expression of Go's, which is not run here.
  replace: ofTexts(3, (text = "", search = "", replacement = "") =>
    /^\/.*\/$/s.test(search) && search.length > 1 ? null : text.replaceAll(search, () => replacement),
  ),
  strrev: ofTexts(1, (text = "") => (SIMPLE_TEXT.test(text) ? Array.from(text).toReversed().join("") : null)),
  basename: ofTexts(1, (path = "") => basename(path)),
  substr,
  indent,
  join,
  split,
};
