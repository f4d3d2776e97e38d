import { expect } from "chai";
import { attached, CLOSED, judgeFiles, OPEN as OPEN_HCL } from "../judge-files.ts";

const OPEN = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}';
const PRIVATE =
  '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"000000000000"},"Action":"ses:SendEmail","Resource":"*"}]}';

const manifest = (policy: string): string =>
  `apiVersion: ses.aws.upbound.io/v1beta1\nkind: IdentityPolicy\nmetadata: {name: p}\nspec:\n  forProvider:\n    identity: a.example.com\n    policy: '${policy}'\n`;

const RESOURCE = attached("p", OPEN_HCL);

/** Files of which none may pass in silence, and how each is met: the place of a failure, a review, or of what was not read. */
const MET: Readonly<Record<string, readonly [files: Readonly<Record<string, string>>, met: string]>> = {
  "a policy that a template makes": [{ "policy.json.j2": OPEN }, "FAILURE policy.json.j2:1"],
  "a policy in a template of Terraform that nothing uses": [{ "p.tftpl": OPEN }, "FAILURE p.tftpl:1"],
  "a policy in a file without an ending": [{ "deploy/ses-policy": OPEN }, "FAILURE deploy/ses-policy:1"],
  "a policy in a text file": [{ "policy.txt": OPEN }, "FAILURE policy.txt:1"],
  "a policy in a manifest of another kind": [
    { "w.yaml": `apiVersion: example.com/v1\nkind: Mail\nspec:\n  policies:\n    p: '${OPEN}'\n` },
    "unread w.yaml:5",
  ],
  "a custom resource of the CDK by its properties": [
    {
      "s.ts": `new CustomResource(this, "P", {\n  serviceToken, properties: { Identity: "a.example.com", PolicyDocument: ${OPEN} } });\n`,
    },
    "FAILURE s.ts:2",
  ],
  "a custom resource of Troposphere": [
    {
      "t.py": `t.add_resource(CustomResource("P", ServiceToken="x", Identity="a.example.com", Policy=${OPEN}))\n`,
    },
    "FAILURE t.py:1",
  ],
  "a patch of JSON": [
    {
      "p.yaml": manifest(PRIVATE),
      "patch.yaml": `- op: replace\n  path: /spec/forProvider/policy\n  value: '${OPEN}'\n`,
    },
    "unread patch.yaml:3",
  ],
  "a patch of what the policy is a part of": [
    {
      "c.yaml": `kind: Composition\nspec:\n  resources:\n    - base:\n${manifest(PRIVATE).replaceAll(/^/gm, "        ").trimEnd()}\n      patches:\n        - {fromFieldPath: spec.mail, toFieldPath: spec.forProvider}\n`,
    },
    "NEEDS_REVIEW c.yaml:5",
  ],
  "a policy that is given at creation": [
    { "p.yaml": manifest(OPEN).replace("forProvider", "initProvider") },
    "FAILURE p.yaml:7",
  ],
  "a module whose source is a variable": [
    {
      "main.tofu": 'variable "s" {\n  default = "./m"\n}\nmodule "m" {\n  source = var.s\n  who = "*"\n}\n',
      "m/main.tf": attached("p", CLOSED),
    },
    "unread main.tofu:4",
  ],
  "a module whose source is put together": [
    {
      "main.tf": 'module "m" {\n  source = "./modules/${var.s}"\n}\n',
      "x/main.tf": attached("p", CLOSED),
    },
    "unread main.tf:1",
  ],
  "a policy that is imported and not declared": [
    { "main.tf": 'import {\n  to = aws_ses_identity_policy.p\n  id = "a|p"\n}\n' },
    "unread main.tf:1",
  ],
  "a resource of another provider": [
    { "main.tf": 'resource "other_ses_email_identity_policy" "p" {\n  policy = "{}"\n}\n' },
    "unread main.tf:1",
  ],
  "Terragrunt in JSON": [
    { "terragrunt.hcl.json": JSON.stringify({ generate: { p: { path: "p.tf", contents: RESOURCE } } }) },
    "unread terragrunt.hcl.json:1",
  ],
  "a resource of another provider in JSON": [
    { "main.tf.json": JSON.stringify({ resource: { other_ses_identity_policy: { p: { policy: "{}" } } } }) },
    "unread main.tf.json:1",
  ],
  "a statement that Terraform in JSON hands to a function": [
    { "main.tf.json": JSON.stringify({ resource: { aws_lambda_invocation: { p: { input: OPEN } } } }) },
    "unread main.tf.json:1",
  ],
  "a statement that an action of Terraform hands to a function": [
    {
      "main.tf": `action "aws_lambda_invoke" "p" {\n  config {\n    payload = jsonencode(${OPEN_HCL})\n  }\n}\n`,
    },
    "unread main.tf:3",
  ],
  "Terraform in JSON whose root is a list": [
    {
      "main.tf.json": JSON.stringify([
        { locals: { p: OPEN } },
        { resource: { aws_ses_identity_policy: { p: { identity: "a.example", policy: "${local.p}" } } } },
      ]),
    },
    "FAILURE main.tf.json:1",
  ],
  "a module that Terragrunt takes from elsewhere": [
    {
      "terragrunt.hcl":
        'terraform {\n  source = "git::https://example.com/ses.git//identity?ref=v1"\n}\ninputs = {\n  principals = ["*"]\n}\n',
      "other/terragrunt.hcl": '# ses\nterraform {\n  source = "git::https://example.com/vpc.git"\n}\n',
      "local/terragrunt.hcl": 'terraform {\n  source = "${get_repo_root()}//modules/ses"\n}\n',
    },
    "unread terragrunt.hcl:2",
  ],
  "a custom resource whose policy is a parameter": [
    {
      "t.yaml":
        "Parameters: {Policy: {Type: String}}\nResources:\n  P:\n    Type: Custom::Mail\n    Properties:\n      Identity: a.example\n      Policy: !Ref Policy\n",
    },
    "NEEDS_REVIEW t.yaml:7",
  ],
  "a custom resource whose type alone says what it is": [
    {
      "t.yaml":
        "Resources:\n  P:\n    Type: Custom::SESPolicy\n    Properties:\n      Identity: a.example\n      Location: s3://b/p.json\n",
    },
    "NEEDS_REVIEW t.yaml:5",
  ],
  "a type of AWS that is new": [
    {
      "t.yaml": `Resources:\n  P:\n    Type: AWS::SES::EmailIdentityPolicy\n    Properties:\n      EmailIdentity: a.example\n      Policy: ${OPEN}\n`,
    },
    "unread t.yaml:6",
  ],
  "a property of AWS that is new": [
    {
      "t.yaml": `Resources:\n  I:\n    Type: AWS::SES::EmailIdentity\n    Properties:\n      EmailIdentity: a.example\n      Policies:\n        - Document: ${OPEN}\n`,
    },
    "unread t.yaml:7",
  ],
  "a plan that defers a policy": [
    {
      "p.json": JSON.stringify({
        format_version: "1.2",
        planned_values: { root_module: {} },
        complete: false,
        deferred_changes: [
          { resource_change: { address: "aws_ses_identity_policy.p", type: "aws_ses_identity_policy" } },
        ],
      }),
    },
    "unread p.json:1",
  ],
  "a plan that Terraform could not finish": [
    {
      "p.json": JSON.stringify({
        format_version: "1.2",
        errored: true,
        planned_values: { root_module: {} },
        configuration: { root_module: { resources: [{ type: "aws_ses_identity_policy" }] } },
      }),
    },
    "unread p.json:1",
  ],
  "a code's statement beside a custom resource that is closed": [
    {
      "t.yaml": `Resources:\n  P:\n    Type: Custom::SesIdentityPolicy\n    Properties:\n      Identity: a.example\n      Policy: '${PRIVATE}'\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code:\n        ZipFile: |\n          ses.put_identity_policy(Policy='''${OPEN}''')\n`,
    },
    "unread t.yaml:12",
  ],
  "a set of stacks from elsewhere": [
    {
      "t.yaml":
        "Resources:\n  S:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      StackSetName: ses-policies\n      TemplateURL: https://b.s3.amazonaws.com/t.yaml\n",
    },
    "unread t.yaml:3",
  ],
  "a set of stacks that opens a template by its parameter": [
    {
      "t.yaml":
        "Resources:\n  S:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      TemplateURL: child.yaml\n      Parameters: [{ParameterKey: Who, ParameterValue: '*'}]\n",
      "child.yaml": `Parameters:\n  Who: {Type: String, Default: '000000000000'}\nResources:\n  P:\n    Type: Custom::SesIdentityPolicy\n    Properties:\n      Identity: a.example\n      Policy: {Statement: [{Effect: Allow, Principal: {AWS: !Ref Who}, Action: 'ses:SendEmail', Resource: '*'}]}\n`,
    },
    "FAILURE t.yaml:6",
  ],
  "a state machine in a configuration of Serverless without resources": [
    {
      "serverless.yml": `service: x\nprovider: {name: aws}\nstepFunctions:\n  a: {Resource: 'arn:aws:states:::aws-sdk:sesv2:createEmailIdentityPolicy'}\n`,
    },
    "unread serverless.yml:4",
  ],
  "a property of an identity that no table has": [
    {
      "t.yaml":
        "Resources:\n  I:\n    Type: AWS::SES::EmailIdentity\n    Properties:\n      EmailIdentity: a.example\n      Senders: everyone\n",
    },
    "unread t.yaml:6",
  ],
  "a statement for every action, by the identity's ARN": [
    {
      "a.go": `package main\nvar p = \`${OPEN.replace("ses:SendEmail", "*").replace('"Resource":"*"', '"Resource":"arn:aws:ses:eu-west-1:111122223333:identity/a.example"')}\`\n`,
    },
    "unread a.go:2",
  ],
  "a statement whose action is in capitals": [
    { "a.go": `package main\nvar p = \`${OPEN.replace("ses:", "SES:")}\`\n` },
    "unread a.go:2",
  ],
  "a plan that only refreshes": [
    {
      "p.json": JSON.stringify({
        format_version: "1.2",
        planned_values: { root_module: {} },
        prior_state: {
          values: {
            root_module: {
              resources: [
                {
                  address: "aws_ses_identity_policy.p",
                  mode: "managed",
                  type: "aws_ses_identity_policy",
                  values: { identity: "a.example", name: "p", policy: OPEN },
                },
              ],
            },
          },
        },
      }),
    },
    "FAILURE p.json:1",
  ],
  "a state of an old version": [
    {
      "terraform.tfstate": JSON.stringify({
        version: 3,
        terraform_version: "0.11.14",
        lineage: "a",
        modules: [{ resources: { "aws_ses_identity_policy.p": {} } }],
      }),
    },
    "unread terraform.tfstate:1",
  ],
  "a manifest of another kind beside one that is closed": [
    {
      "m.yaml": `${manifest(PRIVATE)}---\nkind: Sender\nspec:\n  policy:\n    Statement:\n      - {Effect: Allow, Principal: '*', Action: 'ses:SendEmail', Resource: '*'}\n`,
    },
    "unread m.yaml:12",
  ],
  "a variable of a playbook that other tasks take": [
    {
      "p.yml": `- hosts: all\n  vars:\n    open:\n      Statement: [{Effect: Allow, Principal: '*', Action: 'ses:SendEmail', Resource: '*'}]\n  tasks:\n    - community.aws.ses_identity_policy:\n        identity: a.example\n        policy_name: p\n        policy: '${PRIVATE}'\n    - include_tasks: more.yml\n`,
    },
    "unread p.yml:4",
  ],
  "a policy whose changes Terraform ignores": [
    { "main.tf": attached("p", CLOSED, '"a.example"', "lifecycle {\n    ignore_changes = [policy]\n  }") },
    "unread main.tf:1",
  ],
  "a policy all of whose changes Terraform ignores, in JSON": [
    {
      "main.tf.json": JSON.stringify({
        resource: {
          aws_ses_identity_policy: {
            p: { identity: "a.example", name: "p", policy: PRIVATE, lifecycle: { ignore_changes: "all" } },
          },
        },
      }),
    },
    "unread main.tf.json:1",
  ],
  "a stack of Terraform's whose template is elsewhere": [
    {
      "main.tf":
        'resource "aws_cloudformation_stack" "mail" {\n  name = "ses-mail"\n  template_url = "https://b.s3.amazonaws.com/t.yaml"\n}\n',
    },
    "unread main.tf:1",
  ],
  "a manifest in Terraform": [
    {
      "main.tf":
        'resource "kubernetes_manifest" "p" {\n  manifest = {\n    kind = "IdentityPolicy"\n    spec = { forProvider = { policy = var.p } }\n  }\n}\n',
    },
    "unread main.tf:3",
  ],
  "code behind a comment on its line": [
    { "a.go": `/* v1 */ package main; var p = \`${OPEN}\`\n` },
    "unread a.go:1",
  ],
  "the query API": [
    { "a.sh": 'curl "https://email.us-east-1.amazonaws.com/?Action=PutIdentityPolicy&Identity=a"\n' },
    "unread a.sh:1",
  ],
  "the path of the API": [{ "a.rb": 'post("/v2/email/identities/#{id}/policies/p")\n' }, "unread a.rb:1"],
};

