import { expect } from "chai";
import { grant, readTemplateText, statementOf } from "./templates.ts";

const ARN = "'arn:aws:ses:us-east-1:111122223333:identity/example.com'";

const custom = (properties: string, type = "Custom::Anything", head = ""): string =>
  `${head}
Resources:
  P:
    Type: ${type}
    Properties: ${properties}
`;

/** A call of the SDK as the CDK writes it. */
const call = (more: string): string =>
  `'{"service":"SES","action":"putIdentityPolicy","parameters":{"Identity":"example.com","PolicyName":"p","Policy":"{\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Principal\\":\\"*\\",\\"Action\\":\\"ses:SendEmail\\",\\"Resource\\":\\"*\\"}]}"}${more}}'`;

const arns = async (more: string): Promise<readonly unknown[]> =>
  (
    await readTemplateText(`Resources: {A: {Type: Custom::AWS, Properties: {Create: ${call(more)}}}}`)
  ).identities.map(({ arn }) => arn);

describe("custom resources", () => {
  it("hand numbers and booleans over as texts", async () => {
    const policy = grant("{AWS: 222233334444}", ARN).replace(
      "Action:",
      "Condition: {Bool: {'aws:SecureTransport': true}}, Action:",
    );
    const { documents } = await readTemplateText(custom(`{Identity: example.com, Policy: ${policy}}`));
    expect(statementOf(documents[0])).to.deep.include({
      Principal: { AWS: "222233334444" },
      Condition: { Bool: { "aws:SecureTransport": "true" } },
    });
  });

  it("keep the zeros that an account begins with", async () => {
    const { documents } = await readTemplateText(
      custom(`{Identity: example.com, Policy: ${grant("{AWS: 012345678901}", ARN)}}`),
    );
    expect(statementOf(documents[0])["Principal"]).to.deep.equal({ AWS: "012345678901" });
  });

  for (const [what, type, properties] of [
    [
      "an object under another name",
      "Custom::Anything",
      `{EmailDomain: example.com, Settings: {Access: ${grant("'*'", ARN)}}}`,
    ],
    [
      "JSON text under another name",
      "Custom::AWS",
      `{Domain: example.com, Doc: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}'}`,
    ],
    [
      "statements without a document",
      "Custom::Anything",
      "{Domain: example.com, Grants: [{Effect: Allow, Principal: '*', Action: 'ses:SendEmail', Resource: '*'}]}",
    ],
    [
      "one in a list",
      "AWS::CloudFormation::CustomResource",
      `{identity: example.com, items: [${grant("'*'", ARN)}]}`,
    ],
    [
      "a type of another publisher",
      "Acme::Mail::Sender",
      `{Email: example.com, SendingPolicy: ${grant("'*'", ARN)}}`,
    ],
  ] as const)
    it(`are read with ${what}`, async () => {
      const { identities, documents } = await readTemplateText(custom(properties, type));
      expect(identities.map(({ name }) => name)).to.deep.equal(["example.com"]);
      expect(statementOf(documents[0])["Principal"]).to.equal("*");
    });

  it("with policies of other services are none of ours", async () => {
    const bucket = grant("'*'", "'arn:aws:s3:::b/*'").replace("ses:SendEmail", "s3:GetObject");
    const { identities } = await readTemplateText(
      custom(`{Domain: example.com, BucketPolicy: ${bucket}, Note: 'ses:SendEmail'}`),
    );
    expect(identities).to.deep.equal([]);
  });

  it("show a policy without a known name by its expression", async () => {
    const { documents } = await readTemplateText(
      custom(
        `{Identity: example.com, PolicyName: !Sub '\${Stage}-policy', Policy: ${grant("'*'", ARN)}}`,
        "Custom::IdentityPolicy",
        "Parameters: {Stage: {Type: String}}",
      ),
    );
    expect(documents.map(({ name }) => name)).to.deep.equal(["${Stage}-policy"]);
  });

  it("of the CDK write to the region that the call names, as the role that it assumes", async () => {
    expect(await arns(',"region":"eu-west-1"')).to.deep.equal([
      "arn:aws:ses:eu-west-1:000000000000:identity/example.com",
    ]);
    expect(await arns(',"assumedRoleArn":"arn:aws:iam::444455556666:role/x"')).to.deep.equal([
      "arn:aws:ses:us-east-1:444455556666:identity/example.com",
    ]);
  });
});
