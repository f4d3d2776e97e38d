import { expect } from "chai";
import { analyzeFiles } from "../folder-of.ts";

const JSON_STATEMENT = '{"Effect":"Allow","Principal":"*","Action":["ses:SendEmail"],"Resource":"*"}';

/** Code that holds a statement about SES with a principal, attached in a way that no reader knows, and its line. */
const LOOSE: Readonly<Record<string, readonly [path: string, text: string, line: number]>> = {
  "a constant that another program imports": [
    "props.ts",
    `\nexport const statement = ${JSON_STATEMENT};\n`,
    2,
  ],
  "an override of the CDK": [
    "stack.ts",
    'const res = this.node.findChild("X") as CfnResource;\nres.addPropertyOverride("PolicyDocument.Statement.0", { Effect: "Allow", Principal: "*", Action: "ses:SendEmail" });\n',
    2,
  ],
  "an aspect of the CDK": [
    "aspect.ts",
    `export class Open {\n  visit(node) {\n    if (node instanceof CfnResource) node.addOverride("Properties.Update", '{"Policy":{"Statement":[${JSON_STATEMENT}]}}');\n  }\n}\n`,
    3,
  ],
  "a statement object of the CDK": [
    "stack.ts",
    'doc.addStatements(new iam.PolicyStatement({\n  actions: ["ses:SendEmail"], principals: [new iam.AnyPrincipal()] }));\n',
    1,
  ],
  "keyword arguments": [
    "stack.py",
    '\nS = PolicyStatement(\n  actions=["ses:SendEmail"], principals=[AnyPrincipal()])\n',
    2,
  ],
  "a map of Go": [
    "main.go",
    'package main\nvar s = map[string]any{"Effect": "Allow", "Principal": "*", "Action": []string{"ses:SendEmail"}}\n',
    2,
  ],
  "a hash of Ruby": ["a.rb", '\ns = { "Principal" => "*", "Action" => ["ses:SendEmail"] }\n', 2],
  "a map of Elixir": ["a.ex", '%{"Principal" => "*", "Action" => ["ses:SendEmail"]}\n', 1],
  "a table in CSV": [
    "policies.csv",
    `identity,policy\nexample.com,"${JSON_STATEMENT.replaceAll('"', '""')}"\n`,
    2,
  ],
  "an array of PHP": ["a.php", "<?php\n$s = ['Principal' => '*', 'Action' => ['ses:SendEmail']];\n", 2],
  "a table of PowerShell": ["a.ps1", '\n$s = @{ Principal = "*"; Action = @("ses:SendEmail") }\n', 2],
  "a builder of Java": [
    "A.java",
    'x.effect(ALLOW).addPrincipal(IamPrincipal.ALL).addAction("ses:SendEmail");\n',
    1,
  ],
  "a policy as a text": ["A.kt", `val p = "{\\"Principal\\":\\"*\\",\\"Action\\":\\"ses:SendEmail\\"}"\n`, 1],
  "Terraform that Terragrunt gives away": [
    "terragrunt.hcl",
    '\ninputs = { policy = jsonencode({ Principal = "*", Action = "ses:SendEmail" }) }\n',
    2,
  ],
  "a program in the text of a template": [
    "t.yaml",
    "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code:\n        ZipFile: |\n          P = {'Principal': '*', 'Action': 'ses:SendEmail'}\n",
    7,
  ],
  "values of Helm in a manifest": [
    "app.yaml",
    `kind: Application\nspec:\n  values: |\n    policy: ${JSON_STATEMENT}\n`,
    4,
  ],
  "a plugin of the Serverless Framework": [
    "serverless.yml",
    `service: x\nprovider: { name: aws }\ncustom:\n  ses:\n    policy: {Statement: [${JSON_STATEMENT}]}\n`,
    5,
  ],
  "a function that Terraform calls": [
    "main.tf",
    'resource "aws_lambda_invocation" "x" {\n  input = jsonencode({ Statement = [{ Principal = "*", Action = "ses:SendEmail" }] })\n}\n',
    2,
  ],
  "a file that Terraform writes": [
    "main.tf",
    'resource "local_file" "x" {\n  content = <<EOF\nclient = ses()\nP = {"Principal": "*", "Action": "ses:SendEmail"}\nEOF\n}\n',
    4,
  ],
  "lines of TOML": ["app.toml", '[policy]\nPrincipal = "*"\nAction = "ses:SendEmail"\n', 1],
  "a variable of an environment": [".env", `P='${JSON_STATEMENT}'\n`, 1],
};

