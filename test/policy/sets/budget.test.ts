import { expect } from "chai";
import { say } from "../../../src/policy/messages.ts";
import { isStop, spend, stop } from "../../../src/policy/sets/budget.ts";

const thrownBy = (work: () => unknown): unknown => {
  try {
    work();
  } catch (thrown) {
    return thrown;
  }
  return null;
};

describe("a budget of steps", () => {
  it("stops only where more is spent than is left", () => {
    const budget = { left: 5 };
    spend(budget, 5);
    expect(budget.left).to.equal(0);
    const thrown = thrownBy(() => {
      spend(budget, 1);
    });
    expect(isStop(thrown) && thrown.stop.code).to.equal("too-complex");
  });

  it("ends with the reason that it is given", () => {
    const reason = say("related-keys", ["a", "b"]);
    const thrown = thrownBy(() => stop(reason));
    expect(isStop(thrown) && thrown.stop).to.equal(reason);
  });
});
