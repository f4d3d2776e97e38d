import { expect } from "chai";
import { foldCase, literal, MANY, ONE, wildcards, type Tokens } from "../../../src/policy/sets/pattern.ts";
import { addPatterns, inEitherCase, part, type Requirement } from "../../../src/policy/sets/requirement.ts";

const patternsOf = (requirement: Requirement): readonly Tokens[] => {
  const found: Tokens[] = [];
  addPatterns(requirement, found);
  return found;
};

describe("a unit in either case", () => {
  for (const [unit, either] of [
    ["a", ["a", "A"]],
    ["A", ["A", "a"]],
    ["1", ["1"]],
    ["é", ["é", "É"]],
    // Two units in the other case.
    ["ß", ["ß"]],
    ["İ", ["İ"]],
  ] as const)
    it(`${unit} is ${either.join()}`, () => {
      expect(inEitherCase(unit)).to.deep.equal(either);
    });
});

describe("the patterns of a requirement", () => {
  const a = wildcards("a*");
  const b = literal("b");
  const upper = [literal("aA"), literal("bB")];

  it("are those that it lists, wanted or not", () => {
    expect(patternsOf({ patterns: [a, b], wanted: true })).to.deep.equal([a, b]);
    expect(patternsOf({ patterns: [a, b], wanted: false })).to.deep.equal([a, b]);
  });

  it("are those of all parts, and of all that is around", () => {
    expect(patternsOf({ ways: [[part(a), part(b)], [part([ONE])]] })).to.deep.equal([a, b, [ONE]]);
    const around = [
      { before: [part(a)], after: [part(b)] },
      { before: [], after: [part([ONE])] },
    ];
    const whole = part([MANY]).texts;
    expect(patternsOf({ around, whole, fold: false })).to.deep.equal([a, b, [ONE], [MANY]]);
  });

  it("have the units of the other case too where a part is read in either", () => {
    expect(patternsOf({ ways: [[part(b), { ...part(a), fold: true }]] })).to.deep.equal([b, a, upper[0]]);
    expect(
      patternsOf({ around: [{ before: [part(a)], after: [] }], whole: part(b).texts, fold: true }),
    ).to.deep.equal([a, b, upper[1]]);
  });

  it("have none more of what is a class of units", () => {
    const both = [...foldCase(literal("a")), ONE];
    expect(patternsOf({ ways: [[{ ...part(both), fold: true }]] })).to.deep.equal([both, []]);
  });
});
