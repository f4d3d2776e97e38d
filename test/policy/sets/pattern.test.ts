import { expect } from "chai";
import * as fc from "fast-check";
import {
  foldCase,
  literal,
  matchesGlob,
  ofClass,
  regExpOf,
  wildcards,
  type Tokens,
} from "../../../src/policy/sets/pattern.ts";
import { matches } from "../../../src/policy/sets/places.ts";
import { processorTime } from "../../support/processor-time.ts";

const glob = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 6 });
const text = fc.string({ unit: fc.constantFrom("a", "b", "*", ".", "\n"), maxLength: 7 });

describe("a glob", () => {
  it("matches the same text at once, as tokens and as a regular expression", () => {
    fc.assert(
      fc.property(glob, text, (pattern, given) => {
        const tokens = wildcards(pattern);
        const expected = regExpOf([tokens]).test(given);
        return matchesGlob(pattern, given) === expected && matches(tokens, given) === expected;
      }),
      { numRuns: 3000 },
    );
  });

  it("takes quadratic time at most", () => {
    const start = processorTime();
    expect(matchesGlob("*a".repeat(400), `${"a".repeat(4000)}b`)).to.equal(false);
    expect(processorTime() - start).to.be.lessThan(5_000);
  });
});

describe("tokens", () => {
  it("stand for themselves where they are literal, in any case where they are folded", () => {
    expect(matches(literal("a*"), "a*")).to.equal(true);
    expect(matches(literal("a*"), "ab")).to.equal(false);
    expect(["aB1", "Ab1", "ab2"].map((one) => matches(foldCase(literal("ab1")), one))).to.deep.equal([
      true,
      true,
      false,
    ]);
  });

  it("of a class stand for one unit of it, or for any number", () => {
    const digits: Tokens = ["x", ofClass("[0-9]", true), ofClass("[a-c]", false)];
    for (const [given, expected] of [
      ["xa", true],
      ["x12c", true],
      ["x12d", false],
      ["x12", false],
      ["12a", false],
    ] as const) {
      expect(matches(digits, given), given).to.equal(expected);
      expect(regExpOf([digits]).test(given), given).to.equal(expected);
    }
  });

  it("of several patterns are alternatives in a regular expression, special characters among them", () => {
    const expression = regExpOf([literal("a.b"), literal("(c)|$"), wildcards("x?")]);
    expect(["a.b", "axb", "(c)|$", "xy", "x"].map((one) => expression.test(one))).to.deep.equal([
      true,
      false,
      true,
      true,
      false,
    ]);
  });
});