/** A plan that says what becomes of a policy of the state. */
const gone = (change: object): string =>
  JSON.stringify({
    format_version: "1.2",
    planned_values: { root_module: {} },
    resource_changes: [{ mode: "managed", type: "aws_ses_identity_policy", ...change }],
    prior_state: {
      values: {
        root_module: {
          resources: [
            {
              address: "aws_ses_identity_policy.p",
              mode: "managed",
              type: "aws_ses_identity_policy",
              values: { identity: "a.example", name: "p", policy: OPEN },
            },
          ],
        },
      },
    },
  });

describe("a policy does not pass in silence", () => {
  for (const [title, [files, met]] of Object.entries(MET))
    it(`in ${title}`, async () => {
      const { findings, coverage } = await judgeFiles(files);
      const failures = findings
        .filter(({ status }) => status !== "SUCCESS")
        .map(({ status, location }) => `${status} ${location?.file ?? ""}:${location?.startLine ?? ""}`);
      const unread = (coverage.files ?? [])
        .filter(({ status }) => status === "not-understood")
        .map(({ path, line }) => `unread ${path}:${line ?? ""}`);
      expect([...failures, ...unread]).to.deep.equal([met]);
      expect(coverage.status === "partial").to.equal(unread.length > 0);
    });

  it("and Terraform may ignore what is not the policy", async () => {
    const name = attached("p", CLOSED, '"a.example"', "lifecycle {\n    ignore_changes = [name, tags]\n  }");
    expect((await judgeFiles({ "main.tf": name })).coverage.status).to.equal("complete");
  });

  it("and a plan says what becomes of a resource of the state", async () => {
    const actions = { change: { actions: ["delete"], before: {}, after: null } };
    for (const names of [
      { address: "aws_ses_identity_policy.p" },
      { address: "module.m.aws_ses_identity_policy.p", previous_address: "aws_ses_identity_policy.p" },
    ])
      expect((await judgeFiles({ "p.json": gone({ ...names, ...actions }) })).findings).to.deep.equal([]);
  });

  it("and the policy of an endpoint or a role is none of an identity", async () => {
    const { findings, coverage } = await judgeFiles({
      "t.yaml": `Resources:\n  E:\n    Type: AWS::EC2::VPCEndpoint\n    Properties:\n      PolicyDocument: ${OPEN}\n`,
    });
    expect(findings).to.deep.equal([]);
    expect(coverage.status).to.equal("complete");
  });
});
