import { expect } from "chai";
import { bool } from "../../../../src/policy/evaluate/operators/boolean.ts";

describe("Bool", () => {
  it("compares true and false in any case", () => {
    expect([bool("true", "TRUE"), bool("False", "false"), bool("true", "false")]).to.deep.equal([
      true,
      true,
      false,
    ]);
  });

  it("never matches another text, not even itself", () => {
    expect([bool("yes", "yes"), bool("1", "1"), bool("", ""), bool("true", "true ")]).to.deep.equal([
      false,
      false,
      false,
      false,
    ]);
  });
});
