import { expect } from "chai";
import { evaluate } from "../../../src/policy/evaluate/evaluate.ts";
import type { Policy, PrincipalType } from "../../../src/policy/shapes.ts";
import { readPolicy } from "../../../proof/read-policy.ts";
import { ask, RESOURCE, STRANGER } from "./support.ts";

const SESSION = {
  principal: "arn:aws:sts::222222222222:assumed-role/x/s",
  context: {
    "aws:PrincipalAccount": "222222222222",
    "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/x",
  },
};
const SERVICE = { principal: "sns.amazonaws.com", context: {} };

const policy = (statement: object): Policy =>
  readPolicy(JSON.stringify({ Statement: { Principal: "*", Action: "*", Resource: "*", ...statement } }));

const allButDenied = (NotPrincipal: unknown): readonly Readonly<Record<string, unknown>>[] => [
  {},
  { Effect: "Deny", NotPrincipal },
];

describe("evaluation logic", () => {
  it("allows nothing that no statement allows", () => {
    expect(ask([])).to.equal("not-allowed");
    expect(ask([{ Action: "ses:SendRawEmail" }])).to.equal("not-allowed");
  });

  it("lets a Deny win wherever it stands, and names the statement", () => {
    const [allow, deny] = [policy({ Effect: "Allow" }), policy({ Effect: "Deny" })];
    const denied = { decision: "denied", by: { policy: 1, statement: "/Statement/0" } };
    expect(evaluate([allow, deny], STRANGER)).to.deep.equal(denied);
    expect(evaluate([deny, allow], STRANGER).decision).to.equal("denied");
    expect(evaluate([allow], STRANGER).by).to.deep.equal({ policy: 0, statement: "/Statement/0" });
    expect(evaluate([], STRANGER)).to.deep.equal({ decision: "not-allowed", by: null });
  });

  it("wants every condition, and none where there is none", () => {
    const yes = { StringLike: { "aws:PrincipalArn": "*" } };
    expect(ask([{ Condition: {} }])).to.equal("allowed");
    expect(ask([{ Condition: yes }])).to.equal("allowed");
    expect(ask([{ Condition: { ...yes, StringEquals: { "aws:username": "x" } } }])).to.equal("not-allowed");
  });
});

describe("Action and Resource", () => {
  it("match actions without regard to case, with wildcards anywhere", () => {
    for (const Action of [
      "*",
      "ses:*",
      "SES:sendEMAIL",
      "ses:Send?mail",
      "ses:S*l",
      ["x:Y", "ses:SendEmail"],
    ])
      expect(ask([{ Action }]), JSON.stringify(Action)).to.equal("allowed");
    for (const Action of ["ses:Send", "ses:SendEmail?", "s3:*", []])
      expect(ask([{ Action }]), JSON.stringify(Action)).to.equal("not-allowed");
  });

  it("match resources with regard to case", () => {
    for (const Resource of [
      "*",
      RESOURCE,
      "arn:aws:ses:*:111111111111:identity/*",
      "arn:aws:ses:*",
      "arn:aws:ses",
      "arn:aws",
    ])
      expect(ask([{ Resource }]), Resource).to.equal("allowed");
    for (const Resource of [
      "arn:aws:s3",
      RESOURCE.toUpperCase(),
      `${RESOURCE}.org`,
      "arn:aws:ses:us-east-1:222222222222:*",
    ])
      expect(ask([{ Resource }]), Resource).to.equal("not-allowed");
  });

  it("complete ARNs that end too soon, and nothing else", () => {
    const long = `${RESOURCE}:with:colons`;
    expect(ask([{ Resource: "arn:aws:ses:*:*:identity/*:with:*" }], { resource: long })).to.equal("allowed");
    expect(ask([{ Resource: RESOURCE }], { resource: long })).to.equal("not-allowed");
    expect(ask([{ Resource: "*" }], { resource: "no ARN" })).to.equal("allowed");
  });

  it("turn the negated forms round; an empty list is about nothing", () => {
    expect(ask([{ NotAction: "ses:Send*" }])).to.equal("not-allowed");
    expect(ask([{ NotAction: ["ses:SendRawEmail", "s3:*"] }])).to.equal("allowed");
    expect(ask([{ NotResource: RESOURCE }])).to.equal("not-allowed");
    expect(ask([{ NotResource: "arn:aws:s3:::x" }])).to.equal("allowed");
    expect(ask([{ NotAction: [] }])).to.equal("not-allowed");
  });
});

