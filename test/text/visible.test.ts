import { expect } from "chai";
import * as fc from "fast-check";
import { cut, visible, visibleLine } from "../../src/text/visible.ts";

describe("visible", () => {
  it("shows controls, bidirectional marks, zero-width characters and lone surrogates", () => {
    for (const [text, shown] of [
      ["\u0000", "⟨U+0000⟩"],
      ["\u001B[31m", "⟨U+001B⟩[31m"],
      ["\u202Eevil", "⟨U+202E⟩evil"],
      ["a\u200Bb", "a⟨U+200B⟩b"],
      ["\uD800", "⟨U+D800⟩"],
      ["\u{E0041}", "⟨U+E0041⟩"],
      ["\u2028", "⟨U+2028⟩"],
      ["\r\n", "⟨U+000D⟩\n"],
    ] as const)
      expect(visible(text)).to.equal(shown);
  });

  it("leaves what can be read, other scripts and emoji too", () => {
    for (const text of ["example.com", "münchen.example", "例え.jp", "🐙", "tab\there"])
      expect(visible(text)).to.equal(text);
  });

  it("is done once and for all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visibleLine(visibleLine(text))).to.equal(visibleLine(text));
        expect(visibleLine(text)).not.to.match(/[\n\t]/);
      }),
    );
  });
});

describe("cut", () => {
  it("counts code points and never cuts a pair", () => {
    expect(cut("🐙🐙🐙", 3)).to.equal("🐙🐙🐙");
    expect(cut("🐙🐙🐙🐙", 3)).to.equal("🐙🐙…");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        expect(Array.from(cut(text, limit)).length).to.be.at.most(limit);
        expect(cut(text, limit)).not.to.match(/\p{Cs}/u);
      }),
    );
  });
});
