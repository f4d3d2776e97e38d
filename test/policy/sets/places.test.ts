import { expect } from "chai";
import { wildcards } from "../../../src/policy/sets/pattern.ts";
import { closed, step, type Line } from "../../../src/policy/sets/places.ts";

const LINE: Line = [...wildcards("a*b"), undefined, ...wildcards("**"), undefined];

describe("places in a line of patterns", () => {
  it("are where the reader may be too, as a repeated token may be left without a unit", () => {
    expect(closed(LINE, [0])).to.deep.equal([0]);
    expect(closed(LINE, [1])).to.deep.equal([1, 2]);
    expect(closed(LINE, [0, 4])).to.deep.equal([0, 4, 5, 6]);
    expect(closed(LINE, [4, 5])).to.deep.equal([4, 5, 6]);
  });

  it("move on by one unit in all patterns at once", () => {
    const start = closed(LINE, [0, 4]);
    expect(step(LINE, start, "a")).to.deep.equal([1, 2, 4, 5, 6]);
    expect(step(LINE, start, "x")).to.deep.equal([4, 5, 6]);
    expect(step(LINE, step(LINE, start, "a"), "b")).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect(step(LINE, [3], "a")).to.deep.equal([]);
  });
});
