import type { Pointer } from "../model/fact.ts";
import { scanJson, type Span } from "./json-scan.ts";
import { parent } from "./pointer.ts";

/** Lines and columns count from 1, columns in UTF-16 units; the end column is the one after the last character. */
export interface TextPlace {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Line and column of an offset. CR LF, LF and a lone CR each end a line. */
export const positionOf = (
  text: string,
  offset: number,
): { readonly line: number; readonly column: number } => {
  let line = 1;
  let start = 0;
  for (const match of text.slice(0, offset).matchAll(/\r\n|\n|\r/g)) {
    line += 1;
    start = match.index + match[0].length;
  }
  return { line, column: offset - start + 1 };
};

const toPlace = (text: string, span: Span): TextPlace => {
  const from = positionOf(text, span.start);
  const to = positionOf(text, span.end);
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
};

/** Spans of the values that the pointers name; of those that the text has. */
const spans = (text: string, pointers: Iterable<Pointer>): ReadonlyMap<Pointer, Span> => {
  const wanted = new Set(pointers);
  const longest = Math.max(0, ...Array.from(wanted, (pointer) => pointer.length));
  const found = new Map<Pointer, Span>();
  scanJson(
    text,
    (at, value) => {
      if (at.length <= longest && wanted.has(at)) found.set(at, value);
    },
    longest,
  );
  return found;
};

/** Where the values stand that the pointers name; a pointer that the text does not have is left out. */
export const locate = (text: string, pointers: Iterable<Pointer>): ReadonlyMap<Pointer, TextPlace> =>
  new Map(Array.from(spans(text, pointers), ([at, span]) => [at, toPlace(text, span)]));

/** The pointer itself and its ancestors, nearest first. */
const lineage = (at: Pointer): readonly Pointer[] => {
  const all: Pointer[] = [];
  for (let here: Pointer | null = at; here !== null; here = parent(here)) all.push(here);
  return all;
};

/** The value's place, or its nearest ancestor's; null in a text that has none. */
export const placeOf = (text: string, at: Pointer): TextPlace | null => {
  const all = lineage(at);
  const found = spans(text, all);
  const nearest = all.find((pointer) => found.has(pointer));
  const span = nearest === undefined ? undefined : found.get(nearest);
  return span === undefined ? null : toPlace(text, span);
};

/** For each UTF-16 unit of the string's value, and for its end, the offset in the literal's text. */
const unitOffsets = (literal: string): readonly number[] => {
  const offsets: number[] = [];
  for (const match of literal.slice(1, -1).matchAll(/\\(?:u[0-9A-Fa-f]{4}|.)|[^\\]/gsu))
    for (let unit = 0; unit < (match[0].startsWith("\\") ? 1 : match[0].length); unit += 1)
      offsets.push(1 + match.index + unit);
  offsets.push(literal.length - 1);
  return offsets;
};

/**
 * The place of `inner` in a JSON text that is itself the string at `outer` of another JSON text: a policy inside the
 * answer of an API. Null where `outer` is no string; the string's own place where `inner` is not found.
 */
export const placeInString = (text: string, outer: Pointer, inner: Pointer): TextPlace | null => {
  const span = spans(text, [outer]).get(outer);
  const literal = span === undefined ? "" : text.slice(span.start, span.end);
  if (span === undefined || !literal.startsWith('"')) return null;
  const all = lineage(inner);
  const found = spans(JSON.parse(literal) as string, all);
  const nearest = all.find((pointer) => found.has(pointer));
  const within = nearest === undefined ? undefined : found.get(nearest);
  if (within === undefined) return toPlace(text, span);
  const offsets = unitOffsets(literal);
  return toPlace(text, {
    start: span.start + (offsets[within.start] ?? 0),
    end: span.start + (offsets[within.end] ?? literal.length),
  });
};
