import { expect } from "chai";
import { notContained } from "../../../src/policy/narrow/contained.ts";
import { isPolicy, parsePolicy } from "../../../src/policy/parse/parse-policy.ts";
import type { Policy } from "../../../src/policy/shapes.ts";
import { allow, policy, type Members } from "./support.ts";

const parsed = (text: string): Policy => {
  const one = parsePolicy(text);
  if (!isPolicy(one)) throw new Error(one.says);
  return one;
};

/** Why the statements after may allow more than those before; "" where they cannot. */
const wider = (before: readonly Members[], after: readonly Members[]): string =>
  notContained([{ document: "P", before: parsed(policy(...before)), after: parsed(policy(...after)) }]) ?? "";

const deny = (members: Members = {}): Members => allow({ Effect: "Deny", ...members });
const ROLE = "arn:aws:iam::222222222222:role/x";

const exceptFor = (AWS: unknown): Members => allow({ Principal: undefined, NotPrincipal: { AWS } });

const acting = (Action: unknown): Members => allow({ Action });

const exceptDoing = (NotAction: unknown): Members => allow({ Action: undefined, NotAction });

const under = (Condition: Members): Members => allow({ Condition });

describe("a change of policies", () => {
  it("takes a role for one of its account only where the whole account was named", () => {
    const role = "arn:aws:iam::222222222222:role/r";
    for (const before of [`${role}222222222222`, "arn:aws:iam::222222222222:user/222222222222"])
      expect(
        wider([allow({ Principal: { AWS: before } })], [allow({ Principal: { AWS: role } })]),
        before,
      ).to.include("is within none of before");
  });

  it("is contained where an Allow has fewer principals", () => {
    for (const [before, after] of [
      ["*", { AWS: "222222222222" }],
      [{ AWS: ["222222222222", "333333333333"] }, { AWS: "333333333333" }],
      [{ AWS: "222222222222" }, { AWS: ROLE }],
      [{ AWS: "arn:aws:iam::222222222222:root" }, { AWS: ROLE }],
      [{ AWS: "arn:aws-us-gov:iam::222222222222:root" }, { AWS: "arn:aws-us-gov:iam::222222222222:role/x" }],
      [{ AWS: "222222222222" }, { AWS: "arn:aws:sts::222222222222:assumed-role/x/s" }],
    ] as const) {
      expect(
        wider([allow({ Principal: before })], [allow({ Principal: after })]),
        JSON.stringify(after),
      ).to.equal("");
      expect(
        wider([allow({ Principal: after })], [allow({ Principal: before })]),
        JSON.stringify(before),
      ).to.include("is within none of before");
    }
    expect(
      wider(
        [allow({ Principal: { AWS: "222222222222" } })],
        [allow({ Principal: { Service: "sns.amazonaws.com" } })],
      ),
    ).not.to.equal("");
    expect(
      wider([allow({ Principal: { AWS: ROLE } })], [allow({ Principal: { AWS: `${ROLE}y` } })]),
    ).not.to.equal("");
  });

  it("is contained where an account is named in another way, and refused where only a name looks like one", () => {
    const root = "arn:aws:iam::222222222222:root";
    expect(
      wider([allow({ Principal: { AWS: root } })], [allow({ Principal: { AWS: "222222222222" } })]),
    ).to.equal("");
    expect(
      wider(
        [allow({ Principal: { AWS: root } })],
        [allow({ Principal: { AWS: "AROAEXAMPLE222222222222" } })],
      ),
    ).to.include("is within none of before");
  });

  it("is refused where an Allow lies within a Deny alone", () => {
    expect(
      wider([deny(), allow({ Resource: "*" })], [deny(), allow({ Principal: { AWS: ROLE } })]),
    ).to.include("the Allow at /Statement/1 is within none of before");
  });

  it("is refused where NotPrincipal becomes Principal, or Principal NotPrincipal", () => {
    const named = allow({ Principal: { AWS: "222222222222" } });
    expect(wider([exceptFor("222222222222")], [named])).not.to.equal("");
    expect(wider([named], [exceptFor("222222222222")])).not.to.equal("");
    expect(wider([allow()], [exceptFor("222222222222")])).not.to.equal("");
  });

  it("is refused where NotPrincipal is changed, even to fewer", () => {
    expect(wider([exceptFor("222222222222")], [exceptFor("222222222222")])).to.equal("");
    expect(wider([exceptFor("222222222222")], [exceptFor(["222222222222", "333333333333"])])).not.to.equal(
      "",
    );
    expect(wider([exceptFor("222222222222")], [allow({ Principal: { AWS: "333333333333" } })])).not.to.equal(
      "",
    );
  });

  it("is contained where an Allow has fewer actions, wildcards only as they were written", () => {
    expect(wider([acting("ses:*")], [acting(["ses:SendEmail", "SES:sendrawemail"])])).to.equal("");
    expect(wider([acting(["ses:Send*", "ses:Get*"])], [acting("ses:Send*")])).to.equal("");
    expect(wider([acting("ses:*")], [acting("ses:Send*")])).not.to.equal("");
    expect(wider([acting("ses:SendEmail")], [acting("ses:SendRawEmail")])).not.to.equal("");
    expect(wider([exceptDoing("ses:Delete*")], [acting("ses:SendEmail")])).to.equal("");
    expect(wider([exceptDoing("ses:Delete*")], [acting("ses:DeleteIdentity")])).not.to.equal("");
    expect(wider([exceptDoing([])], [acting("ses:SendEmail")])).not.to.equal("");
    expect(wider([acting("ses:*")], [exceptDoing("ses:SendEmail")])).not.to.equal("");
    expect(wider([acting("ses:SendEmail")], [exceptDoing("ses:SendEmail")])).not.to.equal("");
    expect(wider([acting(["s3:*", "ses:Send*"])], [acting("ses:SendEmail")])).to.equal("");
    expect(
      wider([exceptDoing("ses:Delete*")], [{ ...exceptDoing("ses:Delete*"), Principal: { AWS: ROLE } }]),
    ).to.equal("");
    expect(wider([exceptDoing("ses:Delete*")], [acting("ses:Send*")])).not.to.equal("");
  });

  it("is contained where an Allow has more conditions, and every one that it had", () => {
    const tag = { StringEquals: { "aws:PrincipalTag/t": "x" } };
    expect(wider([allow()], [under(tag)])).to.equal("");
    expect(
      wider(
        [under(tag)],
        [under({ StringEquals: { "AWS:PRINCIPALTAG/T": "x" }, Bool: { "aws:SecureTransport": "true" } })],
      ),
    ).to.equal("");
    expect(wider([under(tag)], [allow()])).not.to.equal("");
    for (const other of [
      { StringEquals: { "aws:PrincipalTag/t": ["x", "y"] } },
      { StringLike: { "aws:PrincipalTag/t": "x" } },
      { StringEqualsIfExists: { "aws:PrincipalTag/t": "x" } },
      { "ForAllValues:StringEquals": { "aws:PrincipalTag/t": "x" } },
    ])
      expect(wider([under(tag)], [under(other)]), JSON.stringify(other)).not.to.equal("");
  });

  it("is refused where the resource is another", () => {
    expect(wider([allow({ Resource: "*" })], [allow({ Resource: "arn:aws:ses:*:*:*" })])).not.to.equal("");
  });

  it("is refused where a Deny is missing, changed, or made of an Allow", () => {
    expect(wider([allow(), deny()], [deny(), allow({ Principal: { AWS: ROLE } })])).to.equal("");
    expect(wider([allow(), deny()], [allow()])).to.include("the Deny at /Statement/1 is missing or changed");
    for (const other of [
      { Principal: { AWS: ROLE } },
      { Action: "ses:SendRawEmail" },
      { Resource: "*" },
      { Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ])
      expect(wider([allow(), deny()], [allow(), deny(other)]), JSON.stringify(other)).to.include(
        "missing or changed",
      );
    expect(wider([deny()], [allow()])).not.to.equal("");
  });

  it("is contained where a whole policy without a Deny goes, and refused where the Version changes", () => {
    const before = parsed(policy(allow()));
    expect(notContained([{ document: "P", before, after: null }])).to.equal(null);
    expect(notContained([{ document: "P", before: parsed(policy(deny())), after: null }])).to.include(
      'policy "P"',
    );
    expect(notContained([{ document: "P", before, after: { ...before, version: "2008-10-17" } }])).to.include(
      "Version",
    );
    expect(notContained([])).to.equal(null);
  });
});
