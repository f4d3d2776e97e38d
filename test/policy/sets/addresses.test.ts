import { expect } from "chai";
import * as fc from "fast-check";
import {
  anAddress,
  blocks,
  common,
  covers,
  isOpen,
  joined,
  parseBlock,
  without,
} from "../../../src/policy/sets/addresses.ts";

const block = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255), fc.integer({ min: 0, max: 32 }))
  .map(([a, b, c, d, bits]) => `${a}.${b}.${c}.${d}/${bits}`);
const address = fc.ipV4();

describe("sets of addresses", () => {
  it("union, intersection and difference mean what they say", () => {
    fc.assert(
      fc.property(
        fc.array(block, { maxLength: 4 }),
        fc.array(block, { maxLength: 4 }),
        address,
        (a, b, one) => {
          const [left, right] = [blocks(a), blocks(b)];
          const inLeft = a.some((text) => covers(blocks([text]), one));
          const inRight = b.some((text) => covers(blocks([text]), one));
          expect(covers(joined(left, right), one)).to.equal(inLeft || inRight);
          expect(covers(common(left, right), one)).to.equal(inLeft && inRight);
          expect(covers(without(left, right), one)).to.equal(inLeft && !inRight);
        },
      ),
    );
  });

  it("a member is in its set", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          block,
          fc.ipV6().map((text) => `${text}/40`),
        ),
        (text) => {
          const set = blocks([text]);
          expect(covers(set, anAddress(set) ?? "")).to.equal(true);
        },
      ),
    );
  });

  for (const [texts, open] of [
    [["12.0.0.0/8"], false],
    [["12.0.0.0/7"], true],
    [["12.0.0.0/8", "13.0.0.0/8"], true],
    [["12.0.0.0/8", "14.0.0.0/8"], false],
    [["0.0.0.0/1", "128.0.0.0/1"], true],
    [["2600:1f00::/32"], false],
    [["2600:1f00::/31"], true],
    [["::/0"], true],
    [[], false],
  ] as const)
    it(`${JSON.stringify(texts)} is ${open ? "too wide to be a place" : "a place"}`, () => {
      expect(isOpen(blocks(texts))).to.equal(open);
    });

  it("refuses what is no block", () => {
    for (const text of [
      "",
      "1.2.3",
      "1.2.3.4.5",
      "256.1.1.1",
      "1.2.3.4/33",
      "01.2.3.4",
      "::1::",
      "12345::",
      "1.2.3.4/",
      "::/129",
    ])
      expect(parseBlock(text), text).to.equal(null);
    expect(parseBlock("::ffff:1.2.3.4")?.v6).to.have.length(1);
  });
});
