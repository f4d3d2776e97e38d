import { expect } from "chai";
import * as fc from "fast-check";
import { language } from "../../../src/policy/sets/language.ts";
import { literal, MANY, ofClass, ONE, type Token } from "../../../src/policy/sets/pattern.ts";
import { NEVER, part, type Part, type Requirement } from "../../../src/policy/sets/requirement.ts";

const UNLIMITED = { left: Infinity };

/** Each kind of token, beside its way of saying the same in a regular expression, and in either case. */
const KINDS: readonly (readonly [token: Token, source: string, folded: string])[] = [
  ["a", "a", "[aA]"],
  ["b", "b", "[bB]"],
  [ONE, "[^]", "[^]"],
  [MANY, "[^]*", "[^]*"],
  [ofClass("[ab]", true), "[ab]*", "[abAB]*"],
];

interface Spelled {
  readonly part: Part;
  readonly source: string;
}

const spelled = fc.array(fc.constantFrom(...KINDS), { maxLength: 3 }).map((tokens): Spelled => ({
  part: part(tokens.map(([token]) => token)),
  source: tokens.map(([, source]) => source).join(""),
}));
const inEitherCase = fc.array(fc.constantFrom(...KINDS), { maxLength: 3 }).map((tokens): Spelled => ({
  part: { ...part(tokens.map(([token]) => token)), fold: true },
  source: tokens.map(([, , folded]) => folded).join(""),
}));
const parts = fc.array(fc.oneof({ weight: 3, arbitrary: spelled }, inEitherCase), { maxLength: 3 });

const partsOf = (all: readonly Spelled[]): readonly Part[] => all.map((one) => one.part);
const sourceOf = (all: readonly Spelled[]): string => all.map(({ source }) => source).join("");

const words = (units: readonly string[], longest: number): readonly string[] =>
  longest === 0
    ? [""]
    : [...new Set(["", ...words(units, longest - 1).flatMap((word) => units.map((unit) => unit + word))])];

const SHORT = words(["a", "b", "A"], 4);
const CONTEXT = words(["a", "b", "A"], 3);

/** A shortest text is one, and none of the short ones is shorter. */
const expectShortest = (requirement: Requirement, members: readonly string[]): void => {
  const { has, shortest } = language([requirement], UNLIMITED);
  const text = shortest();
  if (text === null) expect(members).to.deep.equal([]);
  else {
    expect(has(text)).to.equal(true);
    for (const member of members) expect(member.length).to.be.at.least(text.length);
  }
};

describe("texts that are made of parts", () => {
  it("are, in one of the ways, a text of each part one after the other", () => {
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 2 }), (ways) => {
        const right = new RegExp(`^(?:${ways.map(sourceOf).join("|")})$`);
        const requirement: Requirement = { ways: ways.map(partsOf) };
        const { has } = language([requirement], UNLIMITED);
        for (const word of SHORT) expect(has(word), word).to.equal(right.test(word));
        expectShortest(
          requirement,
          SHORT.filter((word) => right.test(word)),
        );
      }),
      { numRuns: 150 },
    );
  });

  it("may be in another case where a part says so", () => {
    const folded: Part = { ...part(literal("aB")), fold: true };
    const { has } = language([{ ways: [[folded, part(["b"])]] }], UNLIMITED);
    expect(["aBb", "Abb", "ABb", "ABB", "ab"].filter(has)).to.deep.equal(["aBb", "Abb", "ABb"]);
    const other: Requirement = { patterns: [["a", MANY]], wanted: false };
    expect(language([{ ways: [[folded, part(["b"])]] }, other], UNLIMITED).shortest()).to.match(/^A[bB]b$/);
  });

  it("meet every requirement of a part", () => {
    const both: Part = {
      texts: [...part([MANY, "a"]).texts, { patterns: [["a", MANY]], wanted: false }],
      fold: false,
    };
    const { has } = language([{ ways: [[both, part(["b"])]] }], UNLIMITED);
    expect(SHORT.filter(has)).to.deep.equal(SHORT.filter((word) => /^[^a].*ab$/.test(word)));
  });

  it("are none where a part has none", () => {
    const none: Part = { texts: [NEVER], fold: false };
    expect(language([{ ways: [[part([MANY]), none]] }], UNLIMITED).shortest()).to.equal(null);
    expect(language([{ ways: [[none, part([MANY])]] }], UNLIMITED).shortest()).to.equal(null);
    expect(language([{ ways: [] }], UNLIMITED).shortest()).to.equal(null);
    expect(language([{ ways: [[]] }], UNLIMITED).shortest()).to.equal("");
  });
});

