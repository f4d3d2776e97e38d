import { expect } from "chai";
import * as fc from "fast-check";
import { globsMeet, matchesGlob } from "../../src/text/glob.ts";

/** The same by the book: a regular expression made of the pattern. */
const byRegExp = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", "[^]*")
      .replaceAll("?", "[^]")}$`,
  ).test(text);

const word = (letters: string): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...letters.split("")), { maxLength: 8 }).map((all) => all.join(""));

describe("matchesGlob", () => {
  it("agrees with a regular expression", () => {
    fc.assert(
      fc.property(word("ab*?."), word("ab."), (pattern, text) => {
        expect(matchesGlob(pattern, text)).to.equal(byRegExp(pattern, text));
      }),
      { numRuns: 5000 },
    );
  });

  it("stays quick on patterns that make a backtracking matcher hang", () => {
    const text = "a".repeat(2000);
    expect(matchesGlob(`${"a*".repeat(500)}b`, text)).to.equal(false);
  });
});

describe("globsMeet", () => {
  const SHORT = ["a", "b", "*", "?"];
  /** Every text of two letters: six are enough for two globs of up to three units, whose shortest common text is no longer. */
  const texts = (longest: number): readonly string[] =>
    longest === 0
      ? [""]
      : ["", ...["a", "b"].flatMap((letter) => texts(longest - 1).map((rest) => letter + rest))];

  it("agrees with trying texts", () => {
    const all = [...new Set(texts(6))];
    const glob = fc.array(fc.constantFrom(...SHORT), { maxLength: 3 }).map((units) => units.join(""));
    fc.assert(
      fc.property(glob, glob, (a, b) => {
        const tried = all.some((text) => matchesGlob(a, text) && matchesGlob(b, text));
        expect(globsMeet(a, b), `${a} and ${b}`).to.equal(tried);
      }),
      { numRuns: 2000 },
    );
  });

  it("takes what is too long to compare for meeting", () => {
    expect(globsMeet("a".repeat(5000), "b")).to.equal(true);
  });
});
