import { expect } from "chai";
import { policiesIn } from "../policies-in.ts";

const OBJECT =
  '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ses:SendEmail", "Resource": "*"}]}';
const DOCUMENT = JSON.parse(OBJECT) as unknown;
const TEXT = JSON.stringify(DOCUMENT);

/** Programs that write DOCUMENT to example.com in eu-west-1, and the line of its statement. */
const PROGRAMS: Readonly<Record<string, readonly [path: string, text: string, line: number]>> = {
  "Pulumi in TypeScript": [
    "index.ts",
    `import * as aws from "@pulumi/aws";\nconst eu = new aws.Provider("eu", { region: "eu-west-1" });\nconst domain = new aws.ses.DomainIdentity("d", { domain: "example.com" });\nconst doc = ${OBJECT} as const;\nnew aws.ses.IdentityPolicy("open", { identity: domain.arn, policy: JSON.stringify(doc) }, { provider: eu });\n`,
    4,
  ],
  "Pulumi with apply": [
    "index.ts",
    `new aws.sesv2.EmailIdentityPolicy("x", {\n  region: "eu-west-1",\n  emailIdentity: "example.com",\n  policyName: "open",\n  policy: domain.arn.apply((arn) => JSON.stringify(${OBJECT})),\n});\n`,
    5,
  ],
  SST: [
    "sst.config.ts",
    `export default $config({ async run() {\n  const email = new sst.aws.Email("Mail", { sender: "example.com" });\n  new aws.ses.IdentityPolicy("open", { region: "eu-west-1", identity: email.nodes.identity.arn, policy: $jsonStringify(${OBJECT}) });\n} });\n`,
    3,
  ],
  Alchemy: [
    "alchemy.run.ts",
    `await SES.EmailIdentityPolicy("open", { region: "eu-west-1", emailIdentity: "example.com", policy: ${OBJECT} });\n`,
    1,
  ],
  "CDK for Terraform": [
    "main.ts",
    `new SesIdentityPolicy(this, "x", {\n  region: "eu-west-1", name: "open", identity: "example.com",\n  policy: \`${TEXT}\`,\n});\n`,
    3,
  ],
  "the CDK's AwsCustomResource": [
    "stack.ts",
    `const call = {\n  service: 'SES', action: 'putIdentityPolicy', region: 'eu-west-1',\n  parameters: { Identity: 'example.com', PolicyName: 'open', Policy: JSON.stringify(${OBJECT}) },\n};\nnew cr.AwsCustomResource(this, 'x', { onCreate: call, onUpdate: call });\n`,
    3,
  ],
  "the SDK for JavaScript": [
    "put.mjs",
    `const client = new SESv2Client({ region: "eu-west-1" });\nawait client.send(new CreateEmailIdentityPolicyCommand({\n  EmailIdentity: "example.com", PolicyName: "open",\n  Policy: '${TEXT}' }));\n`,
    4,
  ],
  "the older SDK for JavaScript, with parameters in a constant": [
    "put.js",
    `const ses = new AWS.SES({ region: "eu-west-1" });\nconst params = { Identity: "example.com", PolicyName: "open", Policy: "" + JSON.stringify(${OBJECT}) };\nses.putIdentityPolicy(params, (error) => { console.log(error); });\n`,
    2,
  ],
  "JSX beside it": [
    "app.tsx",
    `const a = <p>{x}</p>;\nnew SESClient({ region: "eu-west-1" }).putIdentityPolicy({ Identity: "example.com", PolicyName: "open", Policy: JSON.stringify(${OBJECT}) });\n`,
    2,
  ],
  boto3: [
    "put.py",
    `import boto3, json\nses = boto3.client("ses", region_name="eu-west-1")\npolicy = ${OBJECT}\n\ndef main():\n    ses.put_identity_policy(Identity="example.com", PolicyName="open", Policy=json.dumps(policy, indent=2))\n`,
    3,
  ],
  "boto3 with text over several lines": [
    "put.py",
    `client = boto3.client("sesv2", "eu", region_name="eu-west-1")\nclient.create_email_identity_policy(\n    EmailIdentity="example.com",\n    PolicyName="open",\n    Policy="""\n${OBJECT}\n""".strip(),\n)\n`,
    6,
  ],
  "boto3 with an f-string": [
    "put.py",
    `action = "ses:SendEmail"\nboto3.client("ses", region_name="eu-west-1").put_identity_policy(Identity="example.com", PolicyName="open", Policy=f'${TEXT.replaceAll("{", "{{").replaceAll("}", "}}").replace("ses:SendEmail", "{action}")}')\n`,
    2,
  ],
  "Pulumi in Python": [
    "__main__.py",
    `eu = aws.Provider("eu", region="eu-west-1")\naws.ses.IdentityPolicy("open", identity="example.com",\n    policy=pulumi.Output.json_dumps(${OBJECT}),\n    opts=pulumi.ResourceOptions(provider=eu))\n`,
    3,
  ],
  "the CDK in Python": [
    "stack.py",
    `cr.AwsCustomResource(self, "x", on_create=cr.AwsSdkCall(\n    service="SES", action="putIdentityPolicy", region="eu-west-1",\n    parameters={"Identity": "example.com", "PolicyName": "open",\n        "Policy": json.dumps(${OBJECT})}))\n`,
    4,
  ],
  "a file beside it": [
    "tools/put.py",
    `c = boto3.client("ses", region_name="eu-west-1")\nc.put_identity_policy(Identity="example.com", PolicyName="open", Policy=open("open.json").read())\n`,
    0,
  ],
  "a constructor with types": [
    "index.ts",
    `new aws.ses.IdentityPolicy<Args>("open", { region: "eu-west-1", identity: "example.com", policy: JSON.stringify(${OBJECT}) });\n`,
    1,
  ],
  "a command in a list": [
    "put.py",
    `subprocess.run(["aws", "ses", "put-identity-policy", "--region", "eu-west-1", "--identity", "example.com", "--policy-name", "open",\n    "--policy", json.dumps(${OBJECT})])\n`,
    2,
  ],
  "a command in a text": [
    "put.js",
    `execSync(\`aws ses put-identity-policy --region eu-west-1 --identity example.com --policy-name open \\\n  --policy '${TEXT}'\`);\n`,
    2,
  ],
};

