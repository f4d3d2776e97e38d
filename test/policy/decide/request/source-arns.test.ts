import { expect } from "chai";
import { decideExposure } from "../../../../src/policy/decide/decide.ts";
import { impossibleArns, isImpossibleArn } from "../../../../src/policy/decide/request/source-arns.ts";
import { matches } from "../../../../src/policy/sets/places.ts";
import { ask, IDENTITY } from "../../../../proof/question.ts";

const statement = { Principal: "*", Action: "ses:Send*", Resource: IDENTITY };

const question = (...statements: readonly object[]) =>
  ask([JSON.stringify({ Version: "2012-10-17", Statement: statements })]);

describe("ARNs that a source can have", () => {
  it("show an outsider's topic in the witness, where two negated patterns could meet in one text", () => {
    const deny = {
      ...statement,
      Effect: "Deny",
      Condition: {
        "ForAllValues:ArnNotEquals": {
          "aws:SourceArn": ["arn:aws:sns:*:111111111111:*", "arn:aws:sns:*:222222222222:*"],
        },
      },
    };
    const { exposure, witness } = decideExposure(question({ ...statement, Effect: "Allow" }, deny));
    expect(exposure).to.equal("cross-account");
    expect(witness?.context["aws:SourceArn"]).to.match(/^arn:aws:sns:[a-z0-9-]+:222222222222:[^:]+$/);
  });

  for (const [arn, what] of [
    ["arn:aws:lambda:*:111111111111:function:*", "a function of the owner's"],
    ["arn:aws:sns:*:111111111111:*", "a topic of the owner's"],
  ] as const)
    it(`leave a pattern for ${what} to the owner, though its wildcard reaches over colons`, () => {
      const allow = { ...statement, Effect: "Allow", Condition: { StringLike: { "aws:SourceArn": arn } } };
      expect(decideExposure(question(allow)).exposure).to.equal("restricted");
    });

  for (const [service, wildcard] of [
    ["ecs", "*:task-definition/mail:1"],
    ["ssm", "*:automation-definition/Send:1"],
    ["backup", "*:recovery-point:continuous:mail"],
    ["cloudformation", "*:stackset/mail:7c9e6679"],
  ] as const)
    it(`can have what ${wildcard} of ${service} stands for`, () => {
      const Condition = { StringLike: { "aws:SourceArn": `arn:aws:${service}:us-east-1:${wildcard}` } };
      expect(decideExposure(question({ ...statement, Effect: "Allow", Condition })).exposure).to.equal(
        "exposed",
      );
    });

  it("cannot be a queue with a colon in its name", () => {
    const Condition = { StringLike: { "aws:SourceArn": "arn:aws:sqs:us-east-1:*:mail:1" } };
    expect(decideExposure(question({ ...statement, Effect: "Allow", Condition })).exposure).to.equal(
      "private",
    );
  });

  for (const [pattern, form] of [
    ["arn:aws:cognito-idp:*:*:userpool/*", /^arn:aws:cognito-idp:[a-z0-9-]*:2222\d{8}:userpool\/[^/:]+$/],
    ["arn:aws:lambda:*:*:function:*", /^arn:aws:lambda:[a-z0-9-]*:2222\d{8}:function:[^/:]+$/],
    ["arn:aws:lambda:*:*:function:?*", /^arn:aws:lambda:[a-z0-9-]*:2222\d{8}:function:[^/:]+$/],
  ] as const)
    it(`have a name where ${pattern} meets a rule on the account alone`, () => {
      const allow = {
        ...statement,
        Effect: "Allow",
        Condition: { StringLike: { "aws:SourceArn": pattern } },
      };
      const deny = {
        ...statement,
        Effect: "Deny",
        Condition: { StringNotLike: { "aws:SourceAccount": "2222*" } },
      };
      const { exposure, witness } = decideExposure(question(allow, deny));
      expect(exposure).to.equal("exposed");
      expect(witness?.context["aws:SourceArn"]).to.match(form);
    });

  for (const nameless of ["arn:aws:cognito-idp:*:*:userpool/", "arn:aws:lambda:*:*:function:"])
    it(`cannot be without the name: ${nameless}`, () => {
      const Condition = { StringLike: { "aws:SourceArn": nameless } };
      expect(decideExposure(question({ ...statement, Effect: "Allow", Condition })).exposure).to.equal(
        "private",
      );
    });
});

/** What stands behind the account in an ARN of the service, and whether nothing can be called so. */
const RESOURCES: readonly (readonly [service: string, resource: string, isImpossible: boolean])[] = [
  ["sns", "topic", false],
  ["sns", "topic/x", false],
  ["sns", "1topic", false],
  ["sns", "a:b", true],
  ["s3", "bucket", false],
  ["ecs", "task-definition/mail:1", false],
  ["ecs", "1/mail", false],
  ["ecs", "1/mail:1", true],
  ["ecs", "a:b:c", true],
  ["cognito-idp", "userpool/us-east-1_x", false],
  ["cognito-idp", "userpool/", true],
  ["lambda", "function:mail", false],
  ["lambda", "function:mail:1", false],
  ["lambda", "function:", true],
  ["lambda", "function:mail/", true],
  ["lambda", "function:a:b:c", true],
  ["lambda", "1unction:mail", true],
  ["cloudwatch", "alarm:a:b:c", false],
];

describe("ARNs that nothing can have", () => {
  for (const [service, resource, isImpossible] of RESOURCES)
    for (const [where, text] of [
      ["", `arn:aws:${service}:us-east-1:222222222222:${resource}`],
      [", of an account behind it", `arn:aws:${service}:::${resource}\n222222222222`],
    ] as const)
      it(`are the same tried on a text and as patterns: ${service} ${resource}${where}: ${isImpossible}`, () => {
        expect(isImpossibleArn(text, service)).to.equal(isImpossible);
        expect(impossibleArns("aws", service).some((pattern) => matches(pattern, text))).to.equal(
          isImpossible,
        );
      });

  it("are of the service alone", () => {
    const text = "arn:aws:sns:us-east-1:222222222222:a:b";
    expect(isImpossibleArn(text, "sqs")).to.equal(false);
    expect(impossibleArns("aws", "sqs").some((pattern) => matches(pattern, text))).to.equal(false);
  });
});
