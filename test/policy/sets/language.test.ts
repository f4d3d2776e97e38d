import { expect } from "chai";
import * as fc from "fast-check";
import { isStop } from "../../../src/policy/sets/budget.ts";
import { language, shortestMember } from "../../../src/policy/sets/language.ts";
import { part, type Requirement } from "../../../src/policy/sets/requirement.ts";
import {
  foldCase,
  literal,
  MANY,
  matchesGlob,
  ofClass,
  ONE,
  regExpOf,
  wildcards,
  type Token,
  type Tokens,
} from "../../../src/policy/sets/pattern.ts";
import { matches } from "../../../src/policy/sets/places.ts";

const UNLIMITED = { left: Infinity };

const glob = fc.string({ unit: fc.constantFrom("a", "b", ":", "*", "?"), maxLength: 6 });
const word = fc.string({ unit: fc.constantFrom("a", "b", ":"), maxLength: 6 });

/** The glob as a regular expression: another way to the same end. */
const asRegExp = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`);

/** Each kind of token, beside its way of saying the same in a regular expression. */
const KINDS: readonly (readonly [Token, string])[] = [
  ["a", "a"],
  ["b", "b"],
  [":", ":"],
  [ONE, "[^]"],
  [MANY, "[^]*"],
  [ofClass("[^:]", false), "[^:]"],
  [ofClass("[^:]", true), "[^:]*"],
  [ofClass("[ab]", true), "[ab]*"],
  ...foldCase(literal("A")).map((token): [Token, string] => [token, "[aA]"]),
];

interface Spelled {
  readonly tokens: Tokens;
  readonly source: string;
}

const spelled = fc.array(fc.constantFrom(...KINDS), { maxLength: 5 }).map((parts): Spelled => ({
  tokens: parts.map(([token]) => token),
  source: parts.map(([, source]) => source).join(""),
}));

interface Wish {
  readonly patterns: readonly Spelled[];
  readonly wanted: boolean;
}

const wish = fc.record({
  patterns: fc.array(spelled, { minLength: 1, maxLength: 3 }),
  wanted: fc.boolean(),
});

const requirements = (wishes: readonly Wish[]): readonly Requirement[] =>
  wishes.map(({ patterns, wanted }) => ({ patterns: patterns.map(({ tokens }) => tokens), wanted }));

const fits = (wishes: readonly Wish[], text: string): boolean =>
  wishes.every(
    ({ patterns, wanted }) =>
      patterns.some(({ source }) => new RegExp(`^(?:${source})$`).test(text)) === wanted,
  );

/** All texts of at most three of these units: `x` stands for all that no pattern names. */
const UNITS = ["a", "b", "A", ":", "x"];
const SHORT = ["", ...UNITS, ...UNITS.flatMap((one) => UNITS.map((two) => one + two))].flatMap((text) =>
  text.length < 2 ? [text] : [text, ...UNITS.map((unit) => text + unit)],
);

const want = (...patterns: readonly string[]): Requirement => ({
  patterns: patterns.map((pattern) => wildcards(pattern)),
  wanted: true,
});
const forbid = (...patterns: readonly string[]): Requirement => ({ ...want(...patterns), wanted: false });

const member = (...wishes: readonly Requirement[]): string | null => shortestMember(wishes, { left: 1e6 });

describe("globs", () => {
  it("match as a regular expression does", () => {
    fc.assert(
      fc.property(glob, word, (pattern, text) => {
        const right = asRegExp(pattern).test(text);
        expect(matches(wildcards(pattern), text)).to.equal(right);
        expect(matchesGlob(pattern, text)).to.equal(right);
        expect(language([want(pattern)], UNLIMITED).has(text)).to.equal(right);
      }),
      { numRuns: 500 },
    );
  });

  it("of any tokens match as a regular expression does", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "A", ":"), maxLength: 6 });
    fc.assert(
      fc.property(spelled, text, ({ tokens, source }, one) => {
        expect(matches(tokens, one)).to.equal(new RegExp(`^${source}$`).test(one));
      }),
      { numRuns: 1_000 },
    );
  });

  it("match in time that grows with pattern times text, however many stars", () => {
    expect(matchesGlob(`${"a*".repeat(200)}b`, "a".repeat(5_000))).to.equal(false);
    expect(matches(wildcards(`${"a*".repeat(30)}b`), "a".repeat(1_000))).to.equal(false);
  });
});

describe("patterns as a regular expression", () => {
  it("are the patterns", () => {
    fc.assert(
      fc.property(fc.array(spelled, { minLength: 1, maxLength: 3 }), word, (patterns, text) => {
        const tokens = patterns.map((one) =>
          one.tokens.filter((token) => typeof token === "string" || token.example === undefined),
        );
        expect(regExpOf(tokens).test(text)).to.equal(
          language([{ patterns: tokens, wanted: true }], UNLIMITED).has(text),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("take every unit of a text for itself", () => {
    for (const unit of "\\^$.*+?()[]{}|/-:") {
      const pattern = regExpOf([literal(`a${unit}b`)]);
      expect(pattern.test(`a${unit}b`), unit).to.equal(true);
      for (const other of ["ab", "axb", "aab", "a", "b", "abb"])
        expect(pattern.test(other), unit).to.equal(false);
    }
  });
});

describe("sets of texts", () => {
  it("have the members that regular expressions say", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "A", ":"), maxLength: 5 });
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 3 }), text, (wishes, one) => {
        expect(language(requirements(wishes), UNLIMITED).has(one)).to.equal(fits(wishes, one));
      }),
      { numRuns: 1_000 },
    );
  });

  it("a shortest member fits, and no shorter text does", () => {
    fc.assert(
      fc.property(fc.array(wish, { minLength: 1, maxLength: 4 }), (wishes) => {
        const found = member(...requirements(wishes));
        const fitting = SHORT.filter((text) => fits(wishes, text));
        if (found === null) expect(fitting).to.deep.equal([]);
        else {
          expect(fits(wishes, found), found).to.equal(true);
          expect(fitting.filter((text) => text.length < found.length)).to.deep.equal([]);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("look well where they may", () => {
    expect(member(want("?"))).to.equal("a");
    expect(member(want("??"), forbid("a?"))).to.equal("ee");
    expect(member(want("*"), forbid(""))).to.equal("a");
    expect(member(want("x-?*"))).to.equal("x-a");
    expect(member({ patterns: [[ofClass("[0-9]", false), ofClass("[A-Z]", false)]], wanted: true })).to.equal(
      "9A",
    );
    expect(member()).to.equal("");
    expect(member(want("?b", "x"), { ways: [[part(wildcards("*")), part(literal("b"))]] })).to.equal("ab");
  });

  it("know letters beyond ASCII by the pattern that names them", () => {
    const folded = { patterns: [foldCase(literal("Ж1"))], wanted: true };
    expect(member(folded)).to.equal("Ж1");
    expect(member(folded, { patterns: [literal("Ж1")], wanted: false })).to.equal(null);
    expect(language([folded], UNLIMITED).has("ж1")).to.equal(true);
    expect(language([folded], UNLIMITED).has("ш1")).to.equal(false);
  });
});

/** Steps that a search takes. */
const cost = (...wishes: readonly Requirement[]): number => {
  const budget = { left: 1e6 };
  shortestMember(wishes, budget);
  return 1e6 - budget.left;
};

describe("the steps of a search", () => {
  it("are few and the same for each unit of a text without wildcards", () => {
    expect(cost(want("a"))).to.equal(16);
    expect(cost(want("abcdefghij"))).to.equal(160);
    expect(cost(want("abcdefghij"), want("*"))).to.equal(10 * (16 + 2 * 3 + 4));
    expect(cost(want("*"), want("abcdefghij"))).to.equal(cost(want("abcdefghij"), want("*")));
    expect(cost({ patterns: [foldCase(literal("1-2"))], wanted: true })).to.equal(48);
    expect(cost(want("a", "abc"), forbid("a", "ab"))).to.equal(29 + 29 + 23);
    expect(cost(want("abcdefghij", "abcdefghik"))).to.be.lessThan(10 * 20 + 20);
  });

  it("are none where it is seen at once that nothing fits", () => {
    expect(cost(want("a*b", "c"), forbid("x", "c", "a*b"))).to.equal(0);
    expect(cost(want("a*b"), forbid("*"))).to.equal(0);
    expect(cost(want(), forbid("x"))).to.equal(0);
    expect(cost(want("a*b"), forbid("a*bc"))).to.be.greaterThan(0);
    expect(cost(want("a*b", "c"), forbid("c"))).to.be.greaterThan(0);
  });

  it("end where a requirement can no longer be met", () => {
    expect(cost(want("a????????"), forbid("a*"))).to.be.lessThan(20);
    expect(cost(want("????????"), want("b"))).to.be.lessThan(100);
    // A letter is tried and given up, a digit is kept.
    expect(cost({ patterns: [[ofClass("[0-9]", false)]], wanted: true })).to.equal(8 + 16);
  });

  it("do not grow with the texts that lead to the same place", () => {
    expect(cost(want("????????????????????????"), want("*a*b*"))).to.be.lessThan(4_000);
  });

  it("are bounded: where they are used up the search stops and says so", () => {
    const wishes = Array.from({ length: 12 }, (_, index) => want(`*${"ab".repeat(index + 1)}????????????*`));
    let thrown: unknown = null;
    try {
      shortestMember(wishes, { left: 1_000 });
    } catch (stop) {
      thrown = stop;
    }
    expect(isStop(thrown) && thrown.stop.code).to.equal("too-complex");
    expect(shortestMember([want("a")], { left: 16 })).to.equal("a");
    expect(() => shortestMember([want("a")], { left: 15 })).to.throw();
  });

  it("are told apart from errors", () => {
    for (const thrown of [null, undefined, "stop", 1, new Error("stop"), {}])
      expect(isStop(thrown)).to.equal(false);
  });
});
