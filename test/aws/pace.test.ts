import { expect } from "chai";
import { pace } from "../../src/aws/pace.ts";

describe("pace", () => {
  it("lets each key through at its rate, whatever the others do", async () => {
    let now = 0;
    const slept: number[] = [];
    const turn = pace({
      clock: () => now,
      sleep: (ms) => {
        slept.push(ms);
        return Promise.resolve();
      },
    });
    await turn("a", 2);
    await turn("a", 2);
    await turn("a", 2);
    await turn("b", 2);
    expect(slept).to.deep.equal([500, 1000]);
    await turn("b", 10);
    expect(slept.at(-1)).to.equal(500);
    now = 10_000;
    await turn("a", 2);
    expect(slept).to.have.length(3);
  });
});
