import { expect } from "chai";
import * as fc from "fast-check";
import { isMember, shortestMember } from "../../../src/policy/sets/language.ts";
import { matches, matchesGlob, wildcards } from "../../../src/policy/sets/pattern.ts";

const glob = fc.string({ unit: fc.constantFrom("a", "b", ":", "*", "?"), maxLength: 6 });
const word = fc.string({ unit: fc.constantFrom("a", "b", ":"), maxLength: 6 });

/** The glob as a regular expression: another way to the same end. */
const asRegExp = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`);

describe("globs as sets of texts", () => {
  it("match as a regular expression does", () => {
    fc.assert(
      fc.property(glob, word, (pattern, text) => {
        const right = asRegExp(pattern).test(text);
        expect(matches(wildcards(pattern), text)).to.equal(right);
        expect(matchesGlob(pattern, text)).to.equal(right);
        expect(isMember([{ patterns: [wildcards(pattern)], wanted: true }], text)).to.equal(right);
      }),
    );
  });

  it("a shortest member fits, and where there is none no short text fits", () => {
    const short = ["a", "b", ":", "x"].flatMap((one) =>
      ["", "a", "b", ":", "x"].flatMap((two) => ["", "a", "b", ":"].map((three) => one + two + three)),
    );
    fc.assert(
      fc.property(
        fc.array(glob, { minLength: 1, maxLength: 2 }),
        fc.array(glob, { maxLength: 3 }),
        (yes, no) => {
          const requirements = [
            ...yes.map((pattern) => ({ patterns: [wildcards(pattern)], wanted: true })),
            ...no.map((pattern) => ({ patterns: [wildcards(pattern)], wanted: false })),
          ];
          const member = shortestMember(requirements, { left: 1e7 });
          const fits = (text: string): boolean =>
            yes.every((pattern) => asRegExp(pattern).test(text)) &&
            !no.some((pattern) => asRegExp(pattern).test(text));
          if (member === null) expect(["", ...short].filter(fits)).to.deep.equal([]);
          else {
            expect(fits(member)).to.equal(true);
            expect(["", ...short].filter((text) => text.length < member.length && fits(text))).to.deep.equal(
              [],
            );
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("a budget that is used up stops the search", () => {
    const many = Array.from({ length: 12 }, (_, index) => `*${"ab".repeat(index + 1)}????????????*`);
    expect(() =>
      shortestMember(
        many.map((pattern) => ({ patterns: [wildcards(pattern)], wanted: true })),
        { left: 1_000 },
      ),
    ).to.throw();
  });
});