const shortestBetween = (before: Part, after: Part, whole: Part): string | null =>
  language(
    [{ around: [{ before: [before], after: [after] }], whole: whole.texts, fold: false }],
    UNLIMITED,
  ).shortest();

describe("texts of which others can be made", () => {
  // No longer than the words that are tried.
  const side = fc.array(spelled, { maxLength: 1 });
  const way = fc.record({ before: side, after: side });

  it("make a member of the whole between texts of what is before and after", () => {
    fc.assert(
      fc.property(fc.array(way, { minLength: 1, maxLength: 2 }), spelled, (around, whole) => {
        const requirement: Requirement = {
          around: around.map(({ before, after }) => ({ before: partsOf(before), after: partsOf(after) })),
          whole: whole.part.texts,
          fold: false,
        };
        const right = new RegExp(`^${whole.source}$`);
        const sides = around.map(({ before, after }) => ({
          before: CONTEXT.filter((word) => new RegExp(`^${sourceOf(before)}$`).test(word)),
          after: CONTEXT.filter((word) => new RegExp(`^${sourceOf(after)}$`).test(word)),
        }));
        const { has } = language([requirement], UNLIMITED);
        const members = CONTEXT.filter((word) =>
          sides.some(({ before, after }) =>
            before.some((start) => after.some((end) => right.test(start + word + end))),
          ),
        );
        for (const word of members) expect(has(word), word).to.equal(true);
        // Long ends are not tried: what has none among the short ones may have one.
        if (around.every((one) => [...one.before, ...one.after].every(({ source }) => !source.includes("*"))))
          for (const word of CONTEXT) expect(has(word), word).to.equal(members.includes(word));
        expectShortest(requirement, members);
      }),
      { numRuns: 200 },
    );
  });

  it("may be in another case where that is said", () => {
    const requirement: Requirement = {
      around: [{ before: [part(["a"])], after: [part(["b"])] }],
      whole: part(literal("aXyb")).texts,
      fold: true,
    };
    expect(["Xy", "xy", "xY", "XYZ", ""].filter(language([requirement], UNLIMITED).has)).to.deep.equal([
      "Xy",
      "xy",
      "xY",
    ]);
    expect(language([requirement], UNLIMITED).shortest()?.toLowerCase()).to.equal("xy");
    const other: Requirement = {
      patterns: [
        ["X", MANY],
        [MANY, "y"],
      ],
      wanted: false,
    };
    expect(language([requirement, other], UNLIMITED).shortest()).to.equal("xY");
  });

  it("are none where nothing is before, after or whole", () => {
    const none: Part = { texts: [NEVER], fold: false };
    const any = part([MANY]);
    expect(shortestBetween(none, any, any)).to.equal(null);
    expect(shortestBetween(any, none, any)).to.equal(null);
    expect(shortestBetween(any, any, none)).to.equal(null);
    expect(shortestBetween(any, any, any)).to.equal("");
  });

  it("cost steps: what is too intricate ends", () => {
    const budget = { left: 300 };
    const intricate = part([MANY, "a", ONE, ONE, ONE, ONE, ONE, ONE]);
    expect(() =>
      language(
        [{ ways: [[intricate, intricate]] }, { patterns: [["b", MANY]], wanted: true }],
        budget,
      ).shortest(),
    ).to.throw();
    expect(budget.left).to.be.below(0);
  });
});
