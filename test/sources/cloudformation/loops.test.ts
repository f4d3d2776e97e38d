import { expect } from "chai";
import { grant, readTemplateText, statementOf } from "./templates.ts";

const LOOP = (collection: string, body: string, head = ""): string => `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::LanguageExtensions
${head}
Resources:
  Fn::ForEach::Policies:
    - Domain
    - ${collection}
    - ${body}
`;

const BODY = `\${Domain}Policy:
        Type: Custom::IdentityPolicy
        Properties:
          Identity: !Sub '\${Domain}.example.com'
          PolicyName: {Ref: Domain}
          PolicyDocument: ${grant("'*'", "!Sub 'arn:aws:ses:us-east-1:111122223333:identity/${Domain}.example.com'")}`;

const names = (records: readonly { readonly [member: string]: unknown }[]): readonly unknown[] =>
  records.map((record) => record["name"]);

describe("Fn::ForEach", () => {
  it("writes its body once for each value, in names and values", async () => {
    const { identities, documents, scope } = await readTemplateText(LOOP("[one, two]", BODY));
    expect(names(identities)).to.deep.equal(["one.example.com", "two.example.com"]);
    expect(identities.map(({ id }) => id)).to.deep.equal([
      "iac:template.yaml#onePolicy",
      "iac:template.yaml#twoPolicy",
    ]);
    expect(documents.map(({ name }) => name)).to.deep.equal(["one", "two"]);
    expect(scope.status).to.equal("complete");
  });

  it("takes a list parameter's default and a mapping's list", async () => {
    const parameter = "Parameters:\n  Names: {Type: CommaDelimitedList, Default: 'a, b'}";
    expect(names((await readTemplateText(LOOP("!Ref Names", BODY, parameter))).identities)).to.deep.equal([
      "a.example.com",
      "b.example.com",
    ]);
    const mapping = "Mappings:\n  M: {all: {names: [c, d]}}";
    expect(
      names((await readTemplateText(LOOP("!FindInMap [M, all, names]", BODY, mapping))).identities),
    ).to.deep.equal(["c.example.com", "d.example.com"]);
  });

  it("nests, and &{} keeps letters and digits alone", async () => {
    const body = `Fn::ForEach::Inner:
        - Tld
        - [com, org]
        - P&{Domain}\${Tld}:
            Type: Custom::IdentityPolicy
            Properties: {Identity: '\${Domain}.\${Tld}', Policy: ${grant("'*'", "'*'")}}`;
    const { identities } = await readTemplateText(LOOP("[a-b, c]", body));
    expect(identities.map(({ id, name }) => [id, name])).to.deep.equal([
      ["iac:template.yaml#Pabcom", "a-b.com"],
      ["iac:template.yaml#Pabcom".replace("com", "org"), "a-b.org"],
      ["iac:template.yaml#Pccom", "c.com"],
      ["iac:template.yaml#Pcorg", "c.org"],
    ]);
  });

  it("over values that are not known is judged once with a hole, and makes the scope partial", async () => {
    const parameter = "Parameters:\n  Names: {Type: CommaDelimitedList}";
    const { identities, documents, scope } = await readTemplateText(LOOP("!Ref Names", BODY, parameter));
    expect(identities).to.have.length(1);
    // Its own name in the Resource is no hole: the expression stands for it in both.
    expect(identities.map(({ name }) => name)).to.deep.equal(["Ref-Names.example.com"]);
    expect(documents[0]?.document).to.include("identity/Ref-Names.example.com");
    expect(scope.status).to.equal("partial");
    expect(scope.reason).to.include("the values of Fn::ForEach::Policies are not known");
  });

  it("inside of properties is written out too", async () => {
    const text = `
Resources:
  P:
    Type: Custom::IdentityPolicy
    Properties:
      Fn::ForEach::Names: [Key, [Identity], {'\${Key}': example.com}]
      Policy: ${grant("'*'", "'*'")}
`;
    expect(names((await readTemplateText(text)).identities)).to.deep.equal(["example.com"]);
  });

  it("that is malformed is named", async () => {
    const { scope } = await readTemplateText(`
Resources:
  Fn::ForEach::Policies: [Domain, [a]]
  I: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: example.com}}
`);
    expect(scope.reason).to.include("Fn::ForEach::Policies is not [identifier, collection, {key: value}]");
  });

  it("that multiplies without end is stopped and named", async () => {
    const values = `[${Array.from({ length: 60 }, (_, index) => `v${index}`).join(", ")}]`;
    const nested = (depth: number): string =>
      depth === 0
        ? "{'P${A0}${A1}${A2}${A3}': {Type: Custom::X}}"
        : `{'Fn::ForEach::L${depth}': [A${depth - 1}, ${values}, ${nested(depth - 1)}]}`;
    const { scope } = await readTemplateText(
      `Resources: {I: {Type: 'AWS::SES::EmailIdentity', Properties: {EmailIdentity: example.com}}, ${nested(4).slice(1, -1)}}`,
    );
    expect(scope.status).to.equal("partial");
    expect(scope.reason).to.include("parts");
  }).timeout(60_000);

  it("keeps the line of what it repeats", async () => {
    const { documents } = await readTemplateText(LOOP("[one]", BODY));
    expect(documents[0]?.places?.["/Statement/0/Principal"]?.startLine).to.equal(14);
    expect(statementOf(documents[0])["Resource"]).to.equal(
      "arn:aws:ses:us-east-1:111122223333:identity/one.example.com",
    );
  });
});
