import type { Pointer } from "../model/fact.ts";
import { positionOf } from "./json-places.ts";
import { scanJson } from "./json-scan.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

export interface JsonProblem {
  readonly at: Pointer;
  readonly line: number;
  readonly column: number;
  readonly says: string;
}

/** `length` in UTF-16 units; `depth` of nested arrays and objects. */
export interface JsonLimits {
  readonly length: number;
  readonly depth: number;
}

/** Generous for any policy (AWS' largest are 20 KB) and small enough to be read in milliseconds. */
const JSON_LIMITS: JsonLimits = { length: 1_000_000, depth: 1_000 };

/** Members that the text names: strings followed by a colon. Only for a text that JSON.parse accepts. */
const namesIn = (text: string): number => {
  let count = 0;
  let open = text.indexOf('"');
  while (open !== -1) {
    let close = text.indexOf('"', open + 1);
    while (isEscaped(text, close)) close = text.indexOf('"', close + 1);
    let next = close + 1;
    while (text.charCodeAt(next) <= 32) next += 1;
    if (text.charCodeAt(next) === 58) count += 1;
    open = text.indexOf('"', next);
  }
  return count;
};

const isEscaped = (text: string, quote: number): boolean => {
  let start = quote;
  while (text.charCodeAt(start - 1) === 92) start -= 1;
  return (quote - start) % 2 === 1;
};

/** Members in the value, or -1 where it is nested deeper than the limit. Level by level, so that no depth is too much. */
const membersIn = (value: Json, depth: number): number => {
  let count = 0;
  let level: (readonly Json[])[] = [[value]];
  for (let left = depth; level.length > 0; left -= 1) {
    const next: (readonly Json[])[] = [];
    for (const values of level)
      for (const one of values) {
        if (typeof one !== "object" || one === null) continue;
        const inner = Array.isArray(one) ? (one as readonly Json[]) : Object.values(one);
        if (!Array.isArray(one)) count += inner.length;
        next.push(inner);
      }
    if (next.length > 0 && left === 0) return -1;
    level = next;
  }
  return count;
};

const problemAt = (
  text: string,
  at: Pointer,
  offset: number,
  says: string,
): { readonly problem: JsonProblem } => ({
  problem: { at, ...positionOf(text, offset), says },
});

/**
 * Reads a JSON text (RFC 8259) and refuses what JSON.parse lets pass: an object that has a member twice, and a text
 * beyond the limits. Duplicates are found by counting: the text names more members than the value has.
 */
export const parseJson = (
  text: string,
  limits: JsonLimits = JSON_LIMITS,
): { readonly value: Json } | { readonly problem: JsonProblem } => {
  if (text.length > limits.length)
    return problemAt(text, "", 0, `the text is longer than ${limits.length} characters`);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    const found = scanJson(text, () => undefined);
    return problemAt(
      text,
      found?.at ?? "",
      found?.offset ?? 0,
      `not JSON: ${found?.says ?? "it cannot be read"}`,
    );
  }
  const members = membersIn(value, limits.depth);
  if (members === -1) return problemAt(text, "", 0, `nested deeper than ${limits.depth} levels`);
  if (members === namesIn(text)) return { value };
  const found = scanJson(text, () => undefined);
  return problemAt(text, found?.at ?? "", found?.offset ?? 0, found?.says ?? "a member is given twice");
};
