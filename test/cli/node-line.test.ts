import { expect } from "chai";
import { nodeLine } from "../../src/cli/node-line.ts";

describe("what doctor says of Node", () => {
  it("names the version and the last day of its support", () => {
    expect(nodeLine("22.11.0", "2026-11-30T00:00:00Z")).to.equal("Node 22.11.0: supported until 2027-04-30.");
    expect(nodeLine("20.20.2", "2026-04-30T00:00:00Z")).to.include("supported until 2026-04-30");
    expect(nodeLine("20.20.2", "2026-11-30T00:00:00Z")).to.include("its support ended on 2026-04-30");
    expect(nodeLine("99.0.0", "2026-11-30T00:00:00Z")).to.include("not known here");
  });
});
