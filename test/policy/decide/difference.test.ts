import { expect } from "chai";
import { between, partner, policy, statement } from "./between.ts";

const fromNetwork = (block: string): object => ({ Condition: { IpAddress: { "aws:SourceIp": block } } });

/** More than a search finds out within its steps. */
const INTRICATE = {
  Condition: {
    StringLike: { "aws:PrincipalTag/a": `*a${"?".repeat(60)}` },
    StringNotLike: { "aws:PrincipalTag/a": [`*b${"?".repeat(61)}`, `*c${"?".repeat(59)}`] },
    "ForAnyValue:StringLike": { "aws:PrincipalTag/a": `*d${"?".repeat(30)}` },
  },
};

describe("newAccess", () => {
  it("finds nothing new where the statements stand in another order, under other names, in other documents", () => {
    const [open, closed] = [statement(), statement({ Effect: "Deny", ...fromNetwork("198.51.100.0/24") })];
    const before = [policy({ Sid: "One", ...open }, closed)];
    expect(between(before, [policy(closed), policy({ Sid: "Two", ...open })]).exposure).to.equal("private");
  });

  it("does not ask about a statement that stands on both sides, however hard it is to decide", () => {
    const hard = statement({ Condition: { StringLike: { "aws:SourceIp": "203.0.113.1*" } } });
    const deny = statement({ Effect: "Deny", Action: "ses:SendRawEmail" });
    expect(between([policy(deny)], [policy(hard)]).exposure).to.equal("undecided");
    expect(between([policy(hard)], [policy(deny, { Sid: "Moved", ...hard })]).exposure).to.equal("private");
    const changed = statement({ Condition: { StringLike: { "aws:SourceIp": "203.0.113.2*" } } });
    expect(between([policy(hard)], [policy(changed)]).exposure).to.equal("undecided");
    const intricate = statement(INTRICATE);
    const shut = statement({ Effect: "Deny", ...INTRICATE });
    expect(
      between([policy(statement(), shut)], [policy(shut, { Sid: "Moved", ...statement() })]).exposure,
    ).to.equal("private");
    expect(between([policy(intricate)], [policy(deny, { Sid: "Moved", ...intricate })]).exposure).to.equal(
      "private",
    );
  });

  it("finds nothing new where the same is said in other words", () => {
    const before = [policy(statement({ Action: ["ses:SendEmail", "ses:SendRawEmail"] }))];
    const after = [policy(statement({ Action: "ses:SendRaw*" }), statement({ Action: "ses:SendEmai?" }))];
    expect(between(before, after).exposure).to.equal("private");
  });

  it("finds nothing new where less is allowed", () => {
    expect(
      between([policy(statement())], [policy(statement(fromNetwork("198.51.100.0/24")))]).exposure,
    ).to.equal("private");
    expect(between([policy(statement())], []).exposure).to.equal("private");
  });

  it("shows a request that only the new policies accept", () => {
    const { exposure, allowedTo, witness, accepting } = between(
      [policy(statement({ Principal: partner }))],
      [policy(statement({ Principal: partner }), statement({ Action: "ses:SendRawEmail" }))],
    );
    expect(exposure).to.equal("exposed");
    expect(allowedTo).to.deep.equal([{ kind: "everyone", name: "*" }]);
    expect(witness?.action).to.equal("ses:SendRawEmail");
    expect(accepting).to.deep.equal({ document: 0, at: "/Statement/1" });
  });

  it("names an account that is let in beside one that was", () => {
    const other = { AWS: "arn:aws:iam::333333333333:root" };
    const { exposure, allowedTo } = between(
      [policy(statement({ Principal: partner }))],
      [policy(statement({ Principal: { AWS: [partner.AWS, other.AWS] } }))],
    );
    expect(exposure).to.equal("cross-account");
    expect(allowedTo).to.deep.equal([{ kind: "account", name: "333333333333" }]);
  });

  it("sees a Deny that is gone, whoever it was for", () => {
    const open = statement();
    const forAll = statement({ Effect: "Deny", ...fromNetwork("0.0.0.0/0") });
    expect(between([policy(open, forAll)], [policy(open)]).exposure).to.equal("exposed");
    const forPartner = statement({ Effect: "Deny", Principal: partner });
    const named = statement({ Principal: partner });
    const { allowedTo } = between([policy(named, forPartner)], [policy(named)]);
    expect(allowedTo).to.deep.equal([{ kind: "account", name: "222222222222" }]);
  });

  it("names whom a new Allow lets in beside whom a Deny kept out", () => {
    const named = statement({ Principal: partner });
    const other = statement({ Principal: { AWS: "arn:aws:iam::333333333333:root" } });
    const deny = statement({ Effect: "Deny", Principal: partner });
    const { exposure, allowedTo } = between([policy(named, deny)], [policy(named, other)]);
    expect(exposure).to.equal("cross-account");
    expect(allowedTo.map(({ name }) => name)).to.have.members(["222222222222", "333333333333"]);
  });

  it("sees which of several Denies is gone", () => {
    const [one, other] = ["ses:SendRawEmail", "ses:SendBounce"].map((Action) =>
      statement({ Effect: "Deny", Action }),
    );
    if (one === undefined || other === undefined) throw new Error("two Denies");
    const open = statement({ Action: "ses:*" });
    for (const [before, after] of [
      [[policy(open, one, other)], [policy(open, one)]],
      [[policy(open, one), policy(other)], [policy(open, one)]],
      [[policy(open), policy(other), policy(one)], [policy(one, open)]],
      [
        [policy(one), policy(other, open)],
        [policy(one), policy(open)],
      ],
    ] as const) {
      const { exposure, witness } = between(before, after);
      expect([exposure, witness?.action]).to.deep.equal(["exposed", "ses:SendBounce"]);
    }
  });

  it("sees nothing new in a Deny that is gone where no Allow matches what it denied", () => {
    const other = statement({ Effect: "Deny", Action: "ses:SendRawEmail" });
    expect(between([policy(statement(), other)], [policy(statement())]).exposure).to.equal("private");
  });

  it("sees nothing new in a Deny that is gone and was for nobody, or never true", () => {
    const open = statement();
    const forNobody = { Effect: "Deny", NotPrincipal: "*", Action: "ses:SendEmail", Resource: "*" };
    expect(between([policy(open, forNobody)], [policy(open)]).exposure).to.equal("private");
    const named = statement({ Principal: partner });
    const idle = statement({
      Effect: "Deny",
      Principal: partner,
      Condition: { StringEquals: { "aws:PrincipalAccount": "333333333333" } },
    });
    const other = statement({ Principal: { AWS: "arn:aws:iam::333333333333:root" } });
    const { exposure, allowedTo } = between([policy(named, idle)], [policy(named, other)]);
    expect(exposure).to.equal("cross-account");
    expect(allowedTo).to.deep.equal([{ kind: "account", name: "333333333333" }]);
  });

  it("names everyone alone where an account gets in beside", () => {
    const named = statement({ Principal: partner });
    const deny = statement({ Effect: "Deny", Principal: partner });
    const open = statement({ Action: "ses:SendRawEmail" });
    const { exposure, allowedTo } = between([policy(named, deny)], [policy(named, open)]);
    expect(exposure).to.equal("exposed");
    expect(allowedTo).to.deep.equal([{ kind: "everyone", name: "*" }]);
  });

  it("sees a condition that asks for less", () => {
    const before = statement({ Condition: { StringLike: { "ses:FromAddress": "news@example.com" } } });
    const after = statement({ Condition: { StringLike: { "ses:FromAddress": "*@example.com" } } });
    const { exposure, witness } = between([policy(before)], [policy(after)]);
    expect(exposure).to.equal("exposed");
    expect(witness?.context["ses:FromAddress"])
      .to.match(/@example\.com$/)
      .and.not.equal("news@example.com");
  });

  it("does not decide over a text that is no policy and was not there before", () => {
    const { exposure, reason } = between([], ["{"]);
    expect(exposure).to.equal("invalid");
    expect(reason?.document).to.equal("Policy-1");
    expect(between(["{"], ["{"]).exposure).to.equal("private");
    const whole = policy(statement());
    expect(between([whole], [whole, "{"]).exposure).to.equal("invalid");
    expect(between([whole, "{"], [whole, "{"]).exposure).to.equal("private");
    expect(between([whole, "{"], ["{", whole]).exposure).to.equal("private");
    // What such a text was before is as little known.
    expect(between([whole, "{"], [whole]).exposure).to.equal("invalid");
    expect(between(["{", whole], [whole]).exposure).to.equal("invalid");
  });
});
