import { literal, MANY, ONE, type Tokens } from "../sets/pattern.ts";
import type { View } from "./slot.ts";

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
export const project = (view: View, value: string): string => {
  switch (view) {
    case "account":
      return arnField(value, 4);
    case "user name":
      return value.slice(value.lastIndexOf("/") + 1);
    case "federated id":
      return `${arnField(value, 4)}:${value.slice(value.lastIndexOf("/") + 1)}`;
    case "organisation":
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

const apart = (separator: string): { readonly one: Tokens[number]; readonly many: Tokens[number] } => {
  const has = (unit: string): boolean => unit !== separator && unit !== "\n";
  return { one: { has, repeat: false }, many: { has, repeat: true } };
};

const COLON = apart(":");
const SLASH = apart("/");
const BREAK = apart("\n");
const FIELD = COLON.many;
const LINE = BREAK.many;

/** The pattern inside one part of the value: its wildcards do not reach over the separator; null where it names one. */
const within = (pattern: Tokens, separator: string, part: typeof COLON): Tokens | null =>
  pattern.includes(separator) || pattern.includes("\n")
    ? null
    : pattern.map((token) => (token === MANY ? part.many : token === ONE ? part.one : token));

const around = (before: Tokens, part: Tokens | null, after: Tokens): readonly Tokens[] =>
  part === null ? [] : [[...before, ...part, ...after]];

const USER = literal(":federated-user/");

/** The id `account:name` over the ARN, for the token of the pattern that takes the colon. */
const federated = (
  pattern: Tokens,
  token: Tokens[number],
  index: number,
  fields: Tokens,
): readonly Tokens[] => {
  if (token !== ":" && token !== ONE && token !== MANY) return [];
  const rest = token === MANY ? [MANY] : [];
  const account = within([...pattern.slice(0, index), ...rest], ":", COLON);
  const name = within([...rest, ...pattern.slice(index + 1)], ":", COLON);
  return account === null || name === null ? [] : [[...fields, ...account, ...USER, ...name]];
};

/** The variable's values whose view fits the pattern. */
export const lift = (view: View, pattern: Tokens): readonly Tokens[] => {
  const fields: Tokens = [FIELD, ":", FIELD, ":", FIELD, ":", FIELD, ":"];
  switch (view) {
    case "account":
      return around(fields, within(pattern, ":", COLON), [":", MANY]);
    case "user name":
      return around([MANY, "/"], within(pattern, "/", SLASH), []);
    case "federated id":
      return pattern.flatMap((token, index) => federated(pattern, token, index, fields));
    case "organisation":
      return around([], within(pattern, "/", SLASH), ["/", MANY]);
    case "source ARN": {
      // A wildcard at the end may as well reach over the break: then all that follows is seen to fit.
      if (pattern.at(-1) === MANY) return around([], within(pattern.slice(0, -1), "\n", BREAK), [MANY]);
      const line = within(pattern, "\n", BREAK);
      return [...around([], line, []), ...around([], line, ["\n", MANY])];
    }
    case "source account": {
      const account = within(pattern, ":", COLON);
      return [...around(fields, account, [":", LINE]), ...around([LINE, "\n"], account, [])];
    }
    case "whole":
    case "timestamp":
    case "epoch":
      return [pattern];
  }
};