describe("programs", () => {
  for (const [title, [path, text, line]] of Object.entries(PROGRAMS))
    it(`are read that use ${title}`, async () => {
      const { policies, unread } = await policiesIn({ [path]: text, "tools/open.json": OBJECT });
      expect(unread).to.deep.equal([]);
      expect(policies.filter(({ region }) => region === "eu-west-1")).to.deep.equal([
        {
          identity: "example.com",
          region: "eu-west-1",
          name: "open",
          document: DOCUMENT,
          at: line === 0 ? "tools/open.json:1" : `${path}:${line}`,
          open: [],
        },
      ]);
    });

  const open: Readonly<Record<string, readonly [path: string, text: string, holes: readonly string[]]>> = {
    "a name that is not bound": [
      "a.ts",
      "new aws.ses.IdentityPolicy('a', { identity: 'x', policy });\n",
      ["policy"],
    ],
    "a parameter": [
      "a.py",
      "policy = '{}'\ndef f(policy):\n    c.put_identity_policy(Identity='x', Policy=policy)\n",
      ["policy"],
    ],
    "a constant that is changed": [
      "a.ts",
      `const p = ${OBJECT};\np.Statement.push(q);\nnew aws.ses.IdentityPolicy('a', { policy: JSON.stringify(p) });\n`,
      ["p"],
    ],
    "a constant that another function gets": [
      "a.py",
      `p = ${OBJECT}\nwiden(p)\nc.put_identity_policy(Identity='x', Policy=json.dumps(p))\n`,
      ["p"],
    ],
    "a constant that a function gets whose name ends as a constructor's": [
      "a.ts",
      `const p = ${OBJECT};\nwidenPolicy(p);\nnew aws.ses.IdentityPolicy('a', { policy: JSON.stringify(p) });\n`,
      ["p"],
    ],
    "a variable that is assigned twice": [
      "a.py",
      `if x:\n    p = '${TEXT}'\nelse:\n    p = '{}'\nc.put_identity_policy(Identity='x', Policy=p)\n`,
      ["p"],
    ],
    "a part of an object": [
      "a.ts",
      "new aws.ses.IdentityPolicy('a', { policy: JSON.stringify({ Statement: [{ Principal: who(), Resource: `a/${b}` }] }) });\n",
      ["who()", "b"],
    ],
    "an element that a loop changes": [
      "a.ts",
      `const p = ${OBJECT};\nfor (const s of p.Statement) s.Principal = who;\nnew aws.ses.IdentityPolicy('a', { policy: JSON.stringify(p) });\n`,
      ["p"],
    ],
    "an element that a loop changes in Python": [
      "a.py",
      `p = ${OBJECT}\nfor s in p["Statement"]:\n    s["Principal"] = who\nc.put_identity_policy(Identity='x', Policy=json.dumps(p))\n`,
      ["p"],
    ],
    "an element that a callback changes": [
      "a.ts",
      `const p = ${OBJECT};\np.Statement.forEach((s) => { s.Principal = who; });\nnew aws.ses.IdentityPolicy('a', { policy: JSON.stringify(p) });\n`,
      ["p"],
    ],
    "a part that has another name": [
      "a.ts",
      `const p = ${OBJECT};\nconst { Statement: [s] } = p;\nconst t = s;\nt.Principal = who;\nnew aws.ses.IdentityPolicy('a', { policy: JSON.stringify(p) });\n`,
      ["p"],
    ],
    "a part that a function gets": [
      "a.ts",
      `const p = ${OBJECT};\nwiden(p.Statement[0]);\nnew aws.ses.IdentityPolicy('a', { policy: JSON.stringify(p) });\n`,
      ["p"],
    ],
    "a replacer of JSON.stringify": [
      "a.ts",
      `const p = ${OBJECT};\nnew aws.ses.IdentityPolicy('a', { policy: JSON.stringify(p, (k, v) => v) });\n`,
      ["JSON.stringify(p, (k, v) => v)"],
    ],
    "a transformation of Pulumi": [
      "a.ts",
      `new aws.ses.IdentityPolicy('a', { policy: '${TEXT}' }, { transformations: [widen] });\n`,
      ["a policy that is transformed"],
    ],
    "parameters that are not known": ["a.js", "ses.putIdentityPolicy(params);\n", ["the policy"]],
  };
  for (const [title, [path, text, holes]] of Object.entries(open))
    it(`leave ${title} open`, async () => {
      const { policies, unread } = await policiesIn({ [path]: text });
      expect(unread).to.deep.equal([]);
      expect(policies.map((policy) => policy.open)).to.deep.equal([holes]);
    });

  const quiet: Readonly<Record<string, readonly [path: string, text: string]>> = {
    "an import, a type and a comment": [
      "a.ts",
      'import { PutIdentityPolicyCommand } from "@aws-sdk/client-ses";\n/* new PutIdentityPolicyCommand() */\ntype A = PutIdentityPolicyCommand;\nlet b: PutIdentityPolicyCommand; // ses.putIdentityPolicy()\n',
    ],
    "what a test says of a mock": [
      "a.py",
      "client.put_identity_policy.return_value = {}\nclient.put_identity_policy.assert_called_once()\n",
    ],
    "a class": ["a.py", "class IdentityPolicy(pulumi.CustomResource):\n    pass\n"],
    "an override of another property": [
      "a.ts",
      "// EmailIdentityPolicy\nfunction_.node.defaultChild.addPropertyOverride('Environment.Variables.A', 'x');\n",
    ],
  };
  for (const [title, [path, text]] of Object.entries(quiet))
    it(`write nothing in ${title}`, async () => {
      expect(await policiesIn({ [path]: text })).to.deep.equal({ policies: [], unread: [] });
    });

  const unread: Readonly<Record<string, readonly [path: string, text: string, line: number]>> = {
    "a function that is handed on": ["a.ts", "x;\nwrap(ses.putIdentityPolicy)(params);\n", 2],
    "a function by its name": ["a.py", 'getattr(ses, "put_identity_policy")(**p)\n', 1],
    "a class of one's own": ["a.ts", "class P extends aws.ses.IdentityPolicy {\n  x = 1;\n}\n", 1],
    "a class of one's own in Python": ["a.py", "class P(aws.ses.IdentityPolicy):\n    pass\n", 1],
    "an import under another name": ["a.ts", 'import { IdentityPolicy as P } from "@pulumi/aws/ses";\n', 1],
    "an import under another name in Python": ["a.py", "from pulumi_aws.ses import IdentityPolicy as P\n", 1],
    "a resource of the CDK for Terraform by its type": [
      "a.ts",
      'new TerraformResource(this, "x", {\n  terraformResourceType: "aws_ses_identity_policy" });\n',
      2,
    ],
    "an override of the CDK": [
      "a.ts",
      `const r = new CustomResource(this, "P", { properties: { Identity: "example.com", Policy: ${OBJECT} } });\n(r.node.defaultChild as CfnResource).addPropertyOverride("Policy.Statement.0.Principal", "*");\n`,
      2,
    ],
    "an override of the CDK in Python": [
      "a.py",
      `p = SesIdentityPolicy(self, "x", identity="example.com", policy='${TEXT}')\np.add_override("policy", other)\n`,
      2,
    ],
    "a policy that is assigned later": [
      "a.ts",
      `const p = new SesIdentityPolicy(this, "x", { identity: "example.com", policy: '${TEXT}' });\np.policy = other;\n`,
      2,
    ],
    "a transformation of a stack": [
      "a.ts",
      `pulumi.runtime.registerStackTransformation(widen);\nnew aws.ses.IdentityPolicy('a', { policy: '${TEXT}' });\n`,
      1,
    ],
    "a class under another name": [
      "a.ts",
      "const { IdentityPolicy: P } = aws.ses;\nconst c = PutIdentityPolicyCommand;\n",
      2,
    ],
  };
  for (const [title, [path, text, line]] of Object.entries(unread))
    it(`name ${title}`, async () => {
      expect((await policiesIn({ [path]: text })).unread).to.deep.equal([`${path}:${line}`]);
    });

  it("end on nesting without end", async () => {
    const deep = "[".repeat(5_000);
    await policiesIn({
      "a.ts": `putIdentityPolicy(${deep}`,
      "b.py": `c.put_identity_policy(${deep}`,
      "c.ts": `const a = b, b = a; ses.putIdentityPolicy({ Policy: ${"a + ".repeat(5_000)} b });`,
    });
  });
});
