import { expect } from "chai";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ruleCall } from "../../src/continuous/config-event.ts";
import * as functions from "../../src/continuous/lambda.ts";
import { SES_KIND } from "../../src/services/ses/kind.ts";
import { membersNamed, readTemplate } from "../support/template-members.ts";

const { ofType, text } = readTemplate("config-rule.yaml");

describe("deploy/config-rule.yaml", () => {
  it("runs a handler that the bundle has", () => {
    const [found, ...more] = ofType("AWS::Lambda::Function");
    expect(more).to.deep.equal([]);
    const [file, handler] = String(found?.["Handler"]).split(".");
    expect(file).to.equal("index");
    expect(Object.keys(functions)).to.include(handler);
    expect(found).to.deep.include({ Runtime: "nodejs24.x", Architectures: ["arm64"], Timeout: 900 });
  });

  it("is a periodic rule, of the messages that the function takes", () => {
    const [rule, ...more] = ofType("AWS::Config::ConfigRule");
    expect(more).to.deep.equal([]);
    expect(membersNamed(rule, "MessageType")).to.deep.equal(["ScheduledNotification"]);
    expect(membersNamed(rule, "Owner")).to.deep.equal(["CUSTOM_LAMBDA"]);
    expect(rule).not.to.have.property("Scope");
  });

  it("lets AWS Config alone call the function, for this account", () => {
    expect(ofType("AWS::Lambda::Permission")).to.deep.equal([
      {
        FunctionName: "Function",
        Action: "lambda:InvokeFunction",
        Principal: "config.amazonaws.com",
        SourceAccount: "AWS::AccountId",
      },
    ]);
  });

  it("lets the function read what a scan reads, evaluate, and nothing else", () => {
    const actions = membersNamed(ofType("AWS::IAM::Role"), "Action").map(String);
    expect(actions.filter((one) => one.includes("*"))).to.deep.equal([]);
    const reads = [...SES_KIND.permissions, ...Object.values(SES_KIND.facts).flat()];
    expect(actions.filter((one) => one.startsWith("ses:")).sort()).to.deep.equal([...new Set(reads)].sort());
    expect(actions.filter((one) => !one.startsWith("ses:")).sort()).to.deep.equal([
      "config:GetComplianceDetailsByConfigRule",
      "config:PutEvaluations",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "sts:AssumeRole",
    ]);
  });

  it("raises an alarm where the rule cannot be evaluated, and keeps its log for a time that was chosen", () => {
    expect(ofType("AWS::CloudWatch::Alarm").map(({ MetricName }) => MetricName)).to.deep.equal(["Errors"]);
    expect(ofType("AWS::Logs::LogGroup").map((log) => log["RetentionInDays"])).to.deep.equal([
      "LogRetentionInDays",
    ]);
  });

  it("is led through by deploy/README.md, with an event to try it by", () => {
    const folder = resolve(import.meta.dirname, "../../deploy");
    const page = readFileSync(resolve(folder, "README.md"), "utf8");
    for (const name of ["Frequency", "Regions", "AlarmTopic"]) {
      expect(page).to.include(name);
      expect(text).to.include(`  ${name}:\n    Type:`);
    }
    const event: unknown = JSON.parse(readFileSync(resolve(folder, "config-rule-event.json"), "utf8"));
    expect(ruleCall(event)).to.deep.include({ isTest: true, name: "postern-config-rule-ses-identities" });
  });
});
