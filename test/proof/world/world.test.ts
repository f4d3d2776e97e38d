import { expect } from "chai";
import { decideExposure } from "../../../src/policy/decide/decide.ts";
import { disagreement } from "../../../proof/agreement/agree.ts";
import { ask, IDENTITY } from "../../../proof/question.ts";

describe("the bounded world", () => {
  it("keeps a Deny of other VPCs where an endpoint's account is asked for", () => {
    const statement = { Principal: "*", Action: "ses:Send*", Resource: IDENTITY };
    const allow = { ...statement, Effect: "Allow", Condition: { Null: { "aws:VpceAccount": "false" } } };
    const deny = {
      ...statement,
      Effect: "Deny",
      Condition: { StringNotLike: { "aws:SourceVpc": "vpc-0a1b2c3d4e5f60718" } },
    };
    const question = ask([JSON.stringify({ Version: "2012-10-17", Statement: [allow, deny] })]);
    const reach = decideExposure(question);
    expect(reach.exposure).to.equal("restricted");
    expect(disagreement(question, reach)).to.equal(null);
  });

  it("tells named accounts apart where a session's ARN names one of them", () => {
    const allow = {
      Effect: "Allow",
      Principal: { AWS: ["333333333333", "222222222222"] },
      Action: "ses:Send*",
      Resource: IDENTITY,
      Condition: {
        ArnEquals: {
          "ec2:SourceInstanceArn": "arn:aws:ec2:us-east-1:222222222222:instance/i-0a1b2c3d4e5f60718",
        },
      },
    };
    const question = ask([JSON.stringify({ Version: "2012-10-17", Statement: [allow] })]);
    const reach = decideExposure(question);
    expect(reach.exposure).to.equal("cross-account");
    expect(disagreement(question, reach)).to.equal(null);
  });

  it("takes an account of a trusted organisation for no outsider where a service acts for it", () => {
    const allow = {
      Effect: "Allow",
      Principal: "*",
      Action: "ses:Send*",
      Resource: IDENTITY,
      Condition: { StringEquals: { "aws:SourceAccount": "444444444444", "aws:SourceOrgID": "o-friend1234" } },
    };
    const document = JSON.stringify({ Version: "2012-10-17", Statement: [allow] });
    for (const [organizations, exposure] of [
      [[], "cross-account"],
      [["o-friend1234"], "restricted"],
    ] as const) {
      const base = ask([document]);
      const question = { ...base, trust: { ...base.trust, organizations } };
      const reach = decideExposure(question);
      expect(reach.exposure).to.equal(exposure);
      expect(disagreement(question, reach)).to.equal(null);
    }
  });

  it("believes a stranger's request that every reading allows, though it lists none", () => {
    const allow = {
      Effect: "Allow",
      Principal: "*",
      Action: "ses:Send*",
      Resource: IDENTITY,
      // The only account named that fits both is denied; others fit as well.
      Condition: {
        StringLikeIfExists: { "aws:PrincipalAccount": "2222*" },
        "ForAllValues:StringLike": { "aws:PrincipalAccount": "2*2" },
      },
    };
    const deny = {
      Effect: "Deny",
      Principal: { AWS: "222222222222" },
      Action: "ses:*",
      Resource: IDENTITY,
      Condition: { stringnotlike: { "aws:CalledViaAWSMCP": "*.amazonaws.com" } },
    };
    const question = ask([JSON.stringify({ Version: "2012-10-17", Statement: [allow, deny] })]);
    const reach = decideExposure(question);
    expect(reach.exposure).to.equal("exposed");
    expect(disagreement(question, reach)).to.equal(null);
  });
});
