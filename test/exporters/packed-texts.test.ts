import { expect } from "chai";
import { array, assert, integer, nat, oneof, property, string, tuple } from "fast-check";
import { packedTexts } from "../../src/exporters/packed-texts.ts";

describe("packed texts", () => {
  it("come back as they were, in any part of them", () => {
    const text = oneof(
      string({ unit: "grapheme" }),
      integer({ min: 0, max: 90_000 }).map((length) => "é\u0000".repeat(length >> 1)),
    );
    const places = tuple(nat(30), nat(30));
    assert(
      property(array(text, { maxLength: 25 }), places, (texts, [from, to]) => {
        const packed = packedTexts();
        for (const one of texts) packed.add(one);
        expect(packed.count()).to.equal(texts.length);
        expect([...packed.part(0, texts.length)]).to.deep.equal(texts);
        expect([...packed.part(from, to)]).to.deep.equal(texts.slice(from, Math.max(from, to)));
      }),
      { numRuns: 60 },
    );
  });

  it("have U+FFFD for what UTF-8 cannot write", () => {
    const packed = packedTexts();
    packed.add("a\uD800b");
    packed.add("x".repeat(200_000));
    expect([...packed.part(0, 1)]).to.deep.equal(["a\uFFFDb"]);
  });
});