const named = (type: PrincipalType, text: string): Policy => ({
  version: "2012-10-17",
  statements: policy({ Effect: "Allow" }).statements.map((one) => ({
    ...one,
    principal: { ...one.principal, entries: [{ type, text, at: "" }] },
  })),
});

describe("Principal", () => {
  it("knows everyone, accounts, users, roles with their sessions, services", () => {
    for (const Principal of [
      "*",
      { AWS: "*" },
      { AWS: ["222222222222"] },
      { AWS: "arn:aws:iam::222222222222:root" },
    ])
      expect(ask([{ Principal }], SESSION), JSON.stringify(Principal)).to.equal("allowed");
    expect(ask([{ Principal: { AWS: "arn:aws:iam::222222222222:role/team/x" } }], SESSION)).to.equal(
      "allowed",
    );
    expect(ask([{ Principal: { AWS: SESSION.principal } }], SESSION)).to.equal("allowed");
    expect(ask([{ Principal: { AWS: STRANGER.principal } }])).to.equal("allowed");
    expect(ask([{ Principal: { Service: "sns.amazonaws.com" } }], SERVICE)).to.equal("allowed");
    expect(ask([{ Principal: "*" }], SERVICE)).to.equal("allowed");
    expect(ask([{ Principal: { AWS: "222222222222", Service: "sns.amazonaws.com" } }], SERVICE)).to.equal(
      "allowed",
    );
  });

  it("knows no wildcards inside, no other case, no deleted principals, nobody in an empty list", () => {
    for (const AWS of [
      "arn:aws:iam::*:root",
      "arn:aws:iam::222222222222:*",
      "arn:aws:iam::222222222222:role/team/X",
      "AROAFIXEDROLE00000001",
      "222222222223",
      [],
    ])
      expect(ask([{ Principal: { AWS } }], SESSION), JSON.stringify(AWS)).to.equal("not-allowed");
    expect(ask([{ Principal: { Service: "*" } }], SERVICE)).to.equal("not-allowed");
    expect(ask([{ Principal: { AWS: "sns.amazonaws.org" } }], SERVICE)).to.equal("not-allowed");
    expect(ask([{ Principal: {} }])).to.equal("not-allowed");
  });

  it("takes no text for an account that only has one in it, and no other kind of principal", () => {
    const session = { ...STRANGER, ...SESSION };
    for (const text of [
      "x222222222222",
      "222222222222x",
      "arn:aws:iam::222222222222:rootx",
      "xarn:aws:iam::222222222222:root",
    ])
      expect(evaluate([named("AWS", text)], session).decision, text).to.equal("not-allowed");
    expect(evaluate([named("AWS", "222222222222")], session).decision).to.equal("allowed");
    expect(evaluate([named("Federated", SESSION.principal)], session).decision).to.equal("not-allowed");
    for (const text of ["xarn:aws:iam::222222222222:role/team/x", "arn:aws:iam::222222222222:user/x"]) {
      const other = { ...session, context: { ...session.context, "aws:PrincipalArn": text } };
      expect(evaluate([named("AWS", text)], other).decision, text).to.equal("not-allowed");
    }
    const service = { ...STRANGER, ...SERVICE };
    expect(evaluate([named("AWS", "AROAEXAMPLE")], service).decision).to.equal("not-allowed");
    expect(evaluate([named("Service", SERVICE.principal)], service).decision).to.equal("allowed");
  });

  it("turns NotPrincipal round", () => {
    expect(ask(allButDenied({ AWS: "222222222222" }), SESSION)).to.equal("allowed");
    expect(ask(allButDenied({ AWS: "arn:aws:iam::222222222222:role/team/x" }), SESSION)).to.equal("allowed");
    expect(ask(allButDenied({ AWS: "222222222222" }))).to.equal("denied");
    expect(ask([{ NotPrincipal: { AWS: "111111111111" } }])).to.equal("allowed");
    expect(ask([{ NotPrincipal: { AWS: "999999999999" } }])).to.equal("not-allowed");
    expect(ask([{ NotPrincipal: { AWS: [] } }])).to.equal("not-allowed");
  });
});
