import { expect } from "chai";
import * as fc from "fast-check";
import { BlockList, isIPv4, isIPv6 } from "node:net";
import {
  ALL_ADDRESSES,
  blocks,
  common,
  covers,
  isEmpty,
  joined,
  NO_ADDRESSES,
  parseBlock,
  PUBLIC_ADDRESSES,
  without,
} from "../../../src/policy/sets/addresses.ts";
import { v4Block, v6Block, nearV4, nearV6, nearV4Block, nearV6Block } from "./random-blocks.ts";

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
