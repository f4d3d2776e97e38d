import * as fc from "fast-check";

export const v4Block: fc.Arbitrary<string> = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, bits]) => `${address}/${bits}`);

export const v6Block: fc.Arbitrary<string> = fc
  .tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 }))
  .map(([address, bits]) => `${address}/${bits}`);

/** Near one another, so that blocks and addresses meet. */
export const nearV4: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(10, 11), fc.constantFrom(0, 1, 127, 128, 255), fc.constantFrom(0, 128), fc.nat(255))
  .map((octets) => octets.join("."));

export const nearV6: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom("2600", "2601"),
    fc.constantFrom("0", "8000", "ffff"),
    fc.constantFrom("", "1", "ffff"),
  )
  .map(([a, b, c]) => `${a}:${b}::${c}`);

export const nearV4Block: fc.Arbitrary<string> = fc
  .tuple(nearV4, fc.constantFrom(0, 1, 7, 8, 9, 15, 16, 17, 24, 31, 32))
  .map(([address, bits]) => `${address}/${bits}`);

export const nearV6Block: fc.Arbitrary<string> = fc
  .tuple(nearV6, fc.constantFrom(0, 1, 15, 16, 17, 18, 31, 32, 48, 127, 128))
  .map(([address, bits]) => `${address}/${bits}`);
