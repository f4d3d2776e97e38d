import { tokens } from "../text/pointer.ts";

/** Whether a JSON Pointer (RFC 6901) leads to something in a value made of JSON. */
export const resolves = (value: unknown, at: string): boolean => {
  if (at !== "" && !at.startsWith("/")) return false;
  let here = value;
  for (const token of tokens(at as "" | `/${string}`)) {
    if (typeof here !== "object" || here === null || !hasToken(here, token)) return false;
    here = here[token as keyof typeof here];
  }
  return true;
};

const hasToken = (value: object, token: string): boolean =>
  Array.isArray(value)
    ? /^(0|[1-9]\d*)$/.test(token) && Number(token) < value.length
    : Object.hasOwn(value, token);
