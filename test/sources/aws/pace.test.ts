import { expect } from "chai";
import { pace } from "../../../src/aws/pace.ts";

describe("pace", () => {
  it("lets each key through at its rate, whatever the others do", async () => {
    let now = 0;
    const slept: number[] = [];
    const turn = pace({
      perSecond: 2,
      clock: () => now,
      sleep: (ms) => {
        slept.push(ms);
        return Promise.resolve();
      },
    });
    await turn("a");
    await turn("a");
    await turn("a");
    await turn("b");
    expect(slept).to.deep.equal([500, 1000]);
    now = 10_000;
    await turn("a");
    expect(slept).to.have.length(2);
  });
});
