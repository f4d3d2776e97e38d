import { expect } from "chai";
import { judgeFiles } from "../judge-files.ts";

const CLOSED = "arn:aws:iam::111122223333:root";

const TEMPLATE = `Parameters:
  Who:
    Type: String
    Default: "${CLOSED}"
Resources:
  P:
    Type: Custom::IdentityPolicy
    Properties:
      Identity: a.example.com
      PolicyName: p
      Policy:
        Statement: [{Effect: Allow, Principal: {AWS: !Ref Who}, Action: "ses:SendEmail", Resource: "*"}]
`;

const MODULE = `variable "who" {
  default = "111122223333"
}
resource "aws_ses_identity_policy" "p" {
  identity = "a.example.com"
  name = "p"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ses:SendEmail", Principal = { AWS = var.who }, Resource = "*" }] })
}
`;

/** The failures and reviews of a folder, `status@file:line`, then what was not understood, `file:line`. */
const outcomeOf = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const { findings, coverage } = await judgeFiles(files);
  return [
    ...findings
      .filter(({ status }) => status !== "SUCCESS")
      .map(({ status, location }) => `${status}@${location?.file ?? ""}:${location?.startLine ?? ""}`),
    ...(coverage.files ?? [])
      .filter(({ status }) => status === "not-understood")
      .map(({ path, line }) => `unread@${path}:${line ?? ""}`),
  ];
};

describe("values that a deployment gives to a template", () => {
  const OPEN: Readonly<Record<string, readonly [path: string, text: string, line: number]>> = {
    "a file of pairs": ["prod.json", '[{"ParameterKey": "Who", "ParameterValue": "*"}]', 1],
    "a configuration of CodePipeline": ["prod.json", '{"Parameters": {\n"Who": "*"}}', 2],
    "a list of overrides": ["prod.json", '["Who=*"]', 1],
    "Git sync": ["deploy.yaml", 'template-file-path: t.yaml\nparameters:\n  Who: "*"\n', 3],
    "samconfig.toml": [
      "samconfig.toml",
      'version = 0.1\n[prod.deploy.parameters]\nparameter_overrides = "Stage=\\"x\\" Who=\\"*\\""\n',
      3,
    ],
    "samconfig.yaml": [
      "samconfig.yaml",
      "prod:\n  deploy:\n    parameters:\n      parameter_overrides:\n        - Who=*\n",
      5,
    ],
    "a script": [
      "deploy.sh",
      "aws cloudformation deploy --template-file t.yaml --stack-name x --parameter-overrides Who='*'\n",
      1,
    ],
    "a script with pairs": [
      "deploy.sh",
      "aws cloudformation create-stack --stack-name x \\\n --parameters 'ParameterKey=Who,ParameterValue=*'\n",
      2,
    ],
    "an action of GitHub": [
      ".github/workflows/d.yml",
      "jobs:\n  a:\n    steps:\n      - uses: aws-actions/aws-cloudformation-github-deploy@v1\n        with:\n          parameter-overrides: Who=*\n",
      6,
    ],
    Ansible: [
      "play.yml",
      "- hosts: all\n  tasks:\n    - amazon.aws.cloudformation:\n        template_parameters:\n          Who: '*'\n",
      5,
    ],
    Terraform: [
      "main.tf",
      'resource "aws_cloudformation_stack" "s" {\n  template_body = file("t.yaml")\n  parameters = { Who = "*" }\n}\n',
      3,
    ],
    "the CDK": [
      "app.ts",
      'new CfnInclude(this, "T", { templateFile: "t.yaml",\n parameters: { Who: "*" } });\n',
      2,
    ],
  };
  for (const [title, [path, text, line]] of Object.entries(OPEN))
    it(`are judged that stand in ${title}`, async () => {
      expect(await outcomeOf({ "t.yaml": TEMPLATE, [path]: text })).to.deep.equal([
        `FAILURE@${path}:${line}`,
      ]);
    });

  it("are open where another tool fills them in", async () => {
    const ci = "jobs:\n  a:\n    steps:\n      - run: sam deploy --parameter-overrides Who=${{ vars.WHO }}\n";
    expect(await outcomeOf({ "t.yaml": TEMPLATE, ".github/workflows/d.yml": ci })).to.deep.equal([
      "NEEDS_REVIEW@t.yaml:12",
    ]);
  });

  const PASSES: Readonly<Record<string, readonly [path: string, text: string]>> = {
    "another value that is closed": [
      "prod.json",
      '[{"ParameterKey": "Who", "ParameterValue": "444455556666"}]',
    ],
    "a comment": ["deploy.sh", "# aws cloudformation deploy --parameter-overrides Who='*'\n"],
    "an example in Markdown that leaves it open": [
      "README.md",
      "    aws cloudformation deploy --parameter-overrides Who=<account>\n",
    ],
    "the declaration of another template": ["u.json", '{"Parameters": {"Who": {"Type": "String"}}}'],
    "a word of another meaning": ["notes.yaml", "Who: '*'\n"],
  };
  for (const [title, [path, text]] of Object.entries(PASSES))
    it(`change nothing in ${title}`, async () => {
      expect(await outcomeOf({ "t.yaml": TEMPLATE, [path]: text })).to.deep.equal([]);
    });
});

