import { expect } from "chai";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as functions from "../../src/continuous/lambda.ts";
import { membersNamed, readTemplate, type Members } from "../support/template-members.ts";

const { ofType, text } = readTemplate("organisation.yaml");

const statements = (): readonly Members[] =>
  membersNamed(ofType("AWS::IAM::Role"), "Statement") as readonly Members[];

describe("deploy/organisation.yaml", () => {
  it("runs handlers that the bundle has, on arm64 and nodejs24.x", () => {
    const found = ofType("AWS::Lambda::Function");
    expect(found).to.have.length(5);
    for (const one of found) {
      expect(Object.keys(functions)).to.include(String(one["Handler"]).replace(/^index\./, ""));
      expect(one).to.deep.include({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
      expect(one["Timeout"]).to.be.at.most(900);
    }
  });

  it("grants no action by a wildcard, and every resource alone where AWS knows no narrower one", () => {
    const actions = statements().flatMap((one) => [one["Action"]].flat());
    expect(actions).to.have.length.greaterThan(25);
    expect(actions.filter((one) => String(one).includes("*"))).to.deep.equal([]);
    const wide = statements().filter((one) => [one["Resource"]].flat().includes("*"));
    expect(
      wide
        .flatMap((one) => [one["Action"]].flat())
        .filter((one) => !String(one).startsWith("organizations:")),
    ).to.deep.equal([]);
    expect(membersNamed(ofType("AWS::IAM::Role"), "ManagedPolicyArns")).to.deep.equal([]);
  });

  it("lets functions assume the roles that read and push by their names and no other", () => {
    const assumed = statements().filter(
      (one) => one["Action"] === "sts:AssumeRole" && one["Resource"] !== undefined,
    );
    expect(assumed.map((one) => one["Resource"])).to.deep.equal([
      "arn:${AWS::Partition}:iam::*:role/${ReaderRoleName}",
      "arn:${AWS::Partition}:iam::*:role/${ReaderRoleName}",
      "arn:${AWS::Partition}:iam::*:role/${PusherRoleName}",
    ]);
  });

  it("lets each role be taken by one service, for this account alone", () => {
    const roles = ofType("AWS::IAM::Role");
    expect(roles).to.have.length(7);
    for (const role of roles) {
      const trust = role["AssumeRolePolicyDocument"];
      expect(membersNamed(trust, "Service")).to.have.length(1);
      expect(membersNamed(trust, "aws:SourceAccount")).to.deep.equal(["AWS::AccountId"]);
    }
  });

  it("keeps the bucket private, encrypted, versioned and for TLS alone", () => {
    const [bucket, ...more] = ofType("AWS::S3::Bucket");
    expect(more).to.deep.equal([]);
    expect(Object.values(bucket?.["PublicAccessBlockConfiguration"] as Members)).to.deep.equal([
      true,
      true,
      true,
      true,
    ]);
    expect(membersNamed(bucket, "SSEAlgorithm")).to.deep.equal(["AES256"]);
    expect(bucket).to.have.nested.property("VersioningConfiguration.Status", "Enabled");
    for (const policy of [...ofType("AWS::S3::BucketPolicy"), ...ofType("AWS::SQS::QueuePolicy")]) {
      expect(membersNamed(policy, "Effect")).to.deep.equal(["Deny"]);
      expect(membersNamed(policy, "aws:SecureTransport")).to.deep.equal(["false"]);
    }
    expect(ofType("AWS::S3::BucketPolicy")).to.have.length(1);
  });

  it("raises an alarm on failed and missed runs and on throttles, and keeps each log for a time that was chosen", () => {
    const metrics = ofType("AWS::CloudWatch::Alarm").flatMap((one) => membersNamed(one, "MetricName"));
    expect(metrics).to.have.members([
      "ExecutionsFailed",
      "ExecutionsTimedOut",
      "ExecutionsAborted",
      "ExecutionsStarted",
      "ApproximateNumberOfMessagesVisible",
      "Throttles",
      "ExecutionThrottled",
    ]);
    const logs = ofType("AWS::Logs::LogGroup");
    expect(logs).to.have.length(5);
    expect(new Set(logs.map((log) => log["RetentionInDays"]))).to.deep.equal(new Set(["LogRetentionInDays"]));
  });

  it("is led through by deploy/README.md, which names no parameter that is not there", () => {
    const page = readFileSync(resolve(import.meta.dirname, "../../deploy/README.md"), "utf8");
    for (const name of [
      "PusherRoleName",
      "PushSettings",
      "ExcludedAccounts",
      "AlarmTopic",
      "MissedAfterHours",
      "ObjectLock",
      "Formats",
    ]) {
      expect(page).to.include(name);
      expect(text).to.include(`  ${name}:\n    Type:`);
    }
  });
});
