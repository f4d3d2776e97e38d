import type { Pointer } from "../model/fact.ts";

/** The pointer to a member or element below `at` (RFC 6901 escapes). */
export const below = (at: Pointer, token: string | number): Pointer =>
  `${at}/${typeof token === "number" ? token : escaped(token)}`;

/** Nearly no token has anything to escape, and pointers are made by the thousand. */
const escaped = (token: string): string =>
  token.includes("/") || token.includes("~") ? token.replaceAll("~", "~0").replaceAll("/", "~1") : token;

/** The pointer's tokens, unescaped. */
export const tokens = (at: Pointer): readonly string[] =>
  at === ""
    ? []
    : at
        .slice(1)
        .split("/")
        .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));

/** The enclosing pointer; the root's is null. */
export const parent = (at: Pointer): Pointer | null =>
  at === "" ? null : (at.slice(0, at.lastIndexOf("/")) as Pointer);
