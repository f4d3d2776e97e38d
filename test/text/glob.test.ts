import { expect } from "chai";
import * as fc from "fast-check";
import { matchesGlob } from "../../src/text/glob.ts";

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
