import { expect } from "chai";
import {
  entryOf,
  keysOf,
  withEntry,
  type Entries,
} from "../../../../src/policy/decide/request/persistent-map.ts";

describe("a map that never changes", () => {
  const one: Entries<number> = withEntry(null, "a", 1);
  const two = withEntry(one, "b", 2);
  const again = withEntry(two, "a", 3);

  it("has the entry that was made last", () => {
    expect([entryOf(one, "a"), entryOf(two, "a"), entryOf(again, "a"), entryOf(again, "b")]).to.deep.equal([
      1, 1, 3, 2,
    ]);
  });

  it("leaves the maps that it was made from as they were", () => {
    expect([entryOf(one, "b"), keysOf(one), keysOf(two)]).to.deep.equal([undefined, ["a"], ["b", "a"]]);
  });

  it("names each key once, and has nothing where it is empty", () => {
    expect(keysOf(again)).to.deep.equal(["a", "b"]);
    expect([entryOf(null, "a"), keysOf(null)]).to.deep.equal([undefined, []]);
  });
});
