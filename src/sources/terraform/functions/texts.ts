import { concat, made, type Text } from "../../written/text.ts";
import { interpolated, knownText, madeText, textValue, type Value } from "../../written/value.ts";
import type { Call } from "../frame.ts";
import { booleanValue, integer, listValue, texts, unresolvedCall } from "./arguments.ts";
import type { TerraformFunction } from "./terraform-function.ts";

/** A function of known texts; its result stands where the first argument does. */
const ofTexts =
  (compute: (...given: readonly string[]) => string | boolean | null): TerraformFunction =>
  (args, call) => {
    const given = texts(args);
    const result = given === null ? null : compute(...given);
    const span = args[0]?.span ?? call.span;
    if (result === null) return unresolvedCall(args, call);
    return typeof result === "boolean" ? booleanValue(result, call.span) : madeText(result, span);
  };

const set = (characters: string): ReadonlySet<string> => new Set(Array.from(characters));

const trimStart = (text: string, characters: ReadonlySet<string>): string => {
  const points = Array.from(text);
  const from = points.findIndex((point) => !characters.has(point));
  return from < 0 ? "" : points.slice(from).join("");
};

const trimEnd = (text: string, characters: ReadonlySet<string>): string => {
  const points = Array.from(text);
  return points.slice(0, points.findLastIndex((point) => !characters.has(point)) + 1).join("");
};

const join: TerraformFunction = (args, call) => {
  const [separator, ...lists] = args;
  const between = separator === undefined ? null : knownText(separator);
  const items: Value[] = [];
  for (const list of lists) {
    if (list.kind !== "list") return unresolvedCall(args, call);
    items.push(...list.items);
  }
  if (between === null) return unresolvedCall(args, call);
  const pieces = items.flatMap((item, index): readonly Text[] => {
    const text = item.kind === "text" ? item.text : interpolated(item, item.span);
    return index === 0 ? [text] : [made(between, call.span), text];
  });
  return textValue(concat(pieces), call.span);
};

/** `%s`, `%d`, `%v`, `%q` and `%%`, without widths; anything else is left unresolved. */
const VERB = /%(?:[sdvq%]|.)/g;

const format: TerraformFunction = (args, call) => {
  const [pattern, ...values] = args;
  const text = pattern === undefined ? null : knownText(pattern);
  if (text === null || pattern === undefined) return unresolvedCall(args, call);
  const pieces: Text[] = [];
  let at = 0;
  let used = 0;
  for (const { 0: verb, index } of text.matchAll(VERB)) {
    pieces.push(made(text.slice(at, index), pattern.span));
    at = index + verb.length;
    if (verb === "%%") {
      pieces.push(made("%", pattern.span));
      continue;
    }
    const value = values[used];
    used += 1;
    if (value === undefined || !/^%[sdvq]$/.test(verb)) return unresolvedCall([], call);
    const piece = interpolated(value, value.span);
    pieces.push(verb === "%q" ? made(JSON.stringify(piece.text), value.span) : piece);
  }
  pieces.push(made(text.slice(at), pattern.span));
  return textValue(concat(pieces), call.span);
};

const formatlist: TerraformFunction = (args, call) => {
  const [pattern, ...values] = args;
  const lists = values.filter((value) => value.kind === "list");
  const length = lists[0]?.items.length;
  if (pattern === undefined || length === undefined || values.some(({ kind }) => kind === "unknown"))
    return unresolvedCall(args, call);
  return listValue(
    Array.from({ length }, (_, index) =>
      format(
        [pattern, ...values.map((value) => (value.kind === "list" ? (value.items[index] ?? value) : value))],
        call,
      ),
    ),
    call.span,
  );
};

const split: TerraformFunction = (args, call) => {
  const given = texts(args);
  const [separator, text] = given ?? [];
  const span = args[1]?.span ?? call.span;
  return separator === undefined || text === undefined
    ? unresolvedCall(args, call)
    : listValue(
        text.split(separator).map((part) => madeText(part, span)),
        span,
      );
};

const replace = ofTexts((text = "", search = "", replacement = "") =>
  /^\/.*\/$/s.test(search) && search.length > 1 ? null : text.replaceAll(search, () => replacement),
);

const substr = (args: readonly Value[], call: Call): Value => {
  const [value, offset, length] = args;
  const text = value === undefined ? null : knownText(value);
  const [from, count] = [integer(offset), integer(length)];
  if (value === undefined || text === null || from === null || count === null || from < 0)
    return unresolvedCall(args, call);
  const points = Array.from(text).slice(from);
  return madeText((count < 0 ? points : points.slice(0, count)).join(""), value.span);
};

const tostring: TerraformFunction = (args, call) => {
  const [value] = args;
  if (value?.kind === "text" || value?.kind === "null") return value;
  const [text] = texts(args) ?? [];
  return text === undefined ? unresolvedCall(args, call) : madeText(text, value?.span ?? call.span);
};

export const TEXT_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  lower: ofTexts((text = "") => text.toLowerCase()),
  upper: ofTexts((text = "") => text.toUpperCase()),
  trimspace: ofTexts((text = "") => text.trim()),
  chomp: ofTexts((text = "") => text.replace(/[\r\n]{1,1000}$/, "")),
  trim: ofTexts((text = "", characters = "") => trimEnd(trimStart(text, set(characters)), set(characters))),
  trimprefix: ofTexts((text = "", prefix = "") =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  trimsuffix: ofTexts((text = "", suffix = "") =>
    suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  startswith: ofTexts((text = "", prefix = "") => text.startsWith(prefix)),
  endswith: ofTexts((text = "", suffix = "") => text.endsWith(suffix)),
  strcontains: ofTexts((text = "", part = "") => text.includes(part)),
  title: ofTexts((text = "") => text.replace(/(?:^|\s)\p{Ll}/gu, (start) => start.toUpperCase())),
  replace,
  substr,
  join,
  split,
  format,
  formatlist,
  tostring,
};
