import { expect } from "chai";
import { IDENTITY_ACTION_NAMES } from "../../../src/emulator/services/ses/actions.ts";
import {
  CHANGING_ACTIONS,
  EXCLUDED_ACTIONS,
  IDENTITY_ACTIONS,
  READING_ACTIONS,
  SENDING_ACTIONS,
} from "../../../src/services/ses/actions.ts";

const names = IDENTITY_ACTIONS.map(({ name }) => name);

describe("the actions of an identity's policy", () => {
  it("has each action once, judged or excluded with a reason", () => {
    const all = [...names, ...Object.keys(EXCLUDED_ACTIONS)];
    expect(new Set(all.map((name) => name.toLowerCase())).size).to.equal(all.length);
    for (const [name, reason] of Object.entries(EXCLUDED_ACTIONS)) expect(reason, name).to.match(/\w.*\.$/);
  });

  it("asks about every action in exactly one of the three questions", () => {
    const asked = [...SENDING_ACTIONS, ...CHANGING_ACTIONS, ...READING_ACTIONS];
    expect(asked.map(({ name }) => name).sort()).to.deep.equal([...names].sort());
  });

  it("is, judged and excluded together, what the emulated SES takes in a policy", () => {
    const ours = [...names, ...Object.keys(EXCLUDED_ACTIONS)].map((name) => name.slice("ses:".length));
    expect(ours.sort()).to.deep.equal([...IDENTITY_ACTION_NAMES].sort());
  });
});