/** Code that names an action of SES, and a principal, and holds no such statement. */
const OTHER: Readonly<Record<string, readonly [path: string, text: string]>> = {
  "a role and its policy": [
    "role.ts",
    'const role = { trust: { Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }, own: { Effect: "Allow", Action: ["ses:SendEmail"], Resource: "*" } };\n',
  ],
  "a policy of an identity of IAM": [
    "a.ts",
    'new iam.PolicyStatement({ actions: ["ses:SendEmail"], resources: ["*"] });\n',
  ],
  "a bucket for received mail": [
    "a.py",
    'd = {"Principal": {"Service": "ses.amazonaws.com"}, "Action": "s3:PutObject", "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:ses:us-east-1:111122223333:x"}}}\n',
  ],
  "a role of the CDK in Python": [
    "a.py",
    'r = Role(self, "r", assumed_by=ServicePrincipal("lambda.amazonaws.com"))\nr.add_to_policy(PolicyStatement(actions=["ses:SendEmail"], resources=["*"]))\n',
  ],
  "a variable of a playbook that nothing takes": [
    "vars.yml",
    "- hosts: x\n  vars:\n    who: '*'\n  tasks:\n    - debug: {msg: 'ses:SendEmail for a principal'}\n",
  ],
  "a comment": ["a.go", `package main\n// ${JSON_STATEMENT}\n`],
  "a test": ["policy.test.ts", `const statement = ${JSON_STATEMENT};\n`],
  "a benchmark": ["bench/policies.ts", `export const OPEN = ${JSON_STATEMENT};\n`],
  "an example": ["examples/open/policy.go", `package main\nvar p = \`${JSON_STATEMENT}\`\n`],
  "a mock": ["src/__mocks__/ses.ts", `export const policy = ${JSON_STATEMENT};\n`],
  "a declaration of types": ["policy.d.ts", `export type S = ${JSON_STATEMENT};\n`],
  "a page of a manual": ["guide.rst", `::\n\n  ${JSON_STATEMENT}\n`],
};

describe("a statement about SES with a principal", () => {
  for (const [title, [path, text, line]] of Object.entries(LOOSE))
    it(`is named in code that is not understood: ${title}`, async () => {
      const { scope } = await analyzeFiles({ [path]: text });
      expect(scope.status).to.equal("partial");
      expect(scope.files?.find(({ status }) => status === "not-understood")).to.include({ path, line });
    });

  for (const [title, [path, text]] of Object.entries(OTHER))
    it(`is not seen in ${title}`, async () => {
      const { scope } = await analyzeFiles({ [path]: text });
      expect(scope.files?.map(({ status }) => status)).to.deep.equal(["skipped"]);
      expect(scope.status).to.equal("complete");
    });

  it("is judged, and not named too, where its policy is understood", async () => {
    const put = `aws ses put-identity-policy --identity a.example --policy-name p --policy`;
    const { scope } = await analyzeFiles({
      "a.sh": `P='{"Statement":[${JSON_STATEMENT}]}'\n${put} "$P"\n`,
      "b.py": `DOC = {"Statement": [${JSON_STATEMENT}]}\nclient.put_identity_policy(Identity="b.example", PolicyName="p", Policy=json.dumps(DOC))\n`,
    });
    expect(scope.files?.map(({ status }) => status)).to.deep.equal(["judged", "judged"]);
    expect(scope.status).to.equal("complete");
  });
});
