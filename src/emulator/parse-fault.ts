import type { FaultEffect, FaultMatch, FaultRule } from "./faults.ts";

type Words = ReadonlyMap<string, string>;

/** Effect → its own words, and how they make it. */
const EFFECTS: ReadonlyMap<
  string,
  { readonly words: readonly string[]; readonly make: (words: Words) => FaultEffect }
> = new Map(
  Object.entries<{ readonly words: readonly string[]; readonly make: (words: Words) => FaultEffect }>({
    slow: { words: ["ms"], make: (words) => ({ kind: "slow", ms: count(words, "ms") ?? 1000 }) },
    throttle: {
      words: ["code", "status"],
      make: (words) => ({ kind: "throttle", ...text(words, "code"), ...number(words, "status") }),
    },
    refuse: {
      words: ["by"],
      make: (words) => ({ kind: "refuse", by: choice(words, "by", ["identity", "scp"]) ?? "identity" }),
    },
    error: {
      words: ["status", "when"],
      make: (words) => ({ kind: "error", ...number(words, "status"), when: when(words) }),
    },
    cut: { words: ["when"], make: (words) => ({ kind: "cut", when: when(words) }) },
    "lose-identity": {
      words: ["identity"],
      make: (words) => ({ kind: "lose-identity", identity: needed(words, "identity") }),
    },
    html: { words: [], make: () => ({ kind: "html" }) },
    empty: { words: [], make: () => ({ kind: "empty" }) },
    truncate: { words: [], make: () => ({ kind: "truncate" }) },
    "cut-body": { words: [], make: () => ({ kind: "cut-body" }) },
    hang: { words: [], make: () => ({ kind: "hang" }) },
    stall: { words: [], make: () => ({ kind: "stall" }) },
    drip: { words: ["ms"], make: (words) => ({ kind: "drip", ms: count(words, "ms") ?? 1000 }) },
    endless: { words: [], make: () => ({ kind: "endless" }) },
    "omit-member": {
      words: ["member"],
      make: (words) => ({ kind: "omit-member", member: needed(words, "member") }),
    },
    expire: { words: [], make: () => ({ kind: "expire" }) },
    pages: { words: ["size"], make: (words) => ({ kind: "pages", size: count(words, "size") || 2 }) },
    "bad-token": { words: [], make: () => ({ kind: "bad-token" }) },
    "repeat-page": { words: [], make: () => ({ kind: "repeat-page" }) },
    "overlap-page": { words: [], make: () => ({ kind: "overlap-page" }) },
    "skip-entry": { words: [], make: () => ({ kind: "skip-entry" }) },
    "omit-policy": {
      words: ["policy"],
      make: (words) => ({ kind: "omit-policy", policy: needed(words, "policy") }),
    },
    "fail-findings": {
      words: ["ids", "code", "message"],
      make: (words) => ({
        kind: "fail-findings",
        ids: needed(words, "ids").split(","),
        ...text(words, "code"),
        ...text(words, "message"),
      }),
    },
  }),
);

const MATCH = ["service", "operation", "account", "region", "subject"] as const;
const COUNTS = ["after", "every", "times"] as const;

/**
 * A rule from words: `throttle operation=ListIdentities region=eu-west-1 times=2`.
 *
 * Throws an error whose message says what is wrong with the words and which there are.
 */
export const parseFault = (line: string): FaultRule => {
  const [kind = "", ...rest] = line.trim().split(/\s+/);
  const effect = EFFECTS.get(kind);
  if (effect === undefined)
    throw new Error(`unknown fault "${kind}"; there are ${[...EFFECTS.keys()].join(", ")}`);
  const words = new Map(rest.map(wordOf));
  const known: readonly string[] = [...effect.words, ...MATCH, ...COUNTS];
  const unknown = [...words.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Error(`"${kind}" does not take "${unknown}"; it takes ${known.join(", ")}`);
  return { ...matchOf(words), ...countsOf(words), effect: effect.make(words) };
};

const wordOf = (word: string): readonly [string, string] => {
  const at = word.indexOf("=");
  if (at < 1) throw new Error(`"${word}" is not name=value`);
  return [word.slice(0, at), word.slice(at + 1)];
};

const matchOf = (words: Words): FaultMatch =>
  Object.fromEntries(MATCH.flatMap((name) => (words.has(name) ? [[name, words.get(name)]] : [])));

const countsOf = (words: Words): Pick<FaultRule, (typeof COUNTS)[number]> =>
  Object.fromEntries(COUNTS.flatMap((name) => (words.has(name) ? [[name, count(words, name)]] : [])));

const count = (words: Words, name: string): number | undefined => {
  const value = words.get(name);
  if (value !== undefined && !/^\d{1,9}$/.test(value)) throw new Error(`"${name}=${value}" is not a number`);
  return value === undefined ? undefined : Number(value);
};

const text = <N extends string>(words: Words, name: N): { readonly [K in N]?: string } =>
  Object.fromEntries(words.has(name) ? [[name, words.get(name)]] : []) as { [K in N]?: string };

const number = <N extends string>(words: Words, name: N): { readonly [K in N]?: number } =>
  Object.fromEntries(words.has(name) ? [[name, count(words, name)]] : []) as { [K in N]?: number };

const needed = (words: Words, name: string): string => {
  const value = words.get(name);
  if (value === undefined || value === "") throw new Error(`"${name}=…" is missing`);
  return value;
};

const choice = <C extends string>(words: Words, name: string, choices: readonly C[]): C | undefined => {
  const value = words.get(name);
  const found = choices.find((allowed) => allowed === value);
  if (value !== undefined && found === undefined)
    throw new Error(`"${name}=${value}" is not one of ${choices.join(", ")}`);
  return found;
};

const when = (words: Words): "before" | "after" => choice(words, "when", ["before", "after"]) ?? "before";
