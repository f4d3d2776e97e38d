import { expect } from "chai";
import * as fc from "fast-check";
import { marks, matches, plain } from "../../../src/policy/evaluate/pattern.ts";
import { processorTime } from "../../support/processor-time.ts";

const escaped = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`, "u");

describe("a pattern of the second evaluator", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", "𝒳"), maxLength: 6 });

  it("is plain text again where a star is a star", () => {
    fc.assert(fc.property(text, (one) => plain(marks(one)) === one));
  });

  it("matches what a regular expression of the same meaning matches", () => {
    const subject = fc.string({ unit: fc.constantFrom("a", "b", "𝒳"), maxLength: 8 });
    fc.assert(
      fc.property(
        text,
        subject,
        (pattern, given) => matches(marks(pattern), Array.from(given)) === escaped(pattern).test(given),
      ),
      { numRuns: 2000 },
    );
  });

  it("takes quadratic time at most", () => {
    const start = processorTime();
    expect(matches(marks("*a".repeat(500)), Array.from("a".repeat(2000) + "b"))).to.equal(false);
    expect(processorTime() - start).to.be.lessThan(5_000);
  });
});
