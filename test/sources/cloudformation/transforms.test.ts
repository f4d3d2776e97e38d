import { expect } from "chai";
import { grant, readTemplateText } from "./templates.ts";

const POLICY = `P: {Type: Custom::IdentityPolicy, Properties: {Identity: example.com, Policy: ${grant("{AWS: '111122223333'}", "'*'")}}}`;
const INCLUDE = "{Name: AWS::Include, Parameters: {Location: 's3://b/more.yaml'}}";

describe("transforms and macros", () => {
  for (const [where, text] of [
    ["among the resources", `Resources:\n  ${POLICY}\n  Fn::Transform: ${INCLUDE}\n`],
    ["at the top", `Transform: [AWS::LanguageExtensions, MyMacro]\nResources:\n  ${POLICY}\n`],
    ["at the top with a name", `Transform: ${INCLUDE}\nResources:\n  ${POLICY}\n`],
    [
      "in a policy's resource",
      `Resources:\n  ${POLICY.replace("Properties:", `Fn::Transform: ${INCLUDE}, Properties:`)}\n`,
    ],
    [
      "in its properties",
      `Resources:\n  ${POLICY.replace("Identity:", `Fn::Transform: ${INCLUDE}, Identity:`)}\n`,
    ],
  ] as const)
    it(`make the scope partial ${where}`, async () => {
      const { identities, scope } = await readTemplateText(text);
      expect(identities.map(({ name }) => name)).to.deep.equal(["example.com"]);
      expect(scope.status).to.equal("partial");
      expect(scope.reason).to.match(
        /^a file could not be understood: template.yaml:\d: what (?:AWS::Include|MyMacro) brings/,
      );
    });

  it("that bring no identity policy change nothing", async () => {
    const text = `Transform: [AWS::Serverless-2016-10-31, AWS::LanguageExtensions]\nResources:\n  ${POLICY}\n`;
    expect((await readTemplateText(text)).scope.status).to.equal("complete");
  });

  it("in a resource of another service say nothing about identities", async () => {
    const api = `Api: {Type: AWS::ApiGateway::RestApi, Properties: {Body: {Fn::Transform: ${INCLUDE}}}}`;
    expect((await readTemplateText(`Resources:\n  ${POLICY}\n  ${api}\n`)).scope.status).to.equal("complete");
  });

  it("in a template that merely mentions SES are nobody's concern", async () => {
    const text = `Transform: MyMacro\nResources:\n  F: {Type: AWS::Lambda::Function, Properties: {Action: 'ses:SendEmail'}}\n`;
    expect((await readTemplateText(text)).scope.status).to.equal("complete");
  });

  it("inside of a policy leave a hole", async () => {
    const text = `Resources:\n  ${POLICY.replace("Effect:", `Fn::Transform: ${INCLUDE}, Effect:`)}\n`;
    const { documents } = await readTemplateText(text);
    expect(documents[0]?.unresolved?.map(({ at, expression }) => [at, expression])).to.deep.equal([
      ["/Statement/0", "!Transform AWS::Include"],
    ]);
  });
});
