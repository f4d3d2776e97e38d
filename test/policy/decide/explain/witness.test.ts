import { expect } from "chai";
import { readPolicy } from "../../../../proof/read-policy.ts";
import { policy, reachOf, type Members } from "./support.ts";
import type { Witness } from "../../../../src/model/verdict.ts";
import { evaluate } from "../../../../src/policy/evaluate/evaluate.ts";

const witness = (...statements: readonly Members[]): Witness => {
  const found = reachOf([policy(...statements)]).witness;
  if (found === null) throw new Error("no witness");
  return found;
};

describe("the witness", () => {
  it("is a whole request on the resource, lists as lists", () => {
    const { principal, action, resource, context } = witness({});
    expect([principal, action]).to.deep.equal(["arn:aws:iam::999999999999:user/mallory", "ses:SendEmail"]);
    expect(resource).to.match(/:identity\/example\.com$/);
    expect(context).to.include({
      "aws:PrincipalAccount": "999999999999",
      "aws:SecureTransport": "true",
      "aws:RequestedRegion": "us-east-1",
    });
    expect(context["aws:ResourceOrgPaths"]).to.be.an("array");
    expect(context).not.to.have.property("aws:SourceAccount");
  });

  it("is signed by the session of an assumed role, whatever the role's path", () => {
    const { principal, context } = witness({
      Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/a/b:c/*" } },
    });
    expect(context["aws:PrincipalArn"]).to.match(/^arn:aws:iam::999999999999:role\/a\/b:c\/./);
    expect(principal).to.match(/^arn:aws:sts::999999999999:assumed-role\/[^/]+\/mallory$/);
  });

  it("is signed by the service's name where a service calls", () => {
    expect(witness({ Principal: { Service: "sns.amazonaws.com" } }).principal).to.equal("sns.amazonaws.com");
  });

  it("shows a member of a family of keys, whose names are compared without regard to case", () => {
    const { context } = witness({ Condition: { StringEquals: { "aws:PrincipalTag/Team": "mail" } } });
    const tags = Object.entries(context).filter(([key]) => key.startsWith("aws:PrincipalTag/"));
    expect(tags.map(([key, value]) => [key.toLowerCase(), value])).to.deep.equal([
      ["aws:principaltag/team", "mail"],
    ]);
  });

  it("has no key that nobody knows where the condition holds without it", () => {
    const { exposure, witness: found } = reachOf([
      policy({ Condition: { Null: { "foo:bar": ["true", "false"] } } }),
    ]);
    expect(exposure).to.equal("exposed");
    expect(found?.context).not.to.have.property("foo:bar");
  });

  it("has ARNs of the caller's own in his account, whatever they must be like", () => {
    for (const [key, pattern] of [
      ["codebuild:ProjectArn", "arn:aws:codebuild:*:*:project/mail*"],
      ["ssm:SourceInstanceArn", "arn:aws:ssm:eu-*:*:managed-instance/*"],
      ["aws:SignInSessionArn", "arn:aws:signin:*:*:session/*"],
    ] as const) {
      const { principal, context } = witness({ Condition: { ArnLike: { [key]: pattern } } });
      expect(String(context[key]).split(":")[4], key).to.equal(principal.split(":")[4]);
    }
  });

  it("keeps to what is asked of an ARN, be it of an account, in two conditions, or in another key", () => {
    const ProjectArn = "codebuild:ProjectArn";
    for (const Condition of [
      { ArnLike: { [ProjectArn]: "arn:aws:codebuild:*:8*:project/x" } },
      {
        ArnLike: { [ProjectArn]: "arn:aws:codebuild:*:8*:project/x" },
        StringLike: { [ProjectArn]: "arn:aws:codebuild:*" },
      },
      {
        StringEquals: { "aws:PrincipalTag/t": `\${${ProjectArn}}` },
        StringLike: { "aws:PrincipalTag/t": "*:8*:*" },
      },
    ]) {
      const request = witness({ Condition });
      const read = readPolicy(policy({ Condition }));
      expect(evaluate([read], request).decision, JSON.stringify(Condition)).to.equal("allowed");
    }
  });

  it("has ARNs of the caller's own in whatever account he must have", () => {
    const { principal, context } = witness({
      Condition: {
        StringLike: { "aws:PrincipalAccount": "8*" },
        ArnLike: { "codebuild:ProjectArn": "arn:aws:codebuild:*:*:project/mail*" },
      },
    });
    expect(principal.split(":")[4]).to.match(/^8\d{11}$/);
    expect(String(context["codebuild:ProjectArn"]).split(":")[4]).to.equal(principal.split(":")[4]);
  });

  it("has the VPC of the ARN where only that is asked for", () => {
    const { context } = witness({
      Condition: { ArnLike: { "aws:SourceVpcArn": "arn:aws:ec2:*:*:vpc/vpc-0a*" } },
    });
    const [, id] = String(context["aws:SourceVpcArn"]).split("/");
    expect(id).to.match(/^vpc-0a/);
    expect(context["aws:SourceVpc"]).to.equal(id);
  });

  it("has the VPC that is asked for in an ARN that may hold any", () => {
    const { context } = witness({
      Condition: {
        StringLike: { "aws:SourceVpc": "vpc-0a*" },
        ArnLike: { "aws:SourceVpcArn": "arn:aws:ec2:*:*:vpc/*" },
      },
    });
    expect(context["aws:SourceVpc"]).to.match(/^vpc-0a/);
    expect(String(context["aws:SourceVpcArn"]).split("/")[1]).to.equal(context["aws:SourceVpc"]);
  });
});
