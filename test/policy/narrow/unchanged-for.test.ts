import { expect } from "chai";
import { isUnchangedFor, type Named } from "../../../src/policy/narrow/unchanged-for.ts";
import { isPolicy, parsePolicy } from "../../../src/policy/parse/parse-policy.ts";
import type { Policy } from "../../../src/policy/shapes.ts";
import { allow, OWNER, policy, type Members } from "./support.ts";

const SENDER: Named = {
  name: "222222222222",
  account: "222222222222",
  isOwners: false,
  actions: ["ses:SendEmail", "ses:SendRawEmail"],
};
const ROLE = "arn:aws:iam::222222222222:role/x";
const OTHER = "333333333333";

const parsed = (text: string): Policy => {
  const one = parsePolicy(text);
  if (!isPolicy(one)) throw new Error(one.says);
  return one;
};

const unchanged = (
  before: readonly Members[],
  after: readonly Members[],
  named: Partial<Named> = {},
): boolean =>
  isUnchangedFor(
    [
      {
        document: "P",
        before: parsed(policy(...before)),
        after: after.length === 0 ? null : parsed(policy(...after)),
      },
    ],
    { ...SENDER, ...named },
  );

const to = (AWS: unknown, more: Members = {}): Members => allow({ Principal: { AWS }, ...more });

const asking = (Condition: Members): Members => allow({ Condition });

const doing = (Action: unknown): Members => allow({ Action });

describe("a change that makes no difference to a sender", () => {
  it("names him where a wildcard was, by id, root or ARN", () => {
    for (const names of ["222222222222", "arn:aws:iam::222222222222:root", [OTHER, "222222222222"]])
      expect(unchanged([allow()], [to(names)]), String(names)).to.equal(true);
    expect(unchanged([allow()], [to(ROLE)], { name: ROLE })).to.equal(true);
    expect(unchanged([allow()], [to(ROLE)])).to.equal(false);
    expect(unchanged([allow()], [to(OTHER)])).to.equal(false);
    expect(unchanged([allow()], [])).to.equal(false);
    expect(unchanged([to([OTHER, "222222222222"])], [])).to.equal(false);
    expect(unchanged([to(OTHER)], [])).to.equal(true);
  });

  it("asks for his account, and for nothing else that was not asked for", () => {
    expect(
      unchanged([allow()], [asking({ StringEquals: { "aws:PrincipalAccount": [OTHER, "222222222222"] } })]),
    ).to.equal(true);
    for (const condition of [
      { StringEquals: { "aws:PrincipalAccount": OTHER } },
      { StringNotEquals: { "aws:PrincipalAccount": "222222222222" } },
      { StringEquals: { "aws:PrincipalOrgID": "o-own1234567" } },
    ])
      expect(unchanged([allow()], [asking(condition)]), JSON.stringify(condition)).to.equal(false);
  });

  it("takes out actions that he is not asked about, and no other", () => {
    expect(unchanged([doing("ses:*")], [doing(["ses:SendEmail", "ses:SendRawEmail"])])).to.equal(true);
    expect(unchanged([doing("ses:*")], [doing("ses:SendEmail")])).to.equal(false);
    expect(unchanged([allow({ Action: undefined, NotAction: "ses:Get*" })], [doing("ses:Send*")])).to.equal(
      true,
    );
  });

  it("leaves the Denies and the resources, and may take out what names others alone", () => {
    const deny = allow({ Effect: "Deny", Principal: { AWS: OTHER } });
    expect(unchanged([allow(), deny], [to("222222222222"), deny])).to.equal(true);
    expect(unchanged([allow()], [to("222222222222"), deny])).to.equal(false);
    expect(unchanged([allow()], [to("222222222222", { Resource: "*" })])).to.equal(false);
    expect(unchanged([to("222222222222"), to(OTHER)], [to("222222222222")])).to.equal(true);
    const exceptOther = allow({ Principal: undefined, NotPrincipal: { AWS: OTHER } });
    expect(unchanged([exceptOther], [to("222222222222")])).to.equal(true);
    expect(unchanged([exceptOther], [to(OTHER)])).to.equal(false);
  });

  it("counts the owner's name as less than a wildcard, and his principals' ARNs as the same", () => {
    const role = `arn:aws:iam::${OWNER}:role/app`;
    const owners = { account: OWNER, isOwners: true };
    expect(unchanged([allow()], [to(OWNER)], { ...owners, name: OWNER })).to.equal(false);
    expect(unchanged([allow()], [to(OWNER)], { ...owners, name: role })).to.equal(false);
    expect(unchanged([allow()], [to(role)], { ...owners, name: role })).to.equal(true);
  });
});
