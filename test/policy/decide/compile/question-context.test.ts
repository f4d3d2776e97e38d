import { expect } from "chai";
import { questionContextOf } from "../../../../src/policy/decide/compile/question-context.ts";
import { blocks, isEmpty, common } from "../../../../src/policy/sets/addresses.ts";
import { OWNER_ONLY } from "../../../../src/model/trust.ts";
import { ask } from "../../../../proof/question.ts";

describe("what questions have in common", () => {
  const question = ask(["{}"]);

  it("is kept for the next question about the same, and made anew for another", () => {
    const first = questionContextOf(question);
    expect(
      questionContextOf({ ...question, documents: [], resource: "arn:aws:ses:x", owner: "2".repeat(12) }),
    ).to.equal(first);
    for (const other of [
      { now: "2027-01-01T00:00:00Z" },
      { trust: { ...OWNER_ONLY } },
      { actions: [...question.actions] },
      { keys: [...question.keys] },
      { tags: {} },
      { disputed: { name: "x", undisputed: [] } },
    ]) {
      const before = questionContextOf(question);
      expect(questionContextOf({ ...question, ...other }), JSON.stringify(Object.keys(other))).not.to.equal(
        before,
      );
    }
  });

  it("keeps the keys that were found for a question of other trust or another time, and no others", () => {
    const { find } = questionContextOf(question);
    expect(questionContextOf({ ...question, trust: { ...OWNER_ONLY } }).find).to.equal(find);
    expect(questionContextOf({ ...question, now: "2027-01-01T00:00:00Z" }).find).to.equal(find);
    for (const other of [
      { actions: [...question.actions] },
      { keys: [...question.keys] },
      { tags: {} },
      { disputed: { name: "x", undisputed: [] } },
    ])
      expect(
        questionContextOf({ ...question, ...other }).find,
        JSON.stringify(Object.keys(other)),
      ).not.to.equal(find);
  });

  it("forgets keys after a thousand names that no table has, and questions after eight others", () => {
    const { find } = questionContextOf(question);
    for (let number = 0; number < 1_000; number += 1) find(`unknown:Key${number}`);
    const later = questionContextOf({ ...question, trust: { ...OWNER_ONLY } }).find;
    expect(later).not.to.equal(find);
    for (let number = 0; number < 8; number += 1) questionContextOf({ ...question, tags: {} });
    expect(questionContextOf({ ...question, trust: { ...OWNER_ONLY } }).find).not.to.equal(later);
  });

  it("has a bit for each action and the time in seconds", () => {
    const { actions, actionBits, now } = questionContextOf(question);
    expect([actions, actionBits("*"), actionBits("ses:SendRawEmail"), now]).to.deep.equal([
      63,
      63,
      2,
      Date.parse(question.now) / 1000,
    ]);
  });

  it("leaves trusted networks out of the public addresses", () => {
    const trusted = blocks(["203.0.113.0/24"]);
    const inside = (networks: readonly string[]): boolean =>
      isEmpty(
        common(questionContextOf({ ...question, trust: { ...OWNER_ONLY, networks } }).publicSpace(), trusted),
      );
    expect([inside([]), inside(["203.0.113.0/24"])]).to.deep.equal([false, true]);
  });
});
