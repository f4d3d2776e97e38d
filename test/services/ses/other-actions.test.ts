import { expect } from "chai";
import { EXCLUDED_ACTIONS, IDENTITY_ACTIONS } from "../../../src/services/ses/actions.ts";
import { OTHER_ACTIONS } from "../../../src/services/ses/other-actions.ts";

describe("the actions of SES on other resources than identities", () => {
  it("has each action once, and none that the tables of identities have", () => {
    const all = [
      ...OTHER_ACTIONS,
      ...IDENTITY_ACTIONS.map(({ name }) => name),
      ...Object.keys(EXCLUDED_ACTIONS),
    ].map((name) => name.toLowerCase());
    expect(new Set(all).size).to.equal(all.length);
    for (const name of OTHER_ACTIONS) expect(name).to.match(/^ses:[A-Z][A-Za-z]+$/);
  });
});
