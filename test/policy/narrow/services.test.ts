import { expect } from "chai";
import { boundServices } from "../../../src/policy/narrow/services.ts";
import type { Proposal } from "../../../src/policy/narrow/proposal.ts";
import { allow, OWNER, proposed, type Members } from "./support.ts";

const SNS = "sns.amazonaws.com";
const made = (members: Members, owner: string | null = OWNER): readonly Proposal[] =>
  proposed(allow(members), boundServices({ owner }));
const means = (members: Members, owner: string | null = OWNER): readonly string[] =>
  made(members, owner).map((one) => one.means);

const BOUND = {
  op: "add",
  path: "/Statement/0/Condition",
  value: { StringEquals: { "aws:SourceAccount": OWNER } },
};

describe("binding a service to the owner", () => {
  it("asks for the owner as the source of a statement of services alone", () => {
    const [one, ...rest] = made({ Principal: { Service: [SNS] } });
    expect(rest).to.deep.equal([]);
    expect(one).to.deep.include({
      means: "source",
      edits: [BOUND],
      stops: ["AWS services that act for other accounts."],
    });
  });

  it("says what else could be done, and who stops", () => {
    const [split, without] = made({ Principal: { AWS: "222222222222", Service: [SNS, "a.amazonaws.com"] } });
    expect(split?.says).to.match(/^sns\.amazonaws\.com and a\.amazonaws\.com get a statement of its own/);
    expect(split?.alternatives.join()).to.include("would lock out the accounts that it names");
    expect(without?.says).to.equal("sns.amazonaws.com and a.amazonaws.com are taken out of statement 0.");
    expect(without).to.deep.include({
      stops: ["sns.amazonaws.com, for the owner too.", "a.amazonaws.com, for the owner too."],
      alternatives: ["--owner ID names the account that the services may act for."],
    });
    const [direct] = made({});
    expect(direct).to.deep.include({ stops: ["AWS services that call as themselves."] });
    expect(direct?.alternatives.join()).to.include("aws:SourceAccount");
  });

  it("cannot split a statement whose services already ask for every source", () => {
    const key = { "aws:SourceAccount": "*" };
    const Condition = { StringEquals: key, StringLike: key, "ForAnyValue:StringEquals": key };
    expect(means({ Principal: { AWS: "222222222222", Service: SNS }, Condition })).to.deep.equal([
      "principals",
    ]);
  });

  it("splits services off a statement with accounts, or takes them out", () => {
    const members = { Principal: { AWS: "222222222222", Service: SNS } };
    const [split, without, ...rest] = made(members);
    expect(rest).to.deep.equal([]);
    expect(split?.edits).to.deep.equal([
      { op: "remove", path: "/Statement/0/Principal/Service" },
      {
        op: "add",
        path: "/Statement/1",
        value: { ...allow({ Principal: { Service: SNS } }), Condition: BOUND.value },
      },
    ]);
    expect(without).to.deep.include({
      means: "principals",
      lockedOut: [SNS],
      edits: [{ op: "remove", path: "/Statement/0/Principal/Service" }],
    });
    expect(means(members, null)).to.deep.equal(["principals"]);
  });

  it("keeps services out of a grant to everyone, unless it asks for a source", () => {
    expect(means({})).to.deep.equal(["condition", "source"]);
    expect(made({})[0]?.edits).to.deep.equal([
      {
        op: "add",
        path: "/Statement/0/Condition",
        value: { Bool: { "aws:PrincipalIsAWSService": "false" } },
      },
    ]);
    for (const [operator, key] of [
      ["ArnLike", "aws:SourceArn"],
      ["StringEquals", "aws:PrincipalServiceName"],
      ["ForAnyValue:StringLike", "aws:SourceOrgPaths"],
    ] as const)
      expect(means({ Condition: { [operator]: { [key]: "arn:aws:sns:*:*:*" } } }), key).to.deep.equal([
        "source",
        "condition",
      ]);
    for (const operator of ["StringEqualsIfExists", "ForAllValues:StringEquals", "StringNotEquals", "Null"])
      expect(means({ Condition: { [operator]: { "aws:SourceArn": "true" } } }), operator).to.deep.equal([
        "condition",
        "source",
      ]);
  });

  it("proposes nothing for a statement without services", () => {
    expect(made({ Principal: { AWS: "222222222222" } })).to.deep.equal([]);
    expect(means({ Principal: undefined, NotPrincipal: { AWS: "222222222222" } })).to.deep.equal([
      "condition",
      "source",
    ]);
  });

  it("takes services out of a list of one, and splits off behind the statement's own number", () => {
    const members = { Principal: { AWS: "222222222222", Service: SNS } };
    const [split, without] = made(members);
    expect(split?.stops).to.deep.equal(["AWS services that act for other accounts."]);
    expect(split?.alternatives).to.have.length(1);
    expect(split?.says).to.match(/^sns\.amazonaws\.com gets a statement of its own behind 0,/);
    expect(without?.says).to.equal("sns.amazonaws.com is taken out of statement 0.");
    expect(made({})[0]?.alternatives).to.have.length(1);
  });

  it("leaves a NotPrincipal of services to the conditions", () => {
    expect(means({ Principal: undefined, NotPrincipal: { Service: SNS } })).to.deep.equal([
      "condition",
      "source",
    ]);
  });

  it("proposes what is left where a key is taken by every operator", () => {
    const source = { "aws:SourceAccount": "*" };
    const service = { "aws:PrincipalIsAWSService": "false" };
    expect(means({ Condition: { Bool: service, StringEquals: service } })).to.deep.equal(["source"]);
    expect(
      means({ Condition: { StringEquals: source, StringLike: source, "ForAnyValue:StringEquals": source } }),
    ).to.deep.equal(["condition"]);
  });

  it("cannot bind where the owner is not known", () => {
    expect(made({ Principal: { Service: SNS } }, null)).to.deep.equal([]);
    expect(means({}, null)).to.deep.equal(["condition"]);
  });
});