describe("values that a deployment gives to Terraform", () => {
  const OPEN: Readonly<Record<string, readonly [path: string, text: string, line: number]>> = {
    "the workflow's environment": [".github/workflows/d.yml", "env:\n  TF_VAR_who: '*'\n", 2],
    "a variable of a workflow that is not known": [
      ".github/workflows/d.yml",
      "env:\n  TF_VAR_who: ${{ vars.WHO }}\n",
      2,
    ],
    ".gitlab-ci.yml": [".gitlab-ci.yml", "variables:\n  TF_VAR_who: '*'\n", 2],
    ".envrc": [".envrc", "export TF_VAR_who='*'\n", 1],
    ".env": [".env", "TF_VAR_who=*\n", 1],
    "a Makefile": ["Makefile", "export TF_VAR_who = *\n", 1],
    "a Dockerfile": ["Dockerfile", "FROM x\nENV TF_VAR_who *\n", 2],
    "a manifest of Kubernetes": ["job.yaml", "env:\n  - name: TF_VAR_who\n    value: '*'\n", 3],
    "a script": ["deploy.sh", "terraform apply -var 'who=*'\n", 1],
    "a workflow": [".github/workflows/d.yml", "- run: terraform -chdir=x apply -var=who=*\n", 1],
    Atlantis: ["atlantis.yaml", 'extra_args: ["-var", "who=*"]\n', 1],
    "a workspace": ["ws/main.tf", 'resource "tfe_variable" "x" {\n  key = "who"\n  value = "*"\n}\n', 3],
    "a deployment of Stacks": [
      "x.tfdeploy.hcl",
      'deployment "p" {\n  inputs = {\n    who = "*"\n  }\n}\n',
      3,
    ],
  };
  for (const [title, [path, text, line]] of Object.entries(OPEN))
    it(`make the run incomplete that stand in ${title}`, async () => {
      expect(await outcomeOf({ "main.tf": MODULE, [path]: text })).to.deep.equal([`unread@${path}:${line}`]);
    });

  it("make the run incomplete in a file of any name that a command names", async () => {
    const files = { "main.tf": MODULE, "env/prod.vars": 'who = "*"\n' };
    expect(await outcomeOf(files)).to.deep.equal([]);
    for (const command of [
      "-var-file=env/prod.vars",
      '-var-file "env/$STAGE.vars"',
      "-var-file=../env/prod.vars",
    ])
      expect(
        await outcomeOf({ ...files, "deploy.sh": `terraform apply ${command}\n` }),
        command,
      ).to.deep.equal(["unread@env/prod.vars:1"]);
  });

  it("make the run incomplete in a file that is not in the tree, where a verdict rests on a value", async () => {
    const script = "terraform apply -var-file=env/prod.tfvars\n";
    expect(await outcomeOf({ "main.tf": MODULE, "deploy.sh": script })).to.deep.equal(["unread@deploy.sh:1"]);
    const settled = MODULE.replace("var.who", '"111122223333"');
    expect(await outcomeOf({ "main.tf": settled, "deploy.sh": script })).to.deep.equal([]);
  });

  it("lose against a loaded file where the environment gives them", async () => {
    const files = { "main.tf": MODULE, "terraform.tfvars": 'who = "444455556666"\n' };
    expect(await outcomeOf({ ...files, ".envrc": "export TF_VAR_who='*'\n" })).to.deep.equal([]);
    expect(await outcomeOf({ ...files, "d.sh": "terraform apply -var who='*'\n" })).to.deep.equal([
      "unread@d.sh:1",
    ]);
  });

  it("are not asked about where the user chooses values", async () => {
    const files = { "main.tf": MODULE, ".envrc": "export TF_VAR_who='*'\n" };
    const { coverage } = await judgeFiles(files, "SES-003", [{ name: "who", value: "444455556666" }]);
    expect(coverage.status).to.equal("complete");
  });
});

