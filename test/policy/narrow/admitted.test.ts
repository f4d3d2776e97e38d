import { expect } from "chai";
import { admittedTo } from "../../../src/policy/narrow/admitted.ts";
import { isPolicy, parsePolicy } from "../../../src/policy/parse/parse-policy.ts";
import type { Statement } from "../../../src/policy/shapes.ts";
import { allow, narrowing, OWNER, policy } from "./support.ts";

const statement = (Condition?: object): Statement => {
  const parsed = parsePolicy(policy(allow(Condition === undefined ? {} : { Condition })));
  if (!isPolicy(parsed) || parsed.statements[0] === undefined) throw new Error("not a policy");
  return parsed.statements[0];
};

const admitted = (condition?: object, more: Parameters<typeof narrowing>[0] = {}): unknown =>
  admittedTo(statement(condition), narrowing(more));

const ORG = "o-a1b2c3d4e5";
const ROLE = "arn:aws:iam::222222222222:role/mailer";

describe("who stays where strangers are kept out", () => {
  it("is who was named", () => {
    for (const targets of [{ accounts: ["2".repeat(12)] }, { principals: [ROLE] }, { organizations: [ORG] }])
      expect(admitted({ StringEquals: { "aws:PrincipalOrgID": "o-zzzzzzzzzz" } }, { targets })).to.deep.equal(
        {
          accounts: [],
          principals: [],
          organizations: [],
          ...targets,
          from: "targets",
        },
      );
  });

  it("is whom the statement's own conditions name as callers", () => {
    expect(
      admitted({
        StringEquals: { "aws:PrincipalOrgID": [ORG, ORG], "AWS:principalaccount": "222222222222" },
        ArnLike: { "aws:PrincipalArn": [ROLE, "arn:aws:iam::222222222222:role/*"] },
      }),
    ).to.deep.equal({
      accounts: ["222222222222"],
      principals: [ROLE],
      organizations: [ORG],
      from: "conditions",
    });
  });

  it("is one whom they name, be it an account, an organisation or a role alone", () => {
    for (const [key, name, found] of [
      ["aws:PrincipalAccount", "222222222222", { accounts: ["222222222222"] }],
      ["aws:PrincipalOrgID", ORG, { organizations: [ORG] }],
      ["aws:PrincipalArn", ROLE, { principals: [ROLE] }],
      [
        "aws:PrincipalArn",
        "arn:aws-us-gov:iam::222222222222:user/mailer",
        { principals: ["arn:aws-us-gov:iam::222222222222:user/mailer"] },
      ],
    ] as const)
      expect(admitted({ StringLike: { [key]: name } }), key).to.deep.equal({
        accounts: [],
        principals: [],
        organizations: [],
        ...found,
        from: "conditions",
      });
  });

  it("is whom any operator names that asks for one of its values", () => {
    for (const operator of ["StringEquals", "StringLike", "StringEqualsIgnoreCase", "ArnEquals", "ArnLike"])
      expect(admitted({ [operator]: { "aws:PrincipalArn": ROLE } }), operator).to.deep.include({
        principals: [ROLE],
      });
    for (const operator of ["StringNotEquals", "StringNotLike", "ArnNotEquals", "ArnNotLike"])
      expect(admitted({ [operator]: { "aws:PrincipalArn": ROLE } }), operator).to.deep.include({
        from: "owner",
      });
  });

  it("is nobody whom a condition leaves out, or who is not welcome", () => {
    const owner = { accounts: [OWNER], principals: [], organizations: [], from: "owner" };
    expect(admitted({ StringNotEquals: { "aws:PrincipalOrgID": ORG } })).to.deep.equal(owner);
    expect(admitted({ StringEquals: { "aws:PrincipalTag/o": ORG } })).to.deep.equal(owner);
    expect(admitted({ StringEquals: { "aws:PrincipalAccount": "22222222222" } })).to.deep.equal(owner);
    for (const [key, name] of [
      ["aws:PrincipalAccount", "2222222222222"],
      ["aws:PrincipalAccount", "x222222222222"],
      ["aws:PrincipalAccount", "222222222222x"],
      ["aws:PrincipalOrgID", `x${ORG}`],
      ["aws:PrincipalOrgID", `${ORG}/x`],
      ["aws:PrincipalOrgID", "o-a1b2"],
      ["aws:PrincipalArn", `x${ROLE}`],
      ["aws:PrincipalArn", `${ROLE}*`],
      ["aws:PrincipalArn", `${ROLE}\${aws:username}`],
      ["aws:PrincipalArn", "arn:aws:iam::222222222222:root"],
    ] as const)
      expect(admitted({ StringLike: { [key]: name } }), name).to.deep.equal(owner);
    expect(
      admitted({ StringEquals: { "aws:PrincipalOrgID": ORG } }, { isWelcome: () => false }),
    ).to.deep.equal(owner);
  });

  it("is the owner, or nobody where the owner is not known", () => {
    expect(admitted()).to.deep.include({ accounts: [OWNER], from: "owner" });
    expect(admitted(undefined, { owner: null })).to.equal(null);
  });
});
