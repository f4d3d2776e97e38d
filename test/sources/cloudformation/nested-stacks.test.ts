import { expect } from "chai";
import { exposuresOf, judgeFiles } from "../judge-files.ts";

/** A template whose policy is for the parameter `Who`, another account unless something else is given. */
const CHILD = `Parameters:
  Who: {Type: String, Default: '111122223333'}
Resources:
  P:
    Type: Custom::IdentityPolicy
    Properties:
      Identity: example.com
      Policy: {Statement: [{Effect: Allow, Principal: {AWS: !Ref Who}, Action: 'ses:SendEmail', Resource: '*'}]}
`;

const parent = (location: string, type = "AWS::CloudFormation::Stack", property = "TemplateURL"): string =>
  `Resources:\n  Mail:\n    Type: ${type}\n    Properties: {${property}: ${location}, Parameters: {Who: '*'}}\n`;

describe("a nested stack", () => {
  for (const [name, text] of Object.entries({
    "a path": parent("./child.yaml"),
    "a path of SAM": parent("child.yaml", "AWS::Serverless::Application", "Location"),
  }))
    it(`is judged once, with its parent's parameters and where these are given, where ${name} names it`, async () => {
      const judged = await judgeFiles({ "app/child.yaml": CHILD, "app/root.yaml": text });
      expect(exposuresOf(judged)).to.deep.equal(["example.com exposed"]);
      expect(judged.findings[0]?.resource.id).to.equal("iac:app/root.yaml#Mail.P");
      expect(judged.findings[0]?.location).to.include({ file: "app/root.yaml", startLine: 4 });
    });

  it("is found by the asset that the CDK packaged", async () => {
    const child = {
      Parameters: { Who: { Type: "String" } },
      Resources: {
        P: {
          Type: "Custom::IdentityPolicy",
          Properties: {
            Identity: "example.com",
            Policy: {
              Statement: [
                { Effect: "Allow", Principal: { AWS: { Ref: "Who" } }, Action: "ses:*", Resource: "*" },
              ],
            },
          },
        },
      },
    };
    const root = {
      Resources: {
        Mail: {
          Type: "AWS::CloudFormation::Stack",
          Properties: {
            TemplateURL: {
              "Fn::Join": ["", ["https://s3.", { Ref: "AWS::Region" }, ".amazonaws.com/b/1f.json"]],
            },
            Parameters: { Who: "*" },
          },
          Metadata: { "aws:asset:path": "Mail.nested.template.json" },
        },
      },
    };
    const judged = await judgeFiles({
      "cdk.out/Mail.nested.template.json": JSON.stringify(child),
      "cdk.out/Root.template.json": JSON.stringify(root),
    });
    expect(exposuresOf(judged)).to.deep.equal(["example.com exposed"]);
  });

  it("is judged by itself too where a URL only ends like its path", async () => {
    const judged = await judgeFiles({
      "child.yaml": CHILD,
      "root.yaml": parent("!Sub 'https://s3.amazonaws.com/${Bucket}/child.yaml'"),
    });
    expect(exposuresOf(judged).toSorted()).to.deep.equal(
      ["example.com exposed", "example.com cross-account"].toSorted(),
    );
  });

  it("takes the outputs of the stack beside it", async () => {
    const judged = await judgeFiles({
      "child.yaml": CHILD,
      "who.yaml":
        "Parameters: {X: {Type: String}}\nResources: {T: {Type: AWS::SNS::Topic}}\nOutputs: {Account: {Value: !Ref X}}\n",
      "root.yaml":
        "Resources:\n  Who: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: who.yaml, Parameters: {X: '*'}}}\n  Mail: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {Who: !GetAtt Who.Outputs.Account}}}\n",
    });
    expect(exposuresOf(judged)).to.deep.equal(["example.com exposed"]);
  });

  it("that is not in the tree leaves the scope partial where it speaks of SES", async () => {
    const named = await judgeFiles({ "root.yaml": parent("https://s3.amazonaws.com/b/ses-policies.yaml") });
    expect(named.coverage.files?.filter(({ status }) => status === "not-understood")).to.have.length(1);
    const other = await judgeFiles({ "root.yaml": parent("https://s3.amazonaws.com/b/network.yaml") });
    expect(other.coverage.status).to.equal("complete");
  });

  it("that nests itself is followed once", async () => {
    const judged = await judgeFiles({
      "root.yaml": `${CHILD}  Mail: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: root.yaml}}\n`,
    });
    expect(exposuresOf(judged)).to.deep.equal(["example.com cross-account"]);
  });
});

describe("code in a template", () => {
  it("that writes a policy which no custom resource gives is named", async () => {
    const judged = await judgeFiles({
      "t.yaml":
        "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code:\n        ZipFile: |\n          boto3.client('ses').put_identity_policy(Identity=i, PolicyName='p', Policy=p)\n",
    });
    expect(judged.coverage.files?.map(({ path, status, line }) => [path, status, line])).to.deep.include([
      "t.yaml",
      "not-understood",
      7,
    ]);
  });

  it("is that of the custom resources beside it", async () => {
    const judged = await judgeFiles({
      "t.yaml": `${CHILD}  F:\n    Type: AWS::Lambda::Function\n    Properties: {Code: {ZipFile: "ses.put_identity_policy(Policy=p)"}}\n`,
    });
    expect(judged.coverage.status).to.equal("complete");
  });
});
