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

/** A policy document in YAML, at the depth where it stands. */
const statementLines = (actions: readonly string[], indent: string): readonly string[] =>
  [
    'Version: "2012-10-17"',
    "Statement:",
    "  - Sid: Postern",
    "    Effect: Allow",
    "    Action:",
    ...actions.map((action) => `      - ${action}`),
    '    Resource: "*"',
  ].map((line) => indent + line);

export const asCloudFormation = (actions: readonly string[]): string =>
  [
    'AWSTemplateFormatVersion: "2010-09-09"',
    "Description: What Postern may call, read-only unless findings are pushed to Security Hub.",
    "Resources:",
    "  PosternPolicy:",
    "    Type: AWS::IAM::ManagedPolicy",
    "    Properties:",
    "      PolicyDocument:",
    ...statementLines(actions, "        "),
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

/** The role that a scan enters each account of an organisation by, for a StackSet with service-managed permissions. */
export const asStackSet = (actions: readonly string[]): string =>
  [
    "# aws cloudformation create-stack-set --stack-set-name postern --template-body file://THIS_FILE \\",
    "#   --permission-model SERVICE_MANAGED --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false \\",
    "#   --capabilities CAPABILITY_NAMED_IAM --parameters ParameterKey=ScanningAccount,ParameterValue=111122223333",
    "# aws cloudformation create-stack-instances --stack-set-name postern --regions us-east-1 \\",
    "#   --deployment-targets OrganizationalUnitIds=r-abcd",
    'AWSTemplateFormatVersion: "2010-09-09"',
    "Description: The role by which Postern reads this account.",
    "Parameters:",
    "  ScanningAccount:",
    "    Type: String",
    '    AllowedPattern: "[0-9]{12}"',
    "    Description: The account that scans run in.",
    "  ExternalId:",
    "    Type: String",
    '    Default: ""',
    "    Description: Has to be sent by whoever assumes the role, where it is not empty.",
    "  RoleName:",
    "    Type: String",
    "    Default: PosternAudit",
    "Conditions:",
    '  HasExternalId: !Not [!Equals [!Ref ExternalId, ""]]',
    "Resources:",
    "  PosternAudit:",
    "    Type: AWS::IAM::Role",
    "    Properties:",
    "      RoleName: !Ref RoleName",
    "      AssumeRolePolicyDocument:",
    '        Version: "2012-10-17"',
    "        Statement:",
    "          - Effect: Allow",
    "            Principal:",
    '              AWS: !Sub "arn:${AWS::Partition}:iam::${ScanningAccount}:root"',
    "            Action: sts:AssumeRole",
    "            Condition: !If",
    "              - HasExternalId",
    "              - StringEquals:",
    "                  sts:ExternalId: !Ref ExternalId",
    "              - !Ref AWS::NoValue",
    "      Policies:",
    "        - PolicyName: Postern",
    "          PolicyDocument:",
    ...statementLines(actions, "            "),
    "Outputs:",
    "  RoleArn:",
    "    Value: !GetAtt PosternAudit.Arn",
    "",
  ].join("\n");
