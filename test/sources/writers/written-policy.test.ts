import { expect } from "chai";
import { exposuresOf, judgeFiles } from "../judge-files.ts";

const OPEN = '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ses:*", "Resource": "*"}]}';
const CLOSED = '{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "ses:*", "Resource": "*"}]}';

/** Each text writes OPEN and then CLOSED to example.com, in a way that may mean two accounts or two regions. */
const APART: Readonly<
  Record<string, readonly [path: string, write: (document: string, turn: 0 | 1) => string]>
> = {
  "two profiles of the aws command line": [
    "put.sh",
    (document, turn) =>
      `aws --profile p${turn} ses put-identity-policy --identity example.com --policy-name p --policy '${document}'\n`,
  ],
  "a region before each command": [
    "put.sh",
    (document, turn) =>
      `AWS_REGION=${["us-east-1", "eu-west-1"][turn] ?? ""} aws ses put-identity-policy --identity example.com --policy-name p --policy '${document}'\n`,
  ],
  "a region that the script exports anew": [
    "put.sh",
    (document, turn) =>
      `export AWS_DEFAULT_REGION=${["us-east-1", "eu-west-1"][turn] ?? ""}\naws ses put-identity-policy --identity example.com --policy-name p --policy '${document}'\n`,
  ],
  "loops over other regions": [
    "put.sh",
    (document, turn) =>
      `for r in ${["us-east-1", "eu-west-1"][turn] ?? ""}; do aws ses put-identity-policy --region $r --identity example.com --policy-name p --policy '${document}'; done\n`,
  ],
  "profiles of Ansible": [
    "play.yml",
    (document, turn) =>
      `- community.aws.ses_identity_policy: {profile: p${turn}, identity: example.com, policy_name: p, policy: '${document}'}\n`,
  ],
  "provider configurations of Upbound": [
    "m.yaml",
    (document, turn) =>
      `---\napiVersion: ses.aws.upbound.io/v1beta1\nkind: IdentityPolicy\nmetadata: {name: p${turn}}\nspec:\n  providerConfigRef: {name: c${turn}}\n  forProvider: {region: us-east-1, identity: example.com, policy: '${document}'}\n`,
  ],
  "regions of boto3 by their position": [
    "put.py",
    (document, turn) =>
      `c${turn} = boto3.client("ses", "${["us-east-1", "eu-west-1"][turn] ?? ""}")\nc${turn}.put_identity_policy(Identity="example.com", PolicyName="p", Policy='${document}')\n`,
  ],
  "sessions of boto3": [
    "put.py",
    (document, turn) =>
      `boto3.Session(profile_name="p${turn}").client("ses").put_identity_policy(Identity="example.com", PolicyName="p", Policy='${document}')\n`,
  ],
  "clients that a function is given": [
    "put.js",
    (document, turn) =>
      `exports.f${turn} = (client) => client.putIdentityPolicy({ Identity: "example.com", PolicyName: "p", Policy: '${document}' });\n`,
  ],
  "providers that a function is given": [
    "index.ts",
    (document, turn) =>
      `export const f${turn} = (p: aws.Provider) => new aws.ses.IdentityPolicy("p${turn}", { identity: "example.com", policy: '${document}' }, { provider: p });\n`,
  ],
  "stacks of the CDK": [
    "stack.ts",
    (document, turn) =>
      `class S${turn} extends Stack { constructor() { new AwsCustomResource(this, "p", { onCreate: { service: "SES", action: "putIdentityPolicy", parameters: { Identity: "example.com", PolicyName: "p", Policy: '${document}' } } }); } }\n`,
  ],
};

const template = (...regions: readonly unknown[]): string =>
  JSON.stringify({
    Parameters: { A: { Type: "String" }, B: { Type: "String" } },
    Resources: Object.fromEntries(
      regions.map((region, turn) => [
        `P${turn}`,
        {
          Type: "Custom::AWS",
          Properties: {
            ServiceToken: "x",
            Create: {
              "Fn::Join": [
                "",
                [
                  '{"service":"SES","action":"putIdentityPolicy",',
                  ...(region === undefined ? [] : ['"region":"', region, '",']),
                  `"parameters":${JSON.stringify({ Identity: "example.com", PolicyName: "p", Policy: [OPEN, CLOSED][turn] })}}`,
                ],
              ],
            },
          },
        },
      ]),
    ),
  });

const customResource = (turn: number, region: string, document: string): string =>
  `  P${turn}:\n    Type: Custom::SesIdentityPolicy\n    Properties: {ServiceToken: x, Region: ${region}, Identity: example.com, PolicyName: p, Policy: '${document}'}\n`;

const stateResource = (name: string, alias: string, policy: string): object => ({
  mode: "managed",
  type: "aws_ses_identity_policy",
  name,
  provider: `provider["registry.terraform.io/hashicorp/aws"]${alias}`,
  instances: [{ attributes: { identity: "example.com", name, policy } }],
});

const BOTH = ["example.com exposed", "example.com private"];

describe("policies of one identity", () => {
  for (const [name, [path, write]] of Object.entries(APART))
    it(`are kept apart by ${name}`, async () => {
      const judged = await judgeFiles({ [path]: write(OPEN, 0) + write(CLOSED, 1) });
      expect(exposuresOf(judged).toSorted()).to.deep.equal(BOTH);
    });

  for (const [name, regions] of Object.entries({
    "two parameters": [{ Ref: "A" }, { Ref: "B" }],
    "a parameter and a literal": [{ Ref: "A" }, "us-east-1"],
    "the stack's own and a literal": [undefined, "us-east-1"],
  }))
    it(`are kept apart by the regions of AwsCustomResource: ${name}`, async () => {
      const judged = await judgeFiles({ "t.json": template(...regions) });
      expect(exposuresOf(judged).toSorted()).to.deep.equal(BOTH);
    });

  it("are judged together where one region's expression is the other's", async () => {
    const judged = await judgeFiles({ "t.json": template({ Ref: "A" }, { Ref: "A" }) });
    expect(exposuresOf(judged)).to.deep.equal(["example.com private"]);
  });

  it("are judged together where one client writes both", async () => {
    const judged = await judgeFiles({
      "put.py": [OPEN, CLOSED]
        .map(
          (document, turn) =>
            `ses.put_identity_policy(Identity="example.com", PolicyName="p${turn}", Policy='${document}')\n`,
        )
        .join(""),
    });
    expect(exposuresOf(judged)).to.deep.equal(["example.com private"]);
  });

  it("are kept apart by a region that a custom resource names", async () => {
    const judged = await judgeFiles({
      "t.yaml": `Resources:\n${customResource(0, "us-east-1", OPEN)}${customResource(1, "eu-west-1", CLOSED)}`,
    });
    expect(exposuresOf(judged).toSorted()).to.deep.equal(BOTH);
  });

  it("are kept apart by the alias of a state's provider", async () => {
    const judged = await judgeFiles({
      "terraform.tfstate": JSON.stringify({
        version: 4,
        terraform_version: "1.11.4",
        lineage: "x",
        resources: [stateResource("a", "", OPEN), stateResource("b", ".eu", CLOSED)],
      }),
    });
    expect(exposuresOf(judged).toSorted()).to.deep.equal(BOTH);
  });
});
