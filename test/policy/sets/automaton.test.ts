import { expect } from "chai";
import * as fc from "fast-check";
import { automaton, ofAll, ofPatterns, type State } from "../../../src/policy/sets/automaton.ts";
import { isStop, type Budget } from "../../../src/policy/sets/budget.ts";
import { automatonOf } from "../../../src/policy/sets/composed.ts";
import { MANY, ofClass, ONE, wildcards, type Token } from "../../../src/policy/sets/pattern.ts";
import { NEVER, part, type Part, type Requirement } from "../../../src/policy/sets/requirement.ts";

const UNLIMITED: Budget = { left: Infinity };
const UNITS = ["a", "b", "A", "x"];

const requestOf = (requirement: Requirement): State =>
  automatonOf(requirement, { budget: UNLIMITED, units: UNITS });

const behind = (first: State, text: string): State =>
  text.split("").reduce((state, unit) => state.next(unit), first);

const want = (...globs: readonly string[]): Requirement => ({
  patterns: globs.map(wildcards),
  wanted: true,
});
const forbid = (...globs: readonly string[]): Requirement => ({ ...want(...globs), wanted: false });
const all = (...requirements: readonly Requirement[]): State => ofAll(requirements.map(requestOf), UNLIMITED);
const glob = (text: string): Part => part(wildcards(text));
const folded = (text: string): Part => ({ ...glob(text), fold: true });
const ways = (...parts: readonly (readonly Part[])[]): State => requestOf({ ways: parts });
const between = (before: string, after: string, whole: string, fold = false): State =>
  requestOf({ around: [{ before: [glob(before)], after: [glob(after)] }], whole: [want(whole)], fold });

const NONE: Part = { texts: [NEVER], fold: false };

type Row = readonly [title: string, first: State, text: string, choices: readonly string[] | null];

const CHOICES: readonly Row[] = [
  ["a text", requestOf(want("ab")), "a", ["b"]],
  ["texts", requestOf(want("ab", "xb", "abc")), "", ["a", "x"]],
  ["a text at its end", requestOf(want("ab")), "ab", []],
  ["a star", requestOf(want("a*")), "a", null],
  ["a question mark beside a text", requestOf(want("?", "a")), "", null],
  ["what is not wanted", requestOf(forbid("ab")), "", null],
  ["a star and a text", all(want("*"), want("ab")), "", ["a"]],
  ["a text and a star", all(want("ab"), want("*")), "", ["a"]],
  ["two texts, by the first", all(want("ab"), want("xb", "ab")), "", ["a"]],
  ["two stars", all(want("*"), want("*a")), "", null],
  ["parts", ways([glob("a"), glob("b")]), "", ["a"]],
  ["the second part", ways([glob("a"), glob("b")]), "a", ["b"]],
  ["a part that may be empty before another", ways([part([]), glob("b")]), "", ["b"]],
  ["two ways", ways([glob("ab")], [glob("xb")]), "", ["a", "x"]],
  ["two ways that begin alike", ways([glob("ab")], [glob("ax")]), "", ["a"]],
  ["two ways, one with a star", ways([glob("ab")], [glob("*b")]), "", null],
  ["a part in either case", ways([folded("ab"), glob("a")]), "", null],
  ["a part behind one in either case", ways([folded("b"), glob("ab")]), "Ba", ["b"]],
  ["what is between", between("a", "b", "axyb"), "x", ["y"]],
  ["what is between with a star", between("a", "b", "a*b"), "", null],
  ["what is between in either case", between("a", "b", "axyb", true), "", null],
];

