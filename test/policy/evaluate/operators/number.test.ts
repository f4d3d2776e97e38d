import { expect } from "chai";
import { greater, less, lessOrSame, number, same } from "../../../../src/policy/evaluate/operators/number.ts";

const outcomes = (wanted: string, given: string): readonly boolean[] =>
  [same, less, lessOrSame, greater].map((one) => number(one)(wanted, given));

describe("a numeric operator", () => {
  it("compares the given number with the wanted one", () => {
    expect(outcomes("5", "5.0")).to.deep.equal([true, false, true, false]);
    expect(outcomes("5", "+4.5")).to.deep.equal([false, true, true, false]);
    expect(outcomes("-1", ".5")).to.deep.equal([false, false, false, true]);
  });

  it("never matches what is not an integer or a decimal", () => {
    for (const text of ["1e3", "", "x", "1,5", "0x10", ".", "Infinity"]) {
      expect(number(() => true)(text, "1"), text).to.equal(false);
      expect(number(() => true)("1", text), text).to.equal(false);
    }
    expect(number(() => true)("1.", "-.5")).to.equal(true);
  });
});
