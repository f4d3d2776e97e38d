import type { Tokens } from "./pattern.ts";

/** Printable ASCII, in the order in which a witness looks well. */
const POOL: readonly string[] =
  "aeiousrntlcdmpbfghjkvwxyzqAEIOUSRNTLCDMPBFGHJKVWXYZQ9876543210-._/:@=+ !\"#$%&'()*,;<>?[\\]^`{|}~é".split(
    "",
  );

/**
 * Enough units to tell everything apart: each that a pattern names, and of the others one for each combination of
 * classes that it is in.
 */
export const alphabet = (patterns: readonly Tokens[]): readonly string[] => {
  const named = new Set<string>();
  const classes = new Set<(unit: string) => boolean>();
  for (const pattern of patterns)
    for (const token of pattern) {
      if (typeof token === "string") named.add(token);
      else if (token.has !== undefined) {
        classes.add(token.has);
        if (token.example !== undefined) named.add(token.example);
      }
    }
  const tests = [...classes];
  const kinds = new Map<string, string>();
  for (const unit of POOL) {
    if (named.has(unit)) continue;
    const kind = tests.map((has) => (has(unit) ? "1" : "0")).join("");
    if (!kinds.has(kind)) kinds.set(kind, unit);
  }
  return [...kinds.values(), ...named];
};
