import { expect } from "chai";
import * as fc from "fast-check";
import { isIPv4, isIPv6 } from "node:net";
import {
  addressOf,
  anAddress,
  blocks,
  common,
  covers,
  isOpen,
  NO_ADDRESSES,
  openPart,
} from "../../../src/policy/sets/addresses.ts";
import { v4Block, v6Block, nearV4Block, nearV6Block } from "./random-blocks.ts";

type Bounds = readonly (readonly [bigint, bigint])[];

/** Of some block broader than the limit more than half is in the set: every block near a bound is tried. */
const fillsSome = (ranges: Bounds, width: number, limit: number): boolean =>
  ranges.some((bounds) =>
    Array.from({ length: limit }, (_, bits) => 1n << BigInt(width - bits)).some((size) =>
      bounds
        .flatMap((bound) => [bound - 1n, bound, bound + size])
        .some((near) => {
          const start = near - (near % size);
          const inside = ranges
            .map(([a, b]): bigint => (b < start + size ? b : start + size) - (a > start ? a : start))
            .filter((part) => part > 0n)
            .reduce((sum, part) => sum + part, 0n);
          return start >= 0n && start < 1n << BigInt(width) && inside * 2n > size;
        }),
    ),
  );

const isOpenByWords = (texts: readonly string[]): boolean => {
  const { v4, v6 } = blocks(texts);
  return (
    fillsSome(
      v4.map(([a, b]) => [BigInt(a), BigInt(b)]),
      32,
      8,
    ) || fillsSome(v6, 128, 32)
  );
};

const blocksOf = (address: fc.Arbitrary<string>, bits: readonly number[]): fc.Arbitrary<readonly string[]> =>
  fc.array(
    fc.tuple(address, fc.constantFrom(...bits)).map(([one, length]) => `${one}/${length}`),
    { minLength: 1, maxLength: 7 },
  );

describe("a set that is too wide to be a place", () => {
  for (const [texts, open] of [
    [["12.0.0.0/8"], false],
    [["12.0.0.0/7"], true],
    [["12.0.0.0/8", "13.0.0.0/8"], true],
    [["12.0.0.0/8", "14.0.0.0/8"], false],
    [["12.0.0.0/8", "13.0.0.0/32"], true],
    [["12.0.0.0/8", "14.0.0.0/9", "15.0.0.0/9"], false],
    [["12.0.0.0/8", "14.0.0.0/9", "15.0.0.0/9", "15.200.0.0/32"], true],
    [["0.0.0.0/1", "128.0.0.0/1"], true],
    [["255.0.0.0/8"], false],
    [["254.0.0.0/7"], true],
    [["2600:1f00::/32"], false],
    [["2600:1f00::/31"], true],
    [["2600:1f00::/32", "2600:1f01::/128"], true],
    [["2600:1f00::/32", "2600:1f02::/32"], false],
    [["ffff:ffff::/32"], false],
    [["ffff:fffe::/31"], true],
    [["::/0"], true],
    [[], false],
  ] as const)
    it(`${JSON.stringify(texts)}: ${open}`, () => {
      expect(isOpen(blocks(texts))).to.equal(open);
    });

  it("is one by the words of the definition, at any width", () => {
    const someV4 = fc
      .tuple(fc.integer({ min: 8, max: 15 }), fc.constantFrom(0, 128), fc.constantFrom(0, 64, 255))
      .map(([a, b, c]) => `${a}.${b}.${c}.0`);
    const someV6 = fc
      .tuple(fc.integer({ min: 0x1f08, max: 0x1f0f }), fc.constantFrom("0", "8000", "ffff"))
      .map(([a, b]) => `2600:${a.toString(16)}:${b}::`);
    fc.assert(
      fc.property(
        fc.oneof(
          blocksOf(someV4, [6, 7, 8, 8, 9, 9, 16, 32]),
          blocksOf(someV6, [30, 31, 32, 32, 33, 33, 48, 128]),
        ),
        (texts) => {
          expect(isOpen(blocks(texts)), JSON.stringify(texts)).to.equal(isOpenByWords(texts));
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe("what of a set is no place", () => {
  for (const [texts, part] of [
    [["12.0.0.0/7"], ["12.0.0.0/7"]],
    [["13.0.0.0/8"], []],
    [["13.0.0.0/8", "2001::/16"], ["2001::/16"]],
    [["12.0.0.0/7", "2001:db8::/32"], ["12.0.0.0/7"]],
    [
      ["12.0.0.0/7", "64.0.0.0/8", "2001::/16"],
      ["12.0.0.0/7", "2001::/16"],
    ],
    [
      ["14.0.0.0/7", "16.0.0.0/7"],
      ["14.0.0.0/7", "16.0.0.0/7"],
    ],
    [["0.0.0.0/1", "203.0.113.0/24"], ["0.0.0.0/0"]],
  ] as const)
    it(`${JSON.stringify(texts)}: ${JSON.stringify(part)}`, () => {
      expect(openPart(blocks(texts))).to.deep.equal(common(blocks(part), blocks(texts)));
    });
});

describe("an address of a set", () => {
  it("is in it, and written so that Node reads it", () => {
    fc.assert(
      fc.property(fc.oneof(v4Block, v6Block, nearV4Block, nearV6Block), (block) => {
        const one = anAddress(blocks([block])) ?? "";
        expect(isIPv6(one) || isIPv4(one), one).to.equal(true);
        expect(covers(blocks([block]), one)).to.equal(true);
      }),
      { numRuns: 400 },
    );
  });

  it("is the first one liked that is in, else the first of the widest range, IPv4 before IPv6", () => {
    const set = blocks(["12.0.0.1", "13.1.2.0/24", "14.0.0.0/25", "2600:1f00::/32", "2700::7"]);
    expect(anAddress(set, ["1.1.1.1", "14.0.0.9", "12.0.0.1"].map(addressOf))).to.equal("14.0.0.9");
    expect(anAddress(set, [addressOf("1.1.1.1")])).to.equal("13.1.2.0");
    expect(anAddress(set)).to.equal("13.1.2.0");
    expect(anAddress(blocks(["2700::7", "2600:1f00::/32"]))).to.equal("2600:1f00::");
    expect(anAddress(blocks(["2600:1f00::/32", "2700::7"]))).to.equal("2600:1f00::");
    expect(anAddress(blocks(["14.0.0.7", "12.0.0.7", "13.0.0.7"])), "the first of equals").to.equal(
      "12.0.0.7",
    );
    expect(anAddress(blocks(["::a0b:c0d"]))).to.equal("::a0b:c0d");
    for (const canonical of [
      "::",
      "::1",
      "2600:0:0:1::7",
      "2600::1:0:0:7:8",
      "::1:0:0:1:1:1",
      "2600:0:1:2:3:4:5:6",
      "10:0:5::",
    ])
      expect(anAddress(blocks([canonical]))).to.equal(canonical);
    expect(anAddress(blocks(["203.0.113.255"]))).to.equal("203.0.113.255");
  });

  it("is none in the empty set", () => {
    expect(anAddress(NO_ADDRESSES)).to.equal(null);
    expect(anAddress(NO_ADDRESSES, [addressOf("12.0.0.1")])).to.equal(null);
  });
});
