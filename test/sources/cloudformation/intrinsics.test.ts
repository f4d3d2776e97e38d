import { expect } from "chai";
import { grant, readTemplateText, statementOf } from "./templates.ts";

const principal = async (
  expression: string,
  head = "",
): Promise<{ readonly text: unknown; readonly holes: readonly string[] }> => {
  const { documents } = await readTemplateText(`${head}
Resources:
  P:
    Type: Custom::IdentityPolicy
    Properties: {Identity: example.com, Policy: ${grant(`{AWS: ${expression}}`, "'*'")}}
`);
  const { AWS } = statementOf(documents[0])["Principal"] as { readonly AWS: unknown };
  return { text: AWS, holes: (documents[0]?.unresolved ?? []).map((hole) => hole.expression) };
};

const MAP = "Mappings: {Partners: {eu-west-1: {account: '222233334444'}}}";

describe("CloudFormation's functions", () => {
  for (const [expression, head, text] of [
    ["!FindInMap [Partners, eu-west-1, account]", MAP, "222233334444"],
    ["!FindInMap [Partners, us-east-1, account, {DefaultValue: '*'}]", MAP, "*"],
    ["!FindInMap [Partners, !Ref 'AWS::Region', account, {DefaultValue: '*'}]", MAP, "*"],
    ["!FindInMap [Partners, eu-west-1, account, {DefaultValue: '*'}]", MAP, "222233334444"],
    ["!Select [0, !Split [',', '*,x']]", "", "*"],
    ["!If [Many, '*', x]", "Conditions: {Many: {'Fn::Equals': [{'Fn::Length': [a, b]}, 2]}}", "*"],
  ] as const)
    it(`${expression} comes to ${text}`, async () => {
      expect(await principal(expression, head)).to.deep.equal({ text, holes: [] });
    });

  for (const [expression, hole, head] of [
    ["'{{resolve:ssm:/mail/partner}}'", "{{resolve:ssm:/mail/partner}}", ""],
    ["!Sub 'arn:aws:iam::{{resolve:ssm:/mail/${AWS::Region}}}:root'", "{{resolve:ssm:/mail/us-east-1}}", ""],
    ["!FindInMap [Partners, us-east-1, account]", "!FindInMap Partners us-east-1 account", MAP],
    ["!ImportValue partner", "!ImportValue partner", ""],
    ["{'Fn::Transform': {Name: Partner, Parameters: {a: b}}}", "!Transform Partner", ""],
    ["!GetAtt Lookup.Account", "!GetAtt Lookup.Account", ""],
  ] as const)
    it(`${expression} is a hole`, async () => {
      const { text, holes } = await principal(expression, head);
      expect(text).to.equal(null);
      expect(holes).to.deep.equal([hole]);
    });

  for (const [what, name] of [
    ["a role without a name", "Role"],
    ["the role that SAM makes for a function", "MailRole"],
  ] as const)
    it(`the ARN of ${what} is the template's own account's, and open only in its name`, async () => {
      const { identities } = await readTemplateText(`
Resources:
  Role: {Type: AWS::IAM::Role}
  Mail: {Type: AWS::Serverless::Function}
  P:
    Type: Custom::IdentityPolicy
    Properties: {Identity: !GetAtt ${name}.Arn, Policy: ${grant("'*'", "'*'")}}
`);
      expect(identities.map((identity) => identity["name"])).to.deep.equal([
        `arn-aws-iam-000000000000-role-GetAtt-${name}.Arn`,
      ]);
    });

  it("Fn::ToJsonString makes a policy's text, with its places", async () => {
    const { documents } = await readTemplateText(`
Transform: AWS::LanguageExtensions
Resources:
  P:
    Type: Custom::IdentityPolicy
    Properties:
      Identity: example.com
      Policy:
        Fn::ToJsonString:
          Statement:
            - Effect: Allow
              Principal: '*'
              Action: ses:SendEmail
              Resource: '*'
`);
    expect(statementOf(documents[0])["Principal"]).to.equal("*");
    expect(documents[0]?.places?.["/Statement/0/Principal"]?.startLine).to.equal(12);
  });
});
