import { expect } from "chai";
import { decideExposure } from "../../../../src/policy/decide/decide.ts";
import { ask, asks, policy } from "../asked.ts";

const exposure = (...statements: readonly object[]): string =>
  decideExposure(ask([policy(...statements)])).exposure;

describe("requests that cannot be made", () => {
  it("carry a wildcard in a mail address", () => {
    for (const key of ["ses:FromAddress", "ses:FeedbackAddress"]) {
      expect(exposure(asks("StringEquals", key, "*@example.com")), key).to.equal("private");
      expect(exposure(asks("StringEquals", key, "ce?@example.com")), key).to.equal("private");
      expect(exposure(asks("StringLike", key, "${*}@example.com")), key).to.equal("private");
      expect(exposure(asks("StringLike", key, "*@example.com")), key).to.equal("exposed");
      expect(exposure(asks("StringEquals", key, "ceo@example.com")), key).to.equal("exposed");
    }
    expect(exposure(asks("ForAnyValue:StringEquals", "ses:Recipients", "*@example.com"))).to.equal("private");
    expect(exposure(asks("ForAnyValue:StringLike", "ses:Recipients", "*@example.com"))).to.equal("exposed");
  });

  it("come from something of another kind than the key names", () => {
    for (const [key, own, other] of [
      ["aws:SignInSessionArn", "arn:aws:signin:*:*:session/*", "arn:aws:signin:*:*:user/*"],
      ["aws:ChatbotSourceArn", "arn:aws:chatbot::*:chat-configuration/*", "arn:aws:chatbot:*-1:*:*"],
      ["ec2:SourceInstanceArn", "arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*:*:vpc/*"],
      ["ssm:SourceInstanceArn", "arn:aws:ssm:*:*:managed-instance/*", "arn:aws:ec2:*:*:instance/*"],
      ["codebuild:ProjectArn", "arn:aws:codebuild:*:*:project/*", "arn:aws:codebuild:*:*:build/*"],
      ["codebuild:BuildArn", "arn:aws:codebuild:*:*:build/*", "arn:aws:codebuild:*:*:build/*:*:*"],
      ["aws:SourceVpcArn", "arn:aws:ec2:*:*:vpc/*", "arn:aws:ec2:*:*:subnet/*"],
    ] as const) {
      expect(exposure(asks("ArnLike", key, own)), key).to.equal("exposed");
      expect(exposure(asks("ArnLike", key, other)), key).to.equal("private");
      expect(exposure({}, { Effect: "Deny", ...asks("ArnLikeIfExists", key, own) }), key).to.equal("private");
    }
  });

  it("are made for a topic or a user pool with a colon in its name", () => {
    for (const arn of ["arn:aws:sns:*:222222222222:*", "arn:aws:cognito-idp:*:222222222222:userpool/*"])
      expect(exposure(asks("StringLike", "aws:SourceArn", arn)), arn).to.equal("cross-account");
    expect(exposure(asks("StringLike", "aws:SourceArn", "arn:aws:cloudwatch:*:222222222222:*"))).to.equal(
      "exposed",
    );
  });

  it("pass through an MCP server that is not there", () => {
    const server = { StringEquals: { "aws:CalledViaAWSMCP": "aws-mcp.amazonaws.com" } };
    expect(exposure({ Condition: server })).to.equal("exposed");
    expect(exposure({ Condition: { ...server, Bool: { "aws:ViaAWSMCPService": "true" } } })).to.equal(
      "exposed",
    );
    expect(exposure({ Condition: { ...server, Bool: { "aws:ViaAWSMCPService": "false" } } })).to.equal(
      "private",
    );
    expect(exposure(asks("StringEquals", "aws:CalledViaAWSMCP", "*.amazonaws.com"))).to.equal("private");
    // An AWS service may pass on what an MCP server asked for.
    expect(exposure({ Condition: { ...server, Bool: { "aws:ViaAWSService": "true" } } })).to.equal("exposed");
  });
});
