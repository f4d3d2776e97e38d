import { expect } from "chai";
import { policiesIn } from "../policies-in.ts";

const TEXT = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}';
const GIVEN = `Identity="example.com", PolicyName="open", Policy='${TEXT}'`;
const OBJECT = `{ Identity: "example.com", PolicyName: "open", Policy: '${TEXT}' }`;
const HEAD = 'import boto3\nses = boto3.client("ses", "eu-west-1")\n';

/** Programs whose operation is put together, looked up or named elsewhere. */
const UNNAMED: Readonly<Record<string, readonly [path: string, text: string, line: number]>> = {
  "a name that is put together": ["a.py", `${HEAD}getattr(ses, "put_" + "identity_policy")(${GIVEN})\n`, 3],
  "a name with a variable in it": [
    "a.py",
    `${HEAD}v = "put"\ngetattr(ses, f"{v}_identity_policy")(${GIVEN})\n`,
    4,
  ],
  "a name that is joined": [
    "a.py",
    `${HEAD}op = "_".join(["put", "identity", "policy"])\ngetattr(ses, op)(${GIVEN})\n`,
    4,
  ],
  "a name out of a table": ["a.py", `${HEAD}OPS = {"put": name()}\ngetattr(ses, OPS["put"])(${GIVEN})\n`, 4],
  "a name that is a parameter": [
    "a.py",
    `${HEAD}def call(op, **kw):\n    return getattr(ses, op)(**kw)\ncall(argv[1], ${GIVEN})\n`,
    5,
  ],
  "methodcaller of Python": ["a.py", `${HEAD}methodcaller(name, ${GIVEN})(ses)\n`, 3],
  "the name of an API": [
    "a.py",
    `${HEAD}ses._make_api_call("Put" + rest, {"Identity": "example.com", "PolicyName": "open", "Policy": '${TEXT}'})\n`,
    3,
  ],
  "a method by its index": ["a.ts", `const ses = new SES();\nawait ses["put" + rest](${OBJECT});\n`, 2],
  "a command that is imported": [
    "a.ts",
    `import { Put } from "./own";\nawait client.send(new Put(${OBJECT}));\n`,
    2,
  ],
  "an action of the CDK that is a variable": [
    "a.ts",
    `new AwsCustomResource(this, "x", { onCreate: { service: "SES", action, parameters: ${OBJECT} } });\n`,
    1,
  ],
};

describe("an operation whose name is not written", () => {
  for (const [title, [path, text, line]] of Object.entries(UNNAMED))
    it(`is told by its parameters: ${title}`, async () => {
      const { policies } = await policiesIn({ [path]: text });
      expect(policies).to.have.length(1);
      expect(policies[0]).to.deep.include({
        identity: "example.com",
        name: "open",
        document: JSON.parse(TEXT) as unknown,
        at: `${path}:${line}`,
        open: [],
      });
    });

  it("leaves a policy open whose parameters change later", async () => {
    const { policies } = await policiesIn({
      "a.py": `${HEAD}given = dict(${GIVEN})\ngiven["Policy"] = other()\ngetattr(ses, op)(**given)\n`,
    });
    expect(policies.map(({ open }) => open.length)).to.deep.equal([1]);
  });

  it("is no second policy where the call is known that takes the parameters", async () => {
    const { policies } = await policiesIn({
      "a.ts": `const given = ${OBJECT};\nawait ses.putIdentityPolicy(given).promise();\n`,
    });
    expect(policies).to.have.length(1);
  });

  it("is named where nothing says what it does", async () => {
    for (const [path, text] of [
      ["a.py", `${HEAD}# PolicyName\ngetattr(ses, operation)(**given)\n`],
      ["a.py", `${HEAD}# PolicyName\ngetattr(ses, "put_" + what)(**given)\n`],
      ["a.ts", "const ses = new SESClient(); // PolicyName\n\n\nawait ses[operation](given);\n"],
    ] as const)
      expect((await policiesIn({ [path]: text })).unread, text).to.deep.equal([`${path}:4`]);
  });

  it("is left alone where what is known of its name says that it writes none", async () => {
    for (const [path, text] of [
      ["a.py", `${HEAD}# PolicyName\ngetattr(ses, "list_" + what)(**given)\n`],
      [
        "a.py",
        'import boto3 # PolicyName ses\niam = boto3.client("iam")\ngetattr(iam, operation)(**given)\n',
      ],
      ["a.ts", `const iam = { UserName: "x", PolicyName: "ses", PolicyDocument: '{}' };\n`],
    ] as const)
      expect(await policiesIn({ [path]: text }), text).to.deep.equal({ policies: [], unread: [] });
  });
});

describe("a policy that a comprehension of Python changes", () => {
  const doc = `doc = {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "ses:SendEmail", "Resource": "*"}]}\n`;
  const put = 'ses.put_identity_policy(Identity="example.com", PolicyName="open", Policy=json.dumps(doc))\n';
  for (const change of [
    '[s.update(Principal="*") for s in doc["Statement"]]',
    '[s.__setitem__("Principal", "*") for s in doc["Statement"]]',
    'deque((s.update(Principal="*") for s in doc["Statement"]), maxlen=0)',
    'any(s.update(Principal="*") for s in doc["Statement"])',
    '{i: s.update(Principal="*") for i, s in enumerate(doc["Statement"])}',
    '[p.clear() for s in doc["Statement"] for p in s["Principal"]]',
    'match doc:\n    case {"Statement": [s]}:\n        s["Principal"] = "*"',
    'any((s := t) and s.update(Principal="*") for t in doc["Statement"])',
  ])
    it(`is open: ${change}`, async () => {
      const { policies } = await policiesIn({ "a.py": `${HEAD}${doc}${change}\n${put}` });
      expect(policies.map(({ open }) => open.length)).to.deep.equal([1]);
    });

  it("is read where the comprehension only looks at it", async () => {
    const { policies } = await policiesIn({
      "a.py": `${HEAD}${doc}names = [s.get("Sid") for s in doc["Statement"]]\n${put}`,
    });
    expect(policies.map(({ open }) => open)).to.deep.equal([[]]);
  });
});
