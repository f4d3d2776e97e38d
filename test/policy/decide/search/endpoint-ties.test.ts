import { expect } from "chai";
import { decideExposure } from "../../../../src/policy/decide/decide.ts";
import type { Reach } from "../../../../src/policy/question.ts";
import { ask, IDENTITY } from "../../../../proof/question.ts";

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

const decided = (Condition: Condition): Reach =>
  decideExposure(
    ask([
      JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Principal: "*", Action: "ses:Send*", Resource: IDENTITY, Condition },
      }),
    ]),
  );

const VPC = "vpc-0a1b2c3d4e5f60718";
const vpcArn = (account: string, id: string): string => `arn:aws:ec2:us-east-1:${account}:vpc/${id}`;

describe("what a VPC endpoint tells of its VPC", () => {
  it("lets nobody in where the VPC's ARN has another id than the VPC", () => {
    const reach = decided({
      StringNotLike: { "aws:SourceVpc": VPC },
      ArnEquals: { "aws:SourceVpcArn": vpcArn("222222222222", VPC) },
    });
    expect(reach.exposure).to.equal("private");
  });

  it("lets nobody in where the endpoint is of another account than its VPC", () => {
    const reach = decided({
      StringLike: { "aws:VpceAccount": "2*2" },
      ArnEquals: { "aws:SourceVpcArn": "arn:aws:ec2:*:333333333333:vpc/*" },
    });
    expect(reach.exposure).to.equal("private");
  });

  it("shows the VPC of the ARN and its account in the witness", () => {
    const { exposure, witness } = decided({
      StringLike: { "aws:SourceVpc": "vpc-0a*", "aws:VpceAccount": "2222*" },
      ArnLike: { "aws:SourceVpcArn": "arn:aws:ec2:*:*:vpc/*18" },
    });
    expect(exposure).to.equal("exposed");
    const [, , , , account, vpc] = String(witness?.context["aws:SourceVpcArn"]).split(":");
    expect(`vpc/${String(witness?.context["aws:SourceVpc"])}`).to.equal(vpc);
    expect(vpc).to.match(/^vpc\/vpc-0a[0-9a-f]*18$/);
    expect(witness?.context["aws:VpceAccount"]).to.equal(account);
    expect(account).to.match(/^2222\d{8}$/);
  });

  it("says nothing of a request whose endpoint's account AWS does not tell", () => {
    const { exposure, witness } = decided({
      Null: { "aws:VpceAccount": "true" },
      ArnLike: { "aws:SourceVpcArn": vpcArn("222222222222", "*") },
    });
    expect(exposure).to.equal("restricted");
    expect(witness?.context["aws:VpceAccount"]).to.equal(undefined);
    expect(witness?.context["aws:SourceVpcArn"]).to.match(/^arn:aws:ec2:us-east-1:222222222222:vpc\/vpc-/);
  });

  it("keeps nobody out who comes through no endpoint", () => {
    const reach = decided({
      StringNotEquals: { "aws:SourceVpc": VPC, "aws:VpceAccount": "222222222222" },
      ArnNotEquals: { "aws:SourceVpcArn": vpcArn("222222222222", VPC) },
    });
    expect(reach.exposure).to.equal("exposed");
    expect(reach.witness?.context["aws:SourceVpcArn"]).to.equal(undefined);
  });

  it("names no account for a VPC from which anybody can send, where the ARN leaves one of two VPCs", () => {
    const allow = {
      Effect: "Allow",
      Principal: "*",
      Action: "ses:Send*",
      Resource: IDENTITY,
      Condition: { StringEquals: { "aws:SourceVpc": ["vpc-91237329", VPC] } },
    };
    const deny = {
      Effect: "Deny",
      Principal: { AWS: "333333333333" },
      Action: "*",
      Resource: IDENTITY,
      Condition: { ArnNotEqualsIfExists: { "aws:SourceVpcArn": vpcArn("222222222222", VPC) } },
    };
    const { exposure, allowedTo } = decideExposure(
      ask([JSON.stringify({ Version: "2012-10-17", Statement: [allow, deny] })]),
    );
    expect(exposure).to.equal("restricted");
    expect(allowedTo.map(({ name }) => name)).not.to.include("333333333333");
  });
});
