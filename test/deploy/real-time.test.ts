import { expect } from "chai";
import * as functions from "../../src/continuous/lambda.ts";
import { SES_KIND } from "../../src/services/ses/kind.ts";
import { SES_CHANGES } from "../../src/services/ses/changes.ts";
import { membersNamed, readTemplate } from "../support/template-members.ts";

const { ofType } = readTemplate("real-time.yaml");

describe("deploy/real-time.yaml", () => {
  it("runs a handler that the bundle has", () => {
    const [found, ...more] = ofType("AWS::Lambda::Function");
    expect(more).to.deep.equal([]);
    const [file, handler] = String(found?.["Handler"]).split(".");
    expect(file).to.equal("index");
    expect(Object.keys(functions)).to.include(handler);
    expect(found).to.deep.include({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
  });

  it("hears of each call that the function takes, and of no other", () => {
    const [rule, ...more] = ofType("AWS::Events::Rule");
    expect(more).to.deep.equal([]);
    expect(membersNamed(rule, "eventName")).to.deep.equal(SES_CHANGES.calls);
  });

  it("keeps what fails: the rule's undelivered events and the function's unanswered ones", () => {
    const [queue] = ofType("AWS::SQS::Queue");
    expect(queue).to.include({ SqsManagedSseEnabled: true });
    expect(membersNamed(ofType("AWS::Events::Rule"), "DeadLetterConfig")).to.have.length(1);
    expect(membersNamed(ofType("AWS::Events::Rule"), "RetryPolicy")).to.have.length(1);
    expect(membersNamed(ofType("AWS::Lambda::EventInvokeConfig"), "OnFailure")).to.have.length(1);
    expect(ofType("AWS::CloudWatch::Alarm").map(({ MetricName }) => MetricName)).to.deep.equal([
      "ApproximateNumberOfMessagesVisible",
      "Errors",
      "Throttles",
    ]);
    expect(ofType("AWS::Logs::LogGroup").map((log) => log["RetentionInDays"])).to.deep.equal([
      "LogRetentionInDays",
    ]);
  });

  it("lets the function read what a scan reads, write findings, and nothing else", () => {
    const actions = membersNamed(ofType("AWS::IAM::Role"), "Action").map(String);
    expect(actions.filter((one) => one.includes("*"))).to.deep.equal([]);
    const reads = [...SES_KIND.permissions, ...Object.values(SES_KIND.facts).flat()];
    expect(actions.filter((one) => one.startsWith("ses:")).sort()).to.deep.equal([...new Set(reads)].sort());
    expect(actions.filter((one) => !one.startsWith("ses:")).sort()).to.deep.equal([
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "securityhub:BatchImportFindings",
      "securityhub:BatchUpdateFindings",
      "securityhub:GetFindings",
      "sqs:SendMessage",
      "sts:AssumeRole",
    ]);
    const [queue] = ofType("AWS::SQS::QueuePolicy");
    expect(membersNamed(queue, "Principal")).to.deep.equal([{ Service: "events.amazonaws.com" }, "*"]);
    expect(membersNamed(queue, "Effect")).to.deep.equal(["Allow", "Deny"]);
  });
});
