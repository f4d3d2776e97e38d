import { expect } from "chai";
import * as fc from "fast-check";
import { BlockList, isIPv4, isIPv6 } from "node:net";
import { address, inBlock } from "../../../../src/policy/evaluate/operators/ip.ts";

/** Addresses, and texts that are nearly some. */
const text = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc
    .array(fc.constantFrom("0", "00", "01", "7", "255", "256", "999", "x", ""), {
      minLength: 3,
      maxLength: 5,
    })
    .map((octets) => octets.join(".")),
  fc
    .array(fc.constantFrom("", "0", "1", "ff", "ABCD", "12345", "g", "1.2.3.4", "1.2.3"), {
      minLength: 3,
      maxLength: 9,
    })
    .map((groups) => groups.join(":")),
);

describe("addresses as the evaluator reads them", () => {
  it("are those that Node takes for some", () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(address(one)?.version ?? 0, one).to.equal(isIPv4(one) ? 4 : isIPv6(one) ? 6 : 0);
      }),
      { numRuns: 3_000 },
    );
  });

  it("are none where too much is left out, or twice", () => {
    for (const one of [
      "1:2:3:4::5:6:7:8",
      "1:2:3:4::5:6:7:8::9",
      "1::2::3",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9",
    ])
      expect(address(one), one).to.equal(null);
    expect(address("1:2:3:4::6:7:8")?.version).to.equal(6);
  });

  it("have the bits that they spell", () => {
    expect(address("1.2.3.255")?.bits).to.equal(0x010203ffn);
    expect(address("1:2:3:4:5:6:7:8")?.bits).to.equal(0x00010002000300040005000600070008n);
    expect(address("1::8")?.bits).to.equal((1n << 112n) + 8n);
    expect(address("::ffff:1.0.0.4")?.bits).to.equal(0xffff01000004n);
  });

  it("lie in the blocks that Node puts them in", () => {
    const near = fc.constantFrom("10.0.0.0", "10.0.0.1", "10.0.0.128", "10.128.0.0", "11.0.0.0", "138.0.0.0");
    const nearV6 = fc.constantFrom("2600::", "2600::1", "2600:8000::", "2601::", "a600::", "2600::8000:0:0");
    const lengths = fc.constantFrom(0, 1, 7, 8, 9, 16, 17, 24, 31, 32);
    const pair = fc.oneof(fc.tuple(near, near), fc.tuple(nearV6, nearV6), fc.tuple(fc.ipV4(), fc.ipV4()));
    fc.assert(
      fc.property(pair, lengths, ([network, one], length) => {
        const family = isIPv6(network) ? "ipv6" : "ipv4";
        const list = new BlockList();
        list.addSubnet(network, length, family);
        expect(inBlock(`${network}/${length}`, one)).to.equal(list.check(one, family));
      }),
      { numRuns: 1_000 },
    );
  });

  it("equal a bare address and no other", () => {
    expect(inBlock("10.0.0.1", "10.0.0.1")).to.equal(true);
    expect(inBlock("10.0.0.1", "10.0.0.0")).to.equal(false);
    expect(inBlock("2600::1", "2600:0::1")).to.equal(true);
    expect(inBlock("2600::1", "2600::")).to.equal(false);
    expect(inBlock("2600::/64", "2600::1")).to.equal(true);
    expect(inBlock("2600::/128", "2600::1")).to.equal(false);
  });

  it("are in no block of the other family, and in nothing that is no block", () => {
    for (const [block, one] of [
      ["0.0.0.0/0", "2600::1"],
      ["::/0", "10.0.0.1"],
      ["10.0.0.0/33", "10.0.0.0"],
      ["10.0.0.0/", "10.0.0.0"],
      ["10.0.0.0/8x", "10.0.0.0"],
      ["10.0.0.0/x8", "10.0.0.0"],
      ["10.0.0.0/0032", "10.0.0.0"],
      ["2600::/129", "2600::"],
      ["example.com", "10.0.0.0"],
      ["10.0.0.0/8", "example.com"],
    ] as const)
      expect(inBlock(block, one), `${one} in ${block}`).to.equal(false);
    expect(inBlock("::/128", "::")).to.equal(true);
    expect(inBlock("10.0.0.0/32", "10.0.0.0")).to.equal(true);
  });
});
