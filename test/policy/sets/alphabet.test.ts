import { expect } from "chai";
import { alphabet } from "../../../src/policy/sets/alphabet.ts";
import { foldCase, literal, ofClass, wildcards } from "../../../src/policy/sets/pattern.ts";

describe("the units that tell patterns apart", () => {
  it("are those that are named and one other", () => {
    expect(alphabet([literal("xy"), wildcards("z*")])).to.have.members(["a", "x", "y", "z"]);
    expect(alphabet([literal("a")])).to.have.members(["e", "a"]);
    expect(alphabet([])).to.deep.equal(["a"]);
  });

  it("have one of each combination of classes", () => {
    const units = alphabet([[ofClass("[0-9]", true), ofClass("[0-4a]", false)]]);
    const kinds = units.map((unit) => `${/[0-9]/.test(unit)} ${/[0-4a]/.test(unit)}`);
    expect(kinds).to.have.members(["true true", "true false", "false true", "false false"]);
  });

  it("have an example of each unit that is folded", () => {
    expect(alphabet([foldCase(["ß", "É"])])).to.include.members(["ß", "É"]);
  });
});
