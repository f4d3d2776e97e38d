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

const fromOpenTo = (after: Members): Parameters<typeof isUnchangedFor>[0][number] => ({
  document: "P",
  before: parsed(policy(allow())),
  after: parsed(policy(after)),
});

const except = (NotAction: unknown): Members => allow({ Action: undefined, NotAction });

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

  it("is one in every document and in every statement", () => {
    const changes = [fromOpenTo(to("222222222222")), fromOpenTo(to(OTHER))];
    expect(isUnchangedFor(changes, SENDER)).to.equal(false);
    expect(isUnchangedFor(changes.slice(0, 1), SENDER)).to.equal(true);
    const both = [doing("ses:SendEmail"), doing("ses:SendRawEmail")];
    expect(unchanged(both, [to("222222222222", { Action: "ses:SendEmail" })])).to.equal(false);
    expect(unchanged(both, both)).to.equal(true);
  });

  it("takes no Deny for the Allow that is gone", () => {
    const deny = allow({ Effect: "Deny", Principal: { AWS: "222222222222" } });
    expect(unchanged([to("222222222222"), deny], [deny])).to.equal(false);
  });

  it("names a role by its account", () => {
    expect(unchanged([allow()], [to("222222222222")], { name: ROLE })).to.equal(true);
    expect(unchanged([allow()], [to("arn:aws:iam::222222222222:root")], { name: ROLE })).to.equal(true);
  });

  it("asks for his account in no other way than by equality of the one value", () => {
    for (const condition of [
      { StringLike: { "aws:PrincipalAccount": "222222222222" } },
      { "ForAnyValue:StringEquals": { "aws:PrincipalAccount": "222222222222" } },
      { StringEquals: { "aws:SourceAccount": "222222222222" } },
      { StringEquals: { "aws:PrincipalAccount": "222222222222", "aws:PrincipalOrgID": "o-own1234567" } },
    ])
      expect(unchanged([allow()], [asking(condition)]), JSON.stringify(condition)).to.equal(false);
    const old = { Bool: { "aws:SecureTransport": "true" } };
    expect(
      unchanged(
        [asking(old)],
        [asking({ ...old, StringEquals: { "AWS:principalaccount": "222222222222" } })],
      ),
    ).to.equal(true);
    expect(unchanged([asking(old)], [allow()])).to.equal(true);
  });

  it("may concern him by any name that holds his account, and by any that is of no account", () => {
    for (const AWS of [ROLE, "arn:aws:sts::222222222222:assumed-role/x/s", [OTHER, ROLE], "*"])
      expect(unchanged([to(AWS)], []), String(AWS)).to.equal(false);
    expect(unchanged([allow({ Principal: { Service: "sns.amazonaws.com" } })], [])).to.equal(false);
    expect(unchanged([to([OTHER, "444444444444"])], [])).to.equal(true);
    expect(unchanged([allow({ Principal: { AWS: OTHER, Service: "sns.amazonaws.com" } })], [])).to.equal(
      false,
    );
  });

  it("does not name him by another's root, by a service, or in a Deny", () => {
    for (const after of [
      to("arn:aws:iam::333333333333:root"),
      to("arn:aws:iam::222222222222:user/root"),
      allow({ Principal: { Service: "sns.amazonaws.com" } }),
      allow({ Principal: undefined, NotPrincipal: { AWS: "222222222222" } }),
    ])
      expect(unchanged([allow()], [after]), JSON.stringify(after)).to.equal(false);
    expect(unchanged([allow()], [to("arn:aws-cn:iam::222222222222:root")])).to.equal(true);
    expect(unchanged([allow()], [allow({ Effect: "Deny", Principal: { AWS: "222222222222" } })])).to.equal(
      false,
    );
  });

  it("takes the actions by any of the statement's patterns, in any case, and NotAction for the others", () => {
    expect(
      unchanged([doing("ses:Send*")], [to("222222222222", { Action: ["SES:sendemail", "ses:SendRaw*"] })]),
    ).to.equal(true);
    expect(unchanged([doing("ses:*")], [{ ...except("s3:*"), Principal: { AWS: "222222222222" } }])).to.equal(
      true,
    );
    expect(
      unchanged([doing("ses:*")], [{ ...except("ses:SendEmail"), Principal: { AWS: "222222222222" } }]),
    ).to.equal(false);
    expect(
      unchanged([except("ses:SendEmail")], [to("222222222222", { Action: "ses:SendRawEmail" })]),
    ).to.equal(true);
    expect(unchanged([except([])], [to("222222222222", { Action: "ses:Get*" })])).to.equal(true);
  });

  it("counts the owner's name as less than a wildcard, and his principals' ARNs as the same", () => {
    const role = `arn:aws:iam::${OWNER}:role/app`;
    const owners = { account: OWNER, isOwners: true };
    expect(unchanged([allow()], [to(OWNER)], { ...owners, name: OWNER })).to.equal(false);
    expect(unchanged([allow()], [to(OWNER)], { ...owners, name: role })).to.equal(false);
    expect(unchanged([allow()], [to(role)], { ...owners, name: role })).to.equal(true);
  });
});
