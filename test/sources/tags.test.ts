import { expect } from "chai";
import { attached, judgeFiles, OPEN } from "./judge-files.ts";

/** The owner of each identity that anyone can send as. */
const ownersOf = async (
  files: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> =>
  Object.fromEntries(
    (await judgeFiles(files)).findings.map(({ resource, followUp }) => [resource.name, followUp?.owner]),
  );

const identity = (more: string, policy = OPEN): string =>
  `resource "aws_sesv2_email_identity" "a" {\n  email_identity = "a.example"\n  ${more}\n}\n${attached("p", policy, "aws_sesv2_email_identity.a.email_identity")}`;

const provider = (tags: string, more = ""): string =>
  `provider "aws" {\n  ${more}\n  default_tags {\n    tags = ${tags}\n  }\n}\n`;

const plan = (values: object): string =>
  JSON.stringify({
    format_version: "1.2",
    planned_values: {
      root_module: {
        resources: [
          {
            address: "aws_sesv2_email_identity.a",
            mode: "managed",
            type: "aws_sesv2_email_identity",
            values: { email_identity: "a.example", ...values },
          },
          {
            address: "aws_ses_identity_policy.p",
            mode: "managed",
            type: "aws_ses_identity_policy",
            values: {
              identity: "a.example",
              name: "p",
              policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*" }],
              }),
            },
          },
        ],
      },
    },
  });
expect(
  await ownersOf({ "plan.json": plan({ tags: { env: "x" }, tags_all: { env: "x", owner: "Plan" } }) }),
).to.deep.equal({
  "a.example": "Plan",
});

const template = (owner: string): string => `Parameters:
  Who:
    Type: String
Resources:
  Mail:
    Type: AWS::SES::EmailIdentity
    Properties:
      EmailIdentity: a.example
      Tags:
        - Key: owner
          Value: ${owner}
  Policy:
    Type: Custom::SESIdentityPolicy
    Properties:
      ServiceToken: x
      Identity: !Ref Mail
      PolicyName: p
      Policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}'
`;

describe("the owner of an identity in code", () => {
  for (const [what, owner, main] of [
    ["a tag", "mail@corp.example", identity('tags = { owner = "mail@corp.example" }')],
    [
      "a tag of another that is not known",
      "Mail",
      identity('tags = { Owner = "Mail", env = var.env }') + 'variable "env" {}\n',
    ],
    [
      "merged tags, with the default of a variable",
      "Shop",
      `variable "team" { default = "Shop" }\nlocals { common = { owner = "nobody" } }\n${identity("tags = merge(local.common, { owner = var.team })")}`,
    ],
    [
      "the provider's default tags",
      "Everyone",
      provider('{ owner = "Everyone" }') + identity('tags = { env = "x" }'),
    ],
    [
      "its own tag before the default one",
      "Mine",
      provider('{ owner = "Everyone" }') + identity('tags = { owner = "Mine" }'),
    ],
    [
      "the default tags of the provider that it names",
      "Europe",
      `${provider('{ owner = "Everyone" }')}${provider('{ owner = "Europe" }', 'alias = "eu"')}${identity("provider = aws.eu")}`,
    ],
    ["no tag whose value is not known", null, `variable "who" {}\n${identity("tags = { owner = var.who }")}`],
    [
      "no default where its own value of the key is not known",
      null,
      `variable "who" {}\n${provider('{ owner = "Everyone" }')}${identity("tags = { owner = var.who }")}`,
    ],
    [
      "no default where its own keys are not known",
      null,
      `variable "tags" {}\n${provider('{ owner = "Everyone" }')}${identity("tags = var.tags")}`,
    ],
    [
      "no tag with an account that stands for the one that is not known",
      null,
      `data "aws_caller_identity" "me" {}\n${identity('tags = { owner = "admin@${data.aws_caller_identity.me.account_id}" }')}`,
    ],
    [
      "no tag with a region that stands for the one that is not known",
      null,
      `data "aws_region" "here" {}\n${identity('tags = { owner = "mail-${data.aws_region.here.name}" }')}`,
    ],
    ["no tag that is empty", null, identity('tags = { owner = " " }')],
    [
      "no tag of the policy's own resource",
      null,
      attached("p", OPEN, '"a.example"', 'tags = { owner = "X" }'),
    ],
  ] as const)
    it(`is that of ${what} of Terraform`, async () => {
      expect(await ownersOf({ "main.tf": main })).to.deep.equal({ "a.example": owner });
    });

  it("comes with the day that follows from the risk", async () => {
    const { findings } = await judgeFiles({ "main.tf": identity('tags = { owner = "Mail" }') });
    expect(findings.map(({ followUp }) => followUp)).to.deep.equal([
      { owner: "Mail", due: "2026-12-29", response: null },
    ]);
  });

  it("is that of a provider which a module is given", async () => {
    const main = `${provider('{ owner = "Europe" }', 'alias = "eu"')}module "m" {\n  source = "./m"\n  providers = { aws = aws.eu }\n}\n`;
    expect(await ownersOf({ "main.tf": main, "m/main.tf": identity("") })).to.deep.equal({
      "a.example": "Europe",
    });
  });

  it("is that of all tags of a plan, and of none that is known after apply", async () => {
    expect(await ownersOf({ "plan.json": plan({ tags: { owner: null } }) })).to.deep.equal({
      "a.example": null,
    });
  });

  it("is that of a template of CloudFormation, where its value is known", async () => {
    expect(await ownersOf({ "t.yaml": template("Mail team") })).to.deep.equal({ "a.example": "Mail team" });
    expect(await ownersOf({ "t.yaml": template("!Sub Team-${AWS::Region}") })).to.deep.equal({
      "a.example": null,
    });
    expect(await ownersOf({ "t.yaml": template("!Ref Who") })).to.deep.equal({ "a.example": null });
  });
});