const policy = (who: string): string =>
  `Statement: [{Effect: Allow, Principal: {AWS: "${who}"}, Action: "ses:SendEmail", Resource: "*"}]`;

const service = (who: string): string =>
  `service: s\nprovider: {name: aws}\nresources:\n  Resources:\n    P:\n      Type: Custom::IdentityPolicy\n      Properties:\n        Identity: a.example.com\n        Policy:\n          ${policy(who)}\n`;

describe("values that a deployment gives to other forms", () => {
  it("are judged: options and the environment of the Serverless Framework", async () => {
    const byOption = service(`\${opt:who, '${CLOSED}'}`);
    expect(await outcomeOf({ "serverless.yml": byOption })).to.deep.equal([]);
    expect(await outcomeOf({ "serverless.yml": byOption, "d.sh": "sls deploy --who '*'\n" })).to.deep.equal([
      "FAILURE@d.sh:1",
    ]);
    const byParameter = service(`\${param:who, '${CLOSED}'}`);
    const compose = "services:\n  mail:\n    path: mail\n    params:\n      who: '*'\n";
    expect(
      await outcomeOf({ "mail/serverless.yml": byParameter, "serverless-compose.yml": compose }),
    ).to.deep.equal(["FAILURE@serverless-compose.yml:5"]);
    const byEnvironment = service(`\${env:WHO, '${CLOSED}'}`);
    expect(await outcomeOf({ "serverless.yml": byEnvironment, ".env": "WHO=*\n" })).to.deep.equal([
      "FAILURE@.env:1",
    ]);
  });

  it("are judged: the configuration of a stack of Pulumi", async () => {
    const program = `name: x\nruntime: yaml\nconfig:\n  who:\n    default: "${CLOSED}"\nresources:\n  p:\n    type: aws:ses:IdentityPolicy\n    properties:\n      identity: a.example.com\n      policy:\n        fn::toJSON:\n          ${policy("${who}")}\n`;
    expect(await outcomeOf({ "Pulumi.yaml": program })).to.deep.equal([]);
    expect(
      await outcomeOf({ "Pulumi.yaml": program, "Pulumi.prod.yaml": "config:\n  x:who: '*'\n" }),
    ).to.deep.equal(["FAILURE@Pulumi.prod.yaml:2"]);
    expect(await outcomeOf({ "Pulumi.yaml": program, "d.sh": "pulumi config set who '*'\n" })).to.deep.equal([
      "FAILURE@d.sh:1",
    ]);
  });

  it("are judged: extra variables of Ansible", async () => {
    const playbook = `- hosts: all\n  vars:\n    who: "${CLOSED}"\n  tasks:\n    - community.aws.ses_identity_policy:\n        identity: a.example.com\n        policy_name: p\n        policy: {${policy("{{ who }}")}}\n`;
    expect(await outcomeOf({ "play.yml": playbook })).to.deep.equal([]);
    const found = await outcomeOf({ "play.yml": playbook, "d.sh": "ansible-playbook play.yml -e who='*'\n" });
    expect(found).to.have.lengthOf(1);
    expect(found[0]).to.match(/^FAILURE@/);
  });
});
