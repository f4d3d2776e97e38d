import { expect } from "chai";
import * as fc from "fast-check";
import { contains, difference, intersection, union, type Ranges } from "../../../src/policy/sets/ranges.ts";

const LIMIT = 16;
const NUMBERS = Array.from({ length: LIMIT + 1 }, (_, value) => value);

/** As they come: in any order, overlapping, touching, empty. */
const anyRanges = fc.array(fc.tuple(fc.nat(LIMIT), fc.nat(LIMIT)), { maxLength: 6 });

/** The numbers that are in a set: what the set means. */
const members = (ranges: Ranges<number>): readonly number[] =>
  NUMBERS.filter((value) => ranges.some(([from, to]) => from <= value && value < to));

/** Addresses of IPv6 are bigints, all else numbers. */
const big = (ranges: Ranges<number>): Ranges<bigint> =>
  ranges.map(([from, to]) => [BigInt(from), BigInt(to)] as const);

const expectNormal = (ranges: Ranges<number>): void => {
  let end = -1;
  for (const [from, to] of ranges) {
    expect(from).to.be.lessThan(to);
    expect(from, "ranges neither overlap nor touch").to.be.greaterThan(end);
    end = to;
  }
};

describe("sets of ranges", () => {
  it("a union has the members of all its parts, once and in order", () => {
    fc.assert(
      fc.property(anyRanges, (ranges) => {
        const result = union(ranges);
        expectNormal(result);
        expect(members(result)).to.deep.equal(members(ranges));
        expect(union(big(ranges))).to.deep.equal(big(result));
      }),
      { numRuns: 400 },
    );
  });

  it("an intersection has what both have, a difference what only the first has", () => {
    fc.assert(
      fc.property(anyRanges, anyRanges, (some, others) => {
        const [a, b] = [union(some), union(others)];
        const [both, first] = [intersection(a, b), difference(a, b)];
        expectNormal(both);
        expectNormal(first);
        expect(members(both)).to.deep.equal(members(a).filter((value) => members(b).includes(value)));
        expect(members(first)).to.deep.equal(members(a).filter((value) => !members(b).includes(value)));
        expect(intersection(big(a), big(b))).to.deep.equal(big(both));
        expect(difference(big(a), big(b))).to.deep.equal(big(first));
      }),
      { numRuns: 400 },
    );
  });

  it("contain the start of a range and not its end", () => {
    const set = [[2, 4] as const, [7, 8] as const];
    expect(NUMBERS.filter((value) => contains(set, value))).to.deep.equal([2, 3, 7]);
  });

  it("a union does not change what it is made of", () => {
    const given = [[5, 9] as const, [1, 6] as const];
    expect(union(given)).to.deep.equal([[1, 9]]);
    expect(given).to.deep.equal([
      [5, 9],
      [1, 6],
    ]);
  });
});
