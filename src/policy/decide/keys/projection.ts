import { literal, MANY, ONE, type Tokens } from "../../sets/pattern.ts";
import type { Projection } from "./condition-key.ts";

/** One of the fields between the colons, from 0 on; empty where there are fewer. */
export const arnField = (arn: string, index: number): string => {
  let start = 0;
  for (let left = index; left > 0; left -= 1) {
    const colon = arn.indexOf(":", start);
    if (colon === -1) return "";
    start = colon + 1;
  }
  const end = arn.indexOf(":", start);
  return end === -1 ? arn.slice(start) : arn.slice(start, end);
};

const line = (text: string, end: number): string => (end === -1 ? text : text.slice(0, end));

/** The key's value in the variable's. */
export const project = (projection: Projection, value: string): string => {
  switch (projection) {
    case "account":
      return arnField(value, 4);
    case "user name":
      return value.slice(value.lastIndexOf("/") + 1);
    case "federated id":
      return `${arnField(value, 4)}:${value.slice(value.lastIndexOf("/") + 1)}`;
    case "organization":
      return value.slice(0, value.indexOf("/"));
    case "source ARN":
      return line(value, value.indexOf("\n"));
    case "source account": {
      const end = value.indexOf("\n");
      return end === -1 ? arnField(value, 4) : value.slice(end + 1);
    }
    case "whole":
    case "timestamp":
    case "epoch":
      return value;
  }
};

/** How the parts of a value are told apart: one character, and any number, without the separator or a line break. */
interface Apart {
  readonly separator: string;
  readonly one: Tokens[number];
  readonly many: Tokens[number];
}

const apart = (separator: string): Apart => {
  const has = (unit: string): boolean => unit !== separator && unit !== "\n";
  return { separator, one: { has, repeat: false }, many: { has, repeat: true } };
};

const COLON = apart(":");
const SLASH = apart("/");
const BREAK = apart("\n");
const FIELD = COLON.many;
const FIELDS: Tokens = [FIELD, ":", FIELD, ":", FIELD, ":", FIELD, ":"];

/** Where a view stands in the variable's value: the alternatives for what comes before and after it. */
export interface Frame {
  /** Null for a view that is the whole value. */
  readonly apart: Apart | null;
  readonly around: readonly { readonly before: Tokens; readonly after: Tokens }[];
}

const WHOLE: Frame = { apart: null, around: [{ before: [], after: [] }] };

const FRAMES: Readonly<Partial<Record<Projection, Frame>>> = {
  account: { apart: COLON, around: [{ before: FIELDS, after: [":", MANY] }] },
  "user name": { apart: SLASH, around: [{ before: [MANY, "/"], after: [] }] },
  organization: { apart: SLASH, around: [{ before: [], after: ["/", MANY] }] },
  "source ARN": {
    apart: BREAK,
    around: [
      { before: [], after: [] },
      { before: [], after: ["\n", MANY] },
    ],
  },
  "source account": {
    apart: COLON,
    around: [
      { before: FIELDS, after: [":", BREAK.many] },
      { before: [BREAK.many, "\n"], after: [] },
    ],
  },
};

export const frameOf = (projection: Projection): Frame => FRAMES[projection] ?? WHOLE;

/** The pattern inside a part: its wildcards do not reach over the separator; null where it names one. */
export const within = (pattern: Tokens, part: Apart | null): Tokens | null =>
  part === null
    ? pattern
    : pattern.includes(part.separator) || pattern.includes("\n")
      ? null
      : pattern.map((token) => (token === MANY ? part.many : token === ONE ? part.one : token));

/** Any text of the view. */
export const anyOf = (projection: Projection): Tokens[number] => frameOf(projection).apart?.many ?? MANY;

const USER = literal(":federated-user/");

/** The id `account:name` in terms of the ARN, split at the pattern's token that matches the colon. */
const federated = (pattern: Tokens, token: Tokens[number], index: number): readonly Tokens[] => {
  if (token !== ":" && token !== ONE && token !== MANY) return [];
  const rest = token === MANY ? [MANY] : [];
  const account = within([...pattern.slice(0, index), ...rest], COLON);
  const name = within([...rest, ...pattern.slice(index + 1)], COLON);
  return account === null || name === null ? [] : [[...FIELDS, ...account, ...USER, ...name]];
};

/** The variable's values whose view fits the pattern. */
export const lift = (projection: Projection, pattern: Tokens): readonly Tokens[] => {
  if (projection === "federated id")
    return pattern.flatMap((token, index) => federated(pattern, token, index));
  // A wildcard at the end may as well reach over the break: then all that follows is seen to fit.
  if (projection === "source ARN" && pattern.at(-1) === MANY) {
    const line = within(pattern.slice(0, -1), BREAK);
    return line === null ? [] : [[...line, MANY]];
  }
  const { apart: part, around } = frameOf(projection);
  const inside = within(pattern, part);
  return inside === null ? [] : around.map(({ before, after }) => [...before, ...inside, ...after]);
};
