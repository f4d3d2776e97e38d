import { expect } from "chai";
import { policy, reachOf, type Members } from "../explain/support.ts";

/** The services that may act for anybody, and where it is said. */
const deputies = (...statements: readonly Members[]): readonly string[] =>
  reachOf([policy(...statements)]).deputies.map(
    ({ service, evidence: { at, role } }) => `${service} ${role} ${at}`,
  );

const SNS = { Principal: { Service: "sns.amazonaws.com" } };
const when = (operator: string, key: string, value: unknown): Members => ({
  Condition: { [operator]: { [key]: value } },
});

describe("services that may act for anybody's resource", () => {
  it("are those that a Principal names without a source", () => {
    expect(deputies(SNS)).to.deep.equal(["sns.amazonaws.com grants /Statement/0/Principal/Service"]);
    expect(
      deputies({ Principal: { Service: ["sns.amazonaws.com", "cognito-idp.amazonaws.com"] } }),
    ).to.deep.equal([
      "sns.amazonaws.com grants /Statement/0/Principal/Service/0",
      "cognito-idp.amazonaws.com grants /Statement/0/Principal/Service/1",
    ]);
  });

  it("are none where the source is the owner's", () => {
    expect(deputies({ ...SNS, ...when("StringEquals", "aws:SourceAccount", "111111111111") })).to.deep.equal(
      [],
    );
    expect(
      deputies({ ...SNS, ...when("ArnLike", "aws:SourceArn", "arn:aws:sns:*:111111111111:*") }),
    ).to.deep.equal([]);
  });

  it("are only those that no Deny keeps to the owner's resources", () => {
    const deny = {
      Effect: "Deny",
      Principal: { Service: "sns.amazonaws.com" },
      ...when("StringNotEquals", "aws:SourceAccount", "111111111111"),
    };
    expect(
      deputies({ Principal: { Service: ["sns.amazonaws.com", "cognito-idp.amazonaws.com"] } }, deny),
    ).to.deep.equal(["cognito-idp.amazonaws.com grants /Statement/0/Principal/Service/1"]);
  });

  it("are those that a condition names", () => {
    expect(deputies(when("StringEquals", "aws:PrincipalServiceName", "sns.amazonaws.com"))).to.deep.equal([
      "sns.amazonaws.com grants /Statement/0/Condition/StringEquals/aws:PrincipalServiceName",
    ]);
    expect(deputies(when("StringNotEquals", "aws:PrincipalServiceName", "sns.amazonaws.com"))).to.deep.equal(
      [],
    );
  });

  it("are not those that NotPrincipal leaves out", () => {
    const deny = { Effect: "Deny", NotPrincipal: { Service: "sns.amazonaws.com" } };
    expect(deputies({ Principal: "*" }, deny)).to.deep.equal(["* grants /Statement/0/Principal"]);
  });

  it("are any where services are let in and none is named", () => {
    expect(deputies(when("Bool", "aws:PrincipalIsAWSService", "true"))).to.deep.equal([
      "* grants /Statement/0/Principal",
    ]);
    expect(deputies(when("StringLike", "aws:SourceArn", "arn:aws:sns:*:*:*"))).to.deep.equal([
      "* grants /Statement/0/Principal",
    ]);
  });

  it("are not said where strangers need none", () => {
    expect(deputies({})).to.deep.equal([]);
    expect(deputies({}, SNS)).to.deep.equal(["sns.amazonaws.com grants /Statement/1/Principal/Service"]);
  });
});
