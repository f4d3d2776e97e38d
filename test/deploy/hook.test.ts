import { expect } from "chai";
import * as functions from "../../src/continuous/lambda.ts";
import { membersNamed, readTemplate } from "../support/template-members.ts";

const { template, ofType } = readTemplate("hook.yaml");

describe("deploy/hook.yaml", () => {
  it("runs a handler that the bundle has, within the time that CloudFormation waits", () => {
    const [found, ...more] = ofType("AWS::Lambda::Function");
    expect(more).to.deep.equal([]);
    const [file, handler] = String(found?.["Handler"]).split(".");
    expect(file).to.equal("index");
    expect(Object.keys(functions)).to.include(handler);
    expect(found).to.deep.include({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
    expect(found?.["Timeout"]).to.be.a("number").that.is.lessThan(30);
  });

  it("grants no action and no resource by a wildcard", () => {
    const roles = ofType("AWS::IAM::Role");
    expect(roles).to.have.length(2);
    const granted = [...membersNamed(roles, "Action"), ...membersNamed(roles, "Resource")];
    expect(granted).to.have.length.greaterThan(5);
    expect(granted.filter((one) => String(one).includes("*"))).to.deep.equal([]);
    expect(membersNamed(roles, "ManagedPolicyArns")).to.deep.equal([]);
  });

  it("lets each role be taken by one service, for this account alone", () => {
    for (const role of ofType("AWS::IAM::Role")) {
      const trust = role["AssumeRolePolicyDocument"];
      expect(membersNamed(trust, "Service")).to.have.length(1);
      expect(membersNamed(trust, "aws:SourceAccount")).to.deep.equal(["AWS::AccountId"]);
    }
  });

  it("keeps its log for a time that was chosen", () => {
    expect(ofType("AWS::Logs::LogGroup").map((log) => log["RetentionInDays"])).to.deep.equal([
      "LogRetentionInDays",
    ]);
  });

  it("warns where nobody has chosen otherwise, and judges stacks and change sets", () => {
    const [hook] = ofType("AWS::CloudFormation::LambdaHook");
    expect(hook?.["TargetOperations"]).to.deep.equal(["STACK", "CHANGE_SET"]);
    expect(template).to.have.nested.property("Parameters.FailureMode.Default", "WARN");
  });
});
