import { expect } from "chai";
import { membersNamed, readTemplate } from "../support/template-members.ts";

const { ofType } = readTemplate("pusher-role-stackset.yaml");

describe("deploy/pusher-role-stackset.yaml", () => {
  it("lets the scanning account alone write findings of the account's own product, and nothing else", () => {
    const [role, ...more] = ofType("AWS::IAM::Role");
    expect(more).to.deep.equal([]);
    expect(membersNamed(role?.["AssumeRolePolicyDocument"], "AWS")).to.deep.equal([
      "arn:${AWS::Partition}:iam::${ScanningAccount}:root",
    ]);
    expect(membersNamed(role?.["Policies"], "Action")).to.deep.equal([
      "securityhub:BatchImportFindings",
      "securityhub:BatchUpdateFindings",
      "securityhub:GetFindings",
    ]);
    expect(membersNamed(role?.["Policies"], "Resource")).to.deep.equal([
      "arn:${AWS::Partition}:securityhub:*:${AWS::AccountId}:product/${AWS::AccountId}/default",
      "arn:${AWS::Partition}:securityhub:*:${AWS::AccountId}:hub/default",
    ]);
  });
});
