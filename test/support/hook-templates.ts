/** Templates as a hook is given them, and what it has to answer. */
export interface HookCase {
  readonly title: string;
  readonly template: string;
  readonly answer: "pass" | "refused" | "not decided" | "not read" | "no template";
  readonly target?: "STACK" | "CHANGE_SET";
}

const ACCOUNT = "111122223333";

const indented = (text: string, by: number): string => text.replaceAll("\n", `\n${" ".repeat(by)}`);

/** A custom resource that writes a policy; `statement` are the members behind Effect, Action and Resource. */
const policy = (
  principal: string,
  more = "",
  head = "",
  tail = "",
): string => `AWSTemplateFormatVersion: "2010-09-09"
${head}Resources:
  Sender:
    Type: Custom::SesIdentityPolicy
    Properties:
      ServiceToken: arn:aws:lambda:eu-west-1:${ACCOUNT}:function:ses-policy
      Identity: example.com
      PolicyName: senders
      Policy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: ${principal}
            Action: ses:SendEmail
            Resource: "*"${more === "" ? "" : `\n            ${indented(more, 12)}`}
${tail}`;

const asJson = (principal: unknown, parameters: object = {}): string =>
  JSON.stringify({
    Parameters: parameters,
    Resources: {
      Sender: {
        Type: "Custom::SesIdentityPolicy",
        Properties: {
          ServiceToken: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:ses-policy`,
          Identity: "example.com",
          PolicyName: "senders",
          Policy: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Principal: principal, Action: "ses:SendEmail", Resource: "*" }],
          },
        },
      },
    },
  });

const WHO = (fallback: string): string => `Parameters:\n  Who:\n    Type: String\n    Default: ${fallback}\n`;
const OWN = `{AWS: "arn:aws:iam::${ACCOUNT}:root"}`;
const CHILD =
  "  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: https://bucket.s3.amazonaws.com/child.yaml}\n";
const TOPIC = "Resources:\n  Topic: {Type: AWS::SNS::Topic}\n";
const CHANGE: Pick<HookCase, "target"> = { target: "CHANGE_SET" };

export const HOOK_CASES: readonly HookCase[] = [
  { title: "everyone", template: policy('"*"'), answer: "refused" },
  { title: "every AWS principal", template: policy('{AWS: "*"}'), answer: "refused" },
  { title: "everyone, as JSON", template: asJson("*"), answer: "refused" },
  { title: "everyone, in a change set", template: policy('"*"'), answer: "refused", ...CHANGE },
  {
    title: "everyone but from one kind of agent",
    template: policy('"*"', 'Condition: {StringLike: {"aws:UserAgent": "mailer*"}}'),
    answer: "refused",
  },
  {
    title: "everyone with a From address of the identity",
    template: policy('"*"', 'Condition: {StringEquals: {"ses:FromAddress": "a@example.com"}}'),
    answer: "refused",
  },
  {
    title: "everyone in a condition that is always true",
    template: policy('!If [Open, "*", "*"]', "", 'Conditions: {Open: !Equals ["a", "a"]}\n'),
    answer: "refused",
  },
  {
    title: "everyone by a mapping",
    template: policy("!FindInMap [Who, all, is]", "", 'Mappings: {Who: {all: {is: "*"}}}\n'),
    answer: "refused",
  },
  { title: "everyone beside a nested stack", template: policy('"*"', "", "", CHILD), answer: "refused" },
  {
    title: "everyone beside a serverless function",
    template: policy('"*"', "", "Transform: AWS::Serverless-2016-10-31\n"),
    answer: "refused",
  },
  { title: "the account itself", template: policy(OWN), answer: "pass" },
  {
    title: "the account itself, as JSON",
    template: asJson({ AWS: `arn:aws:iam::${ACCOUNT}:root` }),
    answer: "pass",
  },
  {
    title: "the account itself by its pseudo parameter",
    template: policy('{AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}'),
    answer: "pass",
  },
  { title: "the account itself, in a change set", template: policy(OWN), answer: "pass", ...CHANGE },
  {
    title: "everyone of one account",
    template: policy('"*"', `Condition: {StringEquals: {"aws:PrincipalAccount": "${ACCOUNT}"}}`),
    answer: "pass",
  },
  {
    title: "nobody, by a Deny",
    template: policy('"*"').replace("Effect: Allow", "Effect: Deny"),
    answer: "pass",
  },
  {
    title: "an identity without a policy",
    template:
      "Resources:\n  Domain:\n    Type: AWS::SES::EmailIdentity\n    Properties: {EmailIdentity: example.com}\n",
    answer: "pass",
  },
  { title: "nothing of SES", template: TOPIC, answer: "pass" },
  { title: "nothing of SES, in a change set", template: TOPIC, answer: "pass", ...CHANGE },
  { title: "a nested stack alone", template: `Resources:\n${CHILD}`, answer: "pass" },
  {
    title: "AWS's own transforms without SES",
    template: `Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\n${TOPIC}`,
    answer: "pass",
  },
  {
    title: "a parameter without a default",
    template: policy("{AWS: !Ref Who}", "", "Parameters: {Who: {Type: String}}\n"),
    answer: "not decided",
  },
  {
    title: "a parameter whose default is the account",
    template: policy("{AWS: !Ref Who}", "", WHO(`"${ACCOUNT}"`)),
    answer: "not decided",
  },
  {
    title: "a parameter with a default, as JSON",
    template: asJson({ AWS: { Ref: "Who" } }, { Who: { Type: "String", Default: ACCOUNT } }),
    answer: "not decided",
  },
  {
    title: "a parameter with a default, in a change set",
    template: policy("{AWS: !Ref Who}", "", WHO(`"${ACCOUNT}"`)),
    answer: "not decided",
    ...CHANGE,
  },
  {
    title: "the output of another stack",
    template: policy("{AWS: !ImportValue sender}"),
    answer: "not decided",
  },
  { title: "a secret", template: policy('{AWS: "{{resolve:ssm:/sender}}"}'), answer: "not decided" },
  {
    title: "a macro beside an identity",
    template:
      "Transform: Mailer\nResources:\n  Domain:\n    Type: AWS::SES::EmailIdentity\n    Properties: {EmailIdentity: example.com}\n",
    answer: "not read",
  },
  { title: "a macro alone", template: `Transform: Mailer\n${TOPIC}`, answer: "not read" },
  {
    title: "an include among the resources",
    template: `${TOPIC}  Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://bucket/more.yaml}}\n`,
    answer: "not read",
  },
  {
    title: "an include in a custom resource",
    template: `${TOPIC}  Any:\n    Type: Custom::Any\n    Properties:\n      Deep:\n        Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://bucket/more.yaml}}\n`,
    answer: "not read",
  },
  {
    title: "a module of the registry",
    template: `${TOPIC}  Any:\n    Type: Org::Mail::Sender::MODULE\n`,
    answer: "not read",
  },
  { title: "a text that is no YAML", template: "Resources:\n  Topic: [\n", answer: "no template" },
  { title: "a template without resources", template: "Outputs: {}\n", answer: "no template" },
];
