import { expect } from "chai";
import { judgeFiles } from "../judge-files.ts";

const IDENTITY = 'resource "aws_ses_domain_identity" "a" {\n  domain = "a.example.com"\n}\n';
const QUEUE = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n";
const INCLUDE = `Transform:\n  Name: AWS::Include\n  Parameters: {Location: "s3://b/f.yaml"}\n${QUEUE}`;
const AMONG_RESOURCES = QUEUE.replace(
  "\n",
  "\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: f.yaml}}\n",
);
const everything = (more: string): string =>
  `{"Statement":[{"Effect":"Allow","Principal":"*","Resource":"*",${more}}]}`;
const EVERY_ACTION = everything('"Action":"*"');

const unreadOf = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const { coverage } = await judgeFiles(files);
  return coverage.files.flatMap(({ path, status }) => (status === "not-understood" ? [path] : []));
};

describe("a file that may have an identity's policy and does not speak of SES", () => {
  const files = {
    "a.yaml": INCLUDE,
    "b.yaml": `Transform: [MailMacro]\n${QUEUE}`,
    "c.yaml": AMONG_RESOURCES,
    "custom.yaml": `${QUEUE}  C:\n    Type: Custom::Thing\n    Properties:\n      Deep:\n        Fn::Transform: {Name: AWS::Include}\n`,
    "d.json": EVERY_ACTION,
    "module.yaml": `${QUEUE}  M:\n    Type: Org::Mail::Sender::MODULE\n`,
    "e.json": everything('"NotAction":"s3:*"'),
  };

  it("is named where the tree holds identities", async () => {
    expect(await unreadOf({ ...files, "main.tf": IDENTITY })).to.have.members(Object.keys(files));
  });

  it("is skipped where nothing speaks of SES, but for a policy below a path that does", async () => {
    expect(await unreadOf(files)).to.deep.equal([]);
    expect(await unreadOf({ "ses/mail.json": EVERY_ACTION })).to.deep.equal(["ses/mail.json"]);
  });

  it("is named too beside an identity in the same template", async () => {
    const template = `${QUEUE}  I:\n    Type: AWS::SES::EmailIdentity\n    Properties: {EmailIdentity: a.example.com}\n`;
    expect(await unreadOf({ "t.yaml": template })).to.deep.equal([]);
    expect(
      await unreadOf({ "t.yaml": `${template}  M:\n    Type: Org::Mail::Sender::MODULE\n` }),
    ).to.deep.equal(["t.yaml"]);
  });

  it("is none with a transform of AWS, an endpoint's policy, or one of other actions or resources", async () => {
    const others = {
      "main.tf": IDENTITY,
      "sam.yaml": `Transform: AWS::Serverless-2016-10-31\n${QUEUE}`,
      "vpc-endpoint.json": EVERY_ACTION,
      "bucket.json": everything('"Action":"s3:*"'),
      "topic.json": EVERY_ACTION.replace(
        '"Resource":"*"',
        '"Resource":"arn:aws:sns:eu-west-1:111122223333:t"',
      ),
    };
    expect(await unreadOf(others)).to.deep.equal([]);
  });
});
