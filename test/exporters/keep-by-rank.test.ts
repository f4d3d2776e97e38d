import { expect } from "chai";
import { array, assert, constantFrom, nat, property } from "fast-check";
import { keepByRank } from "../../src/exporters/keep-by-rank.ts";

const RANKS = [-3, 0.5, 2, Infinity] as const;

describe("what is kept by rank", () => {
  it("is the first of the smallest ranks, by rank or as it came", () => {
    const ranks = array(constantFrom(...RANKS), { maxLength: 40 });
    assert(
      property(ranks, nat(20), nat(20), nat(20), (given, limit, from, to) => {
        const kept = keepByRank(limit);
        const all = given.map((rank, index) => ({ rank, index, text: `${rank} ${index}` }));
        for (const { rank, text } of all) kept.add(rank, kept.isWanted(rank) ? text : "not wanted");
        const byRank = all
          .toSorted((a, b) => (a.rank === b.rank ? a.index - b.index : a.rank < b.rank ? -1 : 1))
          .slice(0, limit);
        expect(kept.total()).to.equal(all.length);
        expect(kept.kept()).to.equal(byRank.length);
        expect([...kept.part(0, limit)]).to.deep.equal(byRank.map(({ text }) => text));
        expect([...kept.part(from, to)]).to.deep.equal(
          byRank.slice(from, Math.max(from, to)).map(({ text }) => text),
        );
        const inOrder = byRank.toSorted((a, b) => a.index - b.index);
        expect([...kept.inOrder()]).to.deep.equal(inOrder.map(({ text }) => text));
      }),
      { numRuns: 500 },
    );
  });
});
