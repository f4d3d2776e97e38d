import { expect } from "chai";
import { evidenceOf, policy, reachOf } from "./support.ts";

const DENY = { Effect: "Deny" };
const when = (operator: string, key: string, value: unknown): { readonly Condition: object } => ({
  Condition: { [operator]: { [key]: value } },
});

describe("the evidence of a statement", () => {
  it("points at the name that means everyone, among others too", () => {
    expect(evidenceOf({})).to.deep.equal(["grants grants 0/Principal"]);
    expect(evidenceOf({ Principal: { AWS: ["222222222222", "*"] } })).to.deep.equal([
      "grants grants 0/Principal/AWS/1",
    ]);
    expect(evidenceOf({ NotPrincipal: { AWS: "222222222222" } })).to.deep.equal([
      "grants grants 0/NotPrincipal",
    ]);
    expect(evidenceOf({ Principal: { AWS: "222222222222" } })).to.deep.equal(["grants grants 0/Principal"]);
  });

  it("says that another request is none of its business", () => {
    expect(
      evidenceOf(
        { Action: "s3:*" },
        { ...DENY, Resource: "arn:aws:ses:us-east-1:111111111111:identity/x.com" },
      ),
    ).to.deep.equal(["remark other-request 0", "remark other-request 1"]);
  });

  it("says of each condition whether it keeps strangers out", () => {
    expect(
      evidenceOf({
        Condition: {
          StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
          StringLike: { "ses:FromAddress": "*@example.com" },
        },
      }).slice(1, 3),
    ).to.deep.equal([
      "limits closed 0/Condition/StringEquals/aws:PrincipalOrgID",
      "fails-to-limit not-about-callers 0/Condition/StringLike/ses:FromAddress",
    ]);
  });

  it("says where conditions keep strangers out only together", () => {
    const both = {
      StringEquals: { "aws:PrincipalTag/t": "x" },
      StringNotEquals: { "aws:PrincipalTag/t": "x" },
    };
    expect(evidenceOf({ Condition: both })).to.include("limits together-closed 0");
    expect(evidenceOf({ Condition: { StringEquals: both.StringEquals } })).not.to.include(
      "limits together-closed 0",
    );
  });

  it("says where a stranger comes in through an AWS service", () => {
    expect(evidenceOf(when("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"))).to.include(
      "fails-to-limit through-service 0",
    );
  });
});

const fails = (deny: object): readonly string[] =>
  evidenceOf({}, { ...DENY, ...deny }).filter((one) => one.includes("deny"));

describe("the evidence of a Deny", () => {
  it("says why it lets the witness through", () => {
    expect(fails({ Action: "ses:SendRawEmail" })).to.deep.equal(["remark deny-idle 1"]);
    expect(fails({ Principal: { AWS: "222222222222" } })).to.deep.equal([
      "fails-to-deny deny-other-principals 1/Principal",
    ]);
    expect(fails(when("StringEquals", "aws:PrincipalTag/t", "x"))).to.deep.equal([
      "fails-to-deny deny-without-key 1/Condition/StringEquals/aws:PrincipalTag~1t",
    ]);
    expect(fails(when("StringEquals", "ses:FromAddress", "x@example.com"))).to.deep.equal([
      "fails-to-deny deny-other-value 1/Condition/StringEquals/ses:FromAddress",
    ]);
    expect(fails({ Resource: "arn:aws:ses:us-east-1:111111111111:identity/${aws:username}" })).to.deep.equal([
      "fails-to-deny deny-other-resource 1",
    ]);
    expect(evidenceOf({ Action: "ses:Send*" }, { ...DENY, Action: "ses:SendEmail" })).to.include(
      "fails-to-deny deny-other-actions 1",
    );
  });

  it("says on a pass whether it takes strangers' requests away", () => {
    expect(evidenceOf({}, DENY)).to.deep.equal(["grants grants 0/Principal", "denies denies 1"]);
    expect(
      evidenceOf(
        { Principal: { AWS: "222222222222" } },
        { ...DENY, ...when("StringEquals", "aws:SourceAccount", "333333333333") },
      ),
    ).to.include("fails-to-deny deny-misses 1");
    const [, denied] = reachOf([
      policy({}, { ...DENY, ...when("StringNotEquals", "aws:PrincipalAccount", "111111111111") }),
    ]).evidence;
    expect(denied?.says).to.equal(
      "Denies ses:SendEmail to strangers, subject to aws:PrincipalAccount under StringNotEquals.",
    );
  });
});

describe("the evidence of a document that is no policy", () => {
  it("says where and why", () => {
    const [first] = reachOf(["{}"]).evidence;
    expect(first).to.deep.include({ role: "remark", code: "invalid-document", document: "Policy-1" });
    expect(first?.says).to.match(/^Not a valid policy: line 1, column 1: .*\.$/);
  });
});
