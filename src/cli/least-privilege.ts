import type { Kind } from "../model/kind.ts";
import type { AnyRule } from "../model/rule.ts";

/** The actions that a scan and, if wanted, a push need; sorted. GetCallerIdentity needs no permission. */
export const neededActions = (
  rules: readonly AnyRule[],
  kinds: readonly Kind[],
  push: boolean,
): readonly string[] => {
  const collecting = kinds
    .filter(
      ({ collect, service }) => collect !== undefined && rules.some(({ meta }) => meta.service === service),
    )
    .flatMap(({ permissions, facts }) => [...permissions, ...Object.values(facts).flat()]);
  return [...new Set([...collecting, "account:ListRegions", ...(push ? PUSHING : [])])].sort();
};

const PUSHING: readonly string[] = [
  "securityhub:BatchImportFindings",
  "securityhub:BatchUpdateFindings",
  "securityhub:GetFindings",
];

/** None of the read actions can be narrowed to a resource. Source: Service Authorization Reference, Amazon SES. */
export const policyOf = (actions: readonly string[]): object => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "Postern", Effect: "Allow", Action: actions, Resource: "*" }],
});

export const asCloudFormation = (actions: readonly string[]): string =>
  [
    'AWSTemplateFormatVersion: "2010-09-09"',
    "Description: What Postern may call, read-only unless findings are pushed to Security Hub.",
    "Resources:",
    "  PosternPolicy:",
    "    Type: AWS::IAM::ManagedPolicy",
    "    Properties:",
    "      PolicyDocument:",
    '        Version: "2012-10-17"',
    "        Statement:",
    "          - Sid: Postern",
    "            Effect: Allow",
    "            Action:",
    ...actions.map((action) => `              - ${action}`),
    '            Resource: "*"',
    "Outputs:",
    "  PolicyArn:",
    "    Value: !Ref PosternPolicy",
    "",
  ].join("\n");

export const asTerraform = (actions: readonly string[]): string =>
  [
    'data "aws_iam_policy_document" "postern" {',
    "  statement {",
    '    sid = "Postern"',
    "    actions = [",
    ...actions.map((action) => `      "${action}",`),
    "    ]",
    '    resources = ["*"]',
    "  }",
    "}",
    "",
    'resource "aws_iam_policy" "postern" {',
    '  name   = "postern"',
    "  policy = data.aws_iam_policy_document.postern.json",
    "}",
    "",
  ].join("\n");