const DEAD: readonly (readonly [title: string, first: State, text: string, isDead: boolean])[] = [
  ["a text", requestOf(want("ab")), "a", false],
  ["a text's end", requestOf(want("ab")), "ab", false],
  ["behind a text's end", requestOf(want("ab")), "abb", true],
  ["no pattern", requestOf(NEVER), "", true],
  ["all is forbidden", requestOf(forbid("a*")), "a", true],
  ["much is forbidden", requestOf(forbid("a*b", "a?")), "a", false],
  ["one is dead", all(want("a"), want("*")), "b", true],
  ["another is dead", all(want("*"), want("a")), "b", true],
  ["none is dead", all(want("*"), want("a")), "a", false],
  ["no way", ways(), "", true],
  ["a way without parts", ways([]), "", false],
  ["behind a way without parts", ways([]), "a", true],
  ["a way of nothing", ways([NONE, glob("*")]), "", true],
  ["a way beside one of nothing", ways([NONE], [glob("*")]), "", false],
  ["behind all parts", ways([glob("a"), glob("b")]), "abb", true],
  ["none before", between("a", "*", "b*"), "", true],
  ["some before", between("a", "*", "a*"), "", false],
  ["behind what is between", between("a", "b", "axb"), "xa", true],
];

describe("a state", () => {
  for (const [title, first, text, choices] of CHOICES)
    it(`names what leads on where that is few units: ${title}`, () => {
      expect(behind(first, text).choices).to.deep.equal(choices);
    });

  for (const [title, first, text, isDead] of DEAD)
    it(`knows whether nothing leads on: ${title}, ${isDead}`, () => {
      expect(behind(first, text).isDead).to.equal(isDead);
    });

  const TOKENS: readonly Token[] = ["a", "b", ONE, MANY, ofClass("[ab]", true), ofClass("[^a]", false)];
  const tokens = fc.array(fc.constantFrom(...TOKENS), { maxLength: 3 });
  const listed: fc.Arbitrary<Requirement> = fc.record({
    patterns: fc.array(tokens, { maxLength: 2 }),
    wanted: fc.boolean(),
  });
  const parts: fc.Arbitrary<readonly Part[]> = fc.array(
    fc.record({ texts: fc.array(listed, { minLength: 1, maxLength: 2 }), fold: fc.boolean() }),
    { maxLength: 2 },
  );
  const requirement: fc.Arbitrary<Requirement> = fc.oneof(
    listed,
    fc.record({ ways: fc.array(parts, { maxLength: 2 }) }),
    fc.record({
      around: fc.array(fc.record({ before: parts, after: parts }), { maxLength: 2 }),
      whole: fc.array(listed, { minLength: 1, maxLength: 2 }),
      fold: fc.boolean(),
    }),
  );

  /** Whether a text of at most so many units is accepted from here. */
  const accepts = (state: State, longest: number): boolean =>
    state.accepts || (longest > 0 && UNITS.some((unit) => accepts(state.next(unit), longest - 1)));

  it("that leaves a unit out, or is dead, overlooks no text", () => {
    fc.assert(
      fc.property(fc.array(requirement, { minLength: 1, maxLength: 2 }), (requirements) => {
        const first = all(...requirements);
        for (const text of ["", "a", "b", "ab", "xA"]) {
          const state = behind(first, text);
          if (state.isDead) expect(accepts(state, 3)).to.equal(false);
          for (const unit of state.choices === null ? [] : UNITS)
            if (state.choices?.includes(unit) === false)
              expect(accepts(state.next(unit), 2), text + unit).to.equal(false);
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** Never at its end. */
const counting = (budget: Budget): State =>
  automaton<number>(
    {
      keyOf: String,
      step: (made) => made + 1,
      accepts: () => false,
      isDead: () => false,
      choices: () => null,
      cost: () => 3,
    },
    0,
    budget,
  );

/** Steps that making the automaton and reading the text take. */
const spent = (requirement: Requirement, text: string): number => {
  const budget = { left: 10_000 };
  behind(automatonOf(requirement, { budget, units: UNITS }), text);
  return 10_000 - budget.left;
};
const way = (...globs: readonly string[]): readonly Part[] => globs.map(glob);

const NOT_A: Part = { texts: [forbid("a*")], fold: false };
const begin = (before: Part, whole: string): Requirement => ({
  around: [{ before: [before], after: [] }],
  whole: [want(whole)],
  fold: false,
});
const end = (after: Part, whole: string): Requirement => ({
  around: [{ before: [], after: [after] }],
  whole: [want(whole)],
  fold: false,
});

describe("an automaton", () => {
  it("makes each state once", () => {
    const first = ofPatterns([wildcards("a*b")], true, UNLIMITED);
    const star = behind(first, "a");
    expect(behind(first, "aax")).to.equal(star);
    expect(behind(first, "abxb")).to.equal(behind(first, "ab"));
    expect(new Set(["", "a", "ab", "b"].map((text) => behind(first, text).number))).to.have.property(
      "size",
      4,
    );
    expect(ofAll([first], UNLIMITED)).to.equal(first);
  });

  it("is the same behind texts that lead to the same places, in whatever order", () => {
    const either: Part = { texts: [want("ax", "Ab")], fold: true };
    const first = requestOf({ ways: [[either, glob("b")]] });
    expect(behind(first, "a")).to.equal(behind(first, "A"));
    expect(behind(first, "aX")).to.equal(behind(first, "Ax"));
  });

  it("of no requirement accepts every text", () => {
    for (const first of [ofAll([], UNLIMITED), ways([{ texts: [], fold: false }])])
      for (const text of ["", "a", "ab"]) expect(behind(first, text).accepts, text).to.equal(true);
  });

  it("takes steps for a unit the first time alone", () => {
    const budget = { left: 10 };
    const first = counting(budget);
    first.next("a");
    expect(budget.left).to.equal(7);
    first.next("a");
    expect(budget.left).to.equal(7);
    first.next("b");
    expect(budget.left).to.equal(4);
    const ofTwo = { left: 10 };
    ofAll([requestOf(want("a")), requestOf(want("b"))], ofTwo).next("a");
    expect(ofTwo.left).to.equal(8);
  });

  // A unit of a text takes 7 steps; 12 more where the text is a part of others, and 8 for all parts together.
  for (const [title, requirement, text, steps] of [
    ["a text", want("ab"), "ab", 2 * 7],
    ["no way", { ways: [] }, "", 0],
    ["a part", { ways: [way("ab")] }, "ab", 20 + 2 * (8 + 12 + 7)],
    ["two ways", { ways: [way("ab"), way("ax")] }, "a", 2 * 20 + 8 + 2 * (12 + 7)],
    ["two parts", { ways: [way("a", "b")] }, "ab", 20 + (8 + 12 + 7) + (8 + 2 * (12 + 7))],
    ["a part in either case", { ways: [[folded("a")]] }, "A", 20 + 8 + 12 + 2 * 7],
  ] as const)
    it(`takes so many steps for ${title}: ${steps}`, () => {
      expect(spent(requirement, text)).to.equal(steps);
    });

  // Each unit that is read on both sides takes 1 step, and those of a part and of a text.
  for (const [title, requirement, units] of [
    ["a text before", begin(glob("ab"), "abx"), 2],
    ["a text before that is longer than the whole", begin(glob("aaaaa"), "a"), 2],
    ["a text before that the whole has not", begin(glob("abbbb"), "axbbb"), 2],
    ["a text before another unit", begin(glob("a"), "?"), 1],
    ["any unit before a text", begin(glob("?"), "a"), 1],
    ["nothing before", begin(NONE, "aaaa"), 0],
    ["no text of the whole's before", begin(NOT_A, "aaaa"), 1],
    ["a text after", end(glob("ab"), "ab"), 2],
    ["a text after that the whole has not", end(glob("abbbb"), "axbbb"), 2],
    ["nothing after", end(NONE, "aaaa"), 0],
  ] as const)
    it(`reads no further than it must for ${title}`, () => {
      expect(spent(requirement, "")).to.equal(3 * 20 + units * (1 + (8 + 12 + 7) + 7));
    });

  it("has no more states than a unit of a text can number", () => {
    let state = counting({ left: 1e9 });
    for (let count = 1; count < 0x10000; count += 1) state = state.next("");
    expect(state.number).to.equal(0xffff);
    let thrown: unknown = null;
    try {
      state.next("");
    } catch (stop) {
      thrown = stop;
    }
    expect(isStop(thrown)).to.equal(true);
  });
});
