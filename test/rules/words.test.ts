import { expect } from "chai";
import { allowedTo, because, list, party } from "../../src/rules/words.ts";

describe("words of the rules", () => {
  for (const [items, text] of [
    [[], ""],
    [["a"], "a"],
    [["a", "b"], "a and b"],
    [["a", "b", "c"], "a, b and c"],
  ] as const)
    it(`list ${items.length}`, () => {
      expect(list(items)).to.equal(text);
    });

  for (const [kind, text] of [
    ["everyone", "everyone"],
    ["account", "account x"],
    ["principal", "x"],
    ["organization", "organisation x"],
    ["network", "network x"],
    ["service", "service x"],
    ["federation", "identity provider x"],
  ] as const)
    it(`name a party: ${text}`, () => {
      expect(party({ kind, name: "x" })).to.equal(text);
      expect(allowedTo([{ kind, name: "x" }], "nobody")).to.equal(text);
    });

  it("say why only where there is a reason", () => {
    expect(because({ reason: null })).to.equal("");
    expect(allowedTo([], "nobody")).to.equal("nobody");
  });
});
