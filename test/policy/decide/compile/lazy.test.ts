import { expect } from "chai";
import { lazy } from "../../../../src/policy/decide/compile/lazy.ts";

describe("a lazy value", () => {
  it("is made once, and not before it is asked for", () => {
    let made = 0;
    const value = lazy(() => ({ number: (made += 1) }));
    expect(made).to.equal(0);
    expect([value(), value(), made]).to.deep.equal([{ number: 1 }, { number: 1 }, 1]);
    expect(value()).to.equal(value());
  });
});
