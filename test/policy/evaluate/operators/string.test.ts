import { expect } from "chai";
import { equals, equalsIgnoringCase, like } from "../../../../src/policy/evaluate/operators/string.ts";
import { marks } from "../../../../src/policy/evaluate/pattern.ts";

describe("string operators", () => {
  it("take a star as a star where they look for equal texts", () => {
    expect([equals(marks("a*"), "a*"), equals(marks("a*"), "ab"), equals(marks("a"), "A")]).to.deep.equal([
      true,
      false,
      false,
    ]);
    expect([equalsIgnoringCase(marks("A?"), "a?"), equalsIgnoringCase(marks("A?"), "ab")]).to.deep.equal([
      true,
      false,
    ]);
  });

  it("take a star as a wildcard where they look for alike ones, in the same case", () => {
    expect([like(marks("a*"), "ab"), like(marks("a?"), "a𝒳"), like(marks("A*"), "ab")]).to.deep.equal([
      true,
      true,
      false,
    ]);
  });
});
