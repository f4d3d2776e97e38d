import { expect } from "chai";
import * as fc from "fast-check";
import { BlockList, isIPv4, isIPv6 } from "node:net";
import {
  addressOf,
  ALL_ADDRESSES,
  anAddress,
  blocks,
  common,
  covers,
  isEmpty,
  isOpen,
  joined,
  NO_ADDRESSES,
  openPart,
  parseBlock,
  PUBLIC_ADDRESSES,
  without,
} from "../../../src/policy/sets/addresses.ts";

const v4Block = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, bits]) => `${address}/${bits}`);
const v6Block = fc
  .tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 }))
  .map(([address, bits]) => `${address}/${bits}`);

/** Near one another, so that blocks and addresses meet. */
const nearV4 = fc
  .tuple(fc.constantFrom(10, 11), fc.constantFrom(0, 1, 127, 128, 255), fc.constantFrom(0, 128), fc.nat(255))
  .map((octets) => octets.join("."));
const nearV6 = fc
  .tuple(
    fc.constantFrom("2600", "2601"),
    fc.constantFrom("0", "8000", "ffff"),
    fc.constantFrom("", "1", "ffff"),
  )
  .map(([a, b, c]) => `${a}:${b}::${c}`);
const nearV4Block = fc
  .tuple(nearV4, fc.constantFrom(0, 1, 7, 8, 9, 15, 16, 17, 24, 31, 32))
  .map(([address, bits]) => `${address}/${bits}`);
const nearV6Block = fc
  .tuple(nearV6, fc.constantFrom(0, 1, 15, 16, 17, 18, 31, 32, 48, 127, 128))
  .map(([address, bits]) => `${address}/${bits}`);

/** The same block to Node's own code. */
const inNodesBlock = (block: string, address: string): boolean => {
  const [network = "", bits] = block.split("/");
  if (isIPv6(network) !== isIPv6(address)) return false;
  const family = isIPv6(network) ? "ipv6" : "ipv4";
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family);
  return list.check(address, family);
};

describe("blocks of addresses", () => {
  it("are read where Node reads an address", () => {
    const text = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.string({ unit: fc.constantFrom("0", "1", "9", "f", ":", ".", "g"), maxLength: 12 }),
      fc
        .array(fc.integer({ min: 0, max: 300 }), { minLength: 3, maxLength: 5 })
        .map((octets) => octets.join(".")),
      fc
        .array(fc.constantFrom("", "0", "1", "ff", "1234", "12345", "1.2.3.4"), {
          minLength: 6,
          maxLength: 9,
        })
        .map((groups) => groups.join(":")),
      // One unit of an address replaced.
      fc
        .tuple(
          fc.oneof(fc.ipV4(), fc.ipV6()),
          fc.nat(),
          fc.constantFrom("", "0", "00", ".", ":", "x", "/", ":;"),
        )
        .map(([address, at, by]) => {
          const place = at % address.length;
          return address.slice(0, place) + by + address.slice(place + 1);
        }),
    );
    fc.assert(
      fc.property(text, (one) => {
        if (one.includes("/")) return;
        expect(parseBlock(one) !== null, one).to.equal(isIPv4(one) || isIPv6(one));
      }),
      { numRuns: 3_000 },
    );
  });

  it("hold what Node's lists hold", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.tuple(v4Block, fc.ipV4()),
          fc.tuple(nearV4Block, nearV4),
          fc.tuple(v6Block, fc.ipV6()),
          fc.tuple(nearV6Block, nearV6),
        ),
        ([block, address]) => {
          // Node takes ::ffff:0:0/96 for IPv4, IAM does not.
          if (/^(?:::|0+:)/.test(address)) return;
          expect(covers(blocks([block]), address)).to.equal(inNodesBlock(block, address));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("have their bounds at the right addresses", () => {
    for (const [text, v4] of [
      ["1.2.3.4", [[0x01020304, 0x01020305]]],
      ["0.0.0.0", [[0, 1]]],
      ["255.255.255.255", [[2 ** 32 - 1, 2 ** 32]]],
      ["255.255.255.255/31", [[2 ** 32 - 2, 2 ** 32]]],
      ["10.9.8.7/8", [[10 * 2 ** 24, 11 * 2 ** 24]]],
      ["9.9.9.9/0", [[0, 2 ** 32]]],
    ] as const)
      expect(parseBlock(text), text).to.deep.equal({ v4, v6: [] });
    for (const [text, v6] of [
      ["::", [[0n, 1n]]],
      ["::1", [[1n, 2n]]],
      ["1::", [[1n << 112n, (1n << 112n) + 1n]]],
      ["1:2:3:4:5:6:7:8", [[0x00010002000300040005000600070008n, 0x00010002000300040005000600070009n]]],
      ["::FFFF:1.2.3.4", [[0xffff01020304n, 0xffff01020305n]]],
      ["::1.255.0.200", [[0x01ff00c8n, 0x01ff00c9n]]],
      ["2600::1/16", [[0x2600n << 112n, 0x2601n << 112n]]],
      ["::/0", [[0n, 1n << 128n]]],
      ["::2/127", [[2n, 4n]]],
    ] as const)
      expect(parseBlock(text), text).to.deep.equal({ v4: [], v6 });
  });

  it("refuse what is no block", () => {
    for (const text of [
      "1.2.3",
      "1.2.3.4.5",
      ".2.3.4",
      "1..3.4",
      "1.2.3.",
      "256.1.1.1",
      "01.2.3.4",
      "1.2.3.4 ",
      "1.2.3.4/33",
      "1.2.3.4/",
      "1.2.3.4/x1",
      "1.2.3.4/1x",
      "1.2.3.4/1/1",
      "1.2.3.4/0008",
      "/8",
      "::/129",
      "::/",
      "::1::",
      "1.2.3.4::",
      "1:2:3:4:5:6:7::8",
      "1:2:3:4::5:6:7:8::9",
      "12345::",
    ])
      expect(parseBlock(text), text).to.equal(null);
  });
});

