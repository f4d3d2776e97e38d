import { expect } from "chai";
import { valueOf, valuesOf, type Request } from "../../../src/policy/evaluate/request.ts";

const request: Request = {
  principal: "p",
  action: "a",
  resource: "r",
  context: { "aws:One": "x", "aws:Many": ["x", "y"], "aws:None": [] },
};

describe("the keys of a request", () => {
  it("are found without regard to case", () => {
    expect([valuesOf(request, "AWS:ONE"), valueOf(request, "aws:one")]).to.deep.equal([["x"], "x"]);
  });

  it("have all values of a list, and a list has no single value", () => {
    expect([valuesOf(request, "aws:many"), valueOf(request, "aws:many")]).to.deep.equal([["x", "y"], null]);
  });

  it("are absent where there is no value", () => {
    for (const key of ["aws:none", "aws:other"])
      expect([valuesOf(request, key), valueOf(request, key)], key).to.deep.equal([null, null]);
  });
});
