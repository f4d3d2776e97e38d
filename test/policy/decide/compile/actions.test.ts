import { expect } from "chai";
import { actionBitsOf } from "../../../../src/policy/decide/compile/actions.ts";

describe("the asked actions that a pattern means", () => {
  const bits = actionBitsOf(["ses:SendEmail", "ses:SendRawEmail", "ses:GetIdentity"]);

  it("are bits, in the order of the question", () => {
    expect([
      bits("ses:SendEmail"),
      bits("ses:SendRawEmail"),
      bits("ses:GetIdentity"),
      bits("*"),
    ]).to.deep.equal([1, 2, 4, 7]);
    expect([bits("ses:Send*"), bits("ses:*Email"), bits("s3:*"), bits("ses:SendEmai?")]).to.deep.equal([
      3, 3, 0, 1,
    ]);
  });

  it("do not depend on case, nor on what was asked before", () => {
    expect([bits("SES:sendemail"), bits("ses:SendEmail")]).to.deep.equal([1, 1]);
    for (let at = 0; at < 3000; at += 1) expect(bits(`s3:Action${at}`)).to.equal(0);
    expect(bits("ses:send*")).to.equal(3);
  });
});