describe("sets of addresses", () => {
  const lists = fc.array(fc.oneof(nearV4Block, nearV6Block), { maxLength: 4 });

  it("union, intersection and difference mean what they say", () => {
    fc.assert(
      fc.property(lists, lists, fc.oneof(nearV4, nearV6), (a, b, one) => {
        const [left, right] = [blocks(a), blocks(b)];
        const inLeft = a.some((block) => inNodesBlock(block, one));
        const inRight = b.some((block) => inNodesBlock(block, one));
        expect(covers(left, one)).to.equal(inLeft);
        expect(covers(joined(left, right), one)).to.equal(inLeft || inRight);
        expect(covers(common(left, right), one)).to.equal(inLeft && inRight);
        expect(covers(without(left, right), one)).to.equal(inLeft && !inRight);
      }),
      { numRuns: 400 },
    );
  });

  it("are empty where no family has an address", () => {
    expect(isEmpty(NO_ADDRESSES)).to.equal(true);
    expect(isEmpty(blocks([]))).to.equal(true);
    expect(isEmpty(blocks(["no address"]))).to.equal(true);
    expect(isEmpty(blocks(["12.0.0.1"]))).to.equal(false);
    expect(isEmpty(blocks(["2600::1"]))).to.equal(false);
    expect(isEmpty(without(ALL_ADDRESSES, blocks(["0.0.0.0/0", "::/0"])))).to.equal(true);
  });

  it("do not cover what is no address", () => {
    for (const text of ["", "x", "1.2.3", "::g"]) expect(covers(ALL_ADDRESSES, text), text).to.equal(false);
  });
});

describe("public addresses", () => {
  for (const [inside, outside] of [
    ["1.0.0.0", "0.255.255.255"],
    ["9.255.255.255", "10.0.0.0"],
    ["11.0.0.0", "10.255.255.255"],
    ["100.63.255.255", "100.64.0.0"],
    ["100.128.0.0", "100.127.255.255"],
    ["126.255.255.255", "127.0.0.1"],
    ["169.253.255.255", "169.254.0.0"],
    ["172.32.0.0", "172.31.255.255"],
    ["192.167.255.255", "192.168.0.0"],
    ["::2", "::1"],
    ["fe00::", "fdff::"],
    ["2600::", "fc00::"],
    ["fec0::", "febf::1"],
    ["fe7f::", "fe80::"],
  ] as const)
    it(`have ${inside} and not ${outside}`, () => {
      expect(covers(PUBLIC_ADDRESSES, inside)).to.equal(true);
      expect(covers(PUBLIC_ADDRESSES, outside)).to.equal(false);
    });
});

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
