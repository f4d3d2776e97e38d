import { GetIdentityPoliciesCommand, PutIdentityPolicyCommand } from "@aws-sdk/client-ses";
import { expect } from "chai";
import { readFileSync } from "node:fs";
import { addIdentity } from "../../src/emulator/world.ts";
import { ACCOUNT, emulated, REGION, refusalOf, type Emulated } from "../support/emulated.ts";

const ARN = `arn:aws:ses:${REGION}:${ACCOUNT}:identity/example.com`;
const OPEN = { Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: ARN };

const policy = (statement: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ ...OPEN, ...statement }] });

const without = (name: string): string => policy({ [name]: undefined });

describe("PutIdentityPolicy of the emulated SES", () => {
  let aws: Emulated;
  before(async () => {
    aws = await emulated();
  });
  after(() => aws.emulator.close());
  beforeEach(() => {
    aws.region.identities.clear();
    addIdentity(aws.region, "example.com");
  });

  const put = (Policy: string, PolicyName = "p", Identity = "example.com") =>
    aws.ses().send(new PutIdentityPolicyCommand({ Identity, PolicyName, Policy }));

  it("stores a policy, replaces it under its name, and gives it back without its white space", async () => {
    await put(policy({}));
    await put(JSON.stringify({ Statement: [{ ...OPEN, Sid: "two  blanks : { }" }] }, null, 4));
    const { Policies } = await aws
      .ses()
      .send(new GetIdentityPoliciesCommand({ Identity: "example.com", PolicyNames: ["p"] }));
    expect(Policies).to.deep.equal({
      p: JSON.stringify({ Statement: [{ ...OPEN, Sid: "two  blanks : { }" }] }),
    });
  });

  const ORGANISATION = { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg01" } };
  const ROLE = `arn:aws:iam::${ACCOUNT}:role/path/mailer`;
  const stored: Readonly<Record<string, string>> = {
    "AWS's own example: everyone of an organisation": policy({ Condition: ORGANISATION }),
    "a single statement that is no list": JSON.stringify({ Statement: OPEN }),
    "an account by its id": policy({ Principal: { AWS: "123456789012" } }),
    "a list of principals": policy({ Principal: { AWS: ["*", ROLE, `arn:aws:iam::${ACCOUNT}:root`] } }),
    "a service": policy({ Principal: { Service: ["cognito-idp.amazonaws.com"] } }),
    "a principal that was deleted": policy({ Principal: { AWS: "AIDAEXAMPLEEXAMPLE123" } }),
    "NotPrincipal with Deny": policy({
      Effect: "Deny",
      Principal: undefined,
      NotPrincipal: { AWS: ACCOUNT },
    }),
    "actions of every kind that AWS lists for identities": policy({
      Action: [
        "BatchGetMetricData",
        "CreateExportJob",
        "ListRecommendations",
        "AssociateEmailIdentityCertificate",
        "CreateTenantResourceAssociation",
        "ReplicateEmailIdentityDkimSigningKey",
        "SendBulkEmail",
      ].map((name) => `ses:${name}`),
    }),
    NotAction: policy({ Action: undefined, NotAction: "ses:SendBounce" }),
    "any case of operators and actions": policy({
      Action: "SES:sendemail",
      Condition: { "foranyvalue:stringlikeIFEXISTS": { "aws:PrincipalOrgPaths": ["o-x/*"] } },
    }),
    "numbers and booleans as values": policy({ Condition: { Bool: { "aws:SecureTransport": true } } }),
    "exactly 4,096 bytes": policy({ Sid: "x".repeat(4096 - Buffer.byteLength(policy({ Sid: "" }))) }),
  };
  for (const [name, text] of Object.entries(stored))
    it(`stores ${name}`, async () => {
      await put(text);
    });

  const invalid: Readonly<Record<string, readonly [string, RegExp]>> = {
    "4,097 bytes": [
      policy({ Sid: "x".repeat(4097 - Buffer.byteLength(policy({ Sid: "" }))) }),
      /larger than 4096 bytes/,
    ],
    "a text that is no JSON": ["{", /not a JSON object/],
    "a list": ["[]", /not a JSON object/],
    "a key that stands twice": [
      policy({}).replace('"Effect"', '"Effect":"Deny","Effect"'),
      /Duplicate element Effect/,
    ],
    "a key that stands twice in other letters": [
      policy({}).replace('"Effect"', '"\\u0045ffect":"Deny","Effect"'),
      /Duplicate element Effect/,
    ],
    "a condition key twice in other case": [
      policy({ Condition: { StringEquals: { "aws:SourceArn": "a", "AWS:sourcearn": "b" } } }),
      /condition key twice/,
    ],
    "no statement": ['{"Version":"2012-10-17","Statement":[]}', /at least one statement/],
    "a statement that is a text": ['{"Statement":["x"]}', /statement is an object/],
    "another version": [JSON.stringify({ Version: "2020-01-01", Statement: OPEN }), /Invalid Version/],
    "an unknown element": [policy({ Conditions: ORGANISATION }), /Unknown element Conditions/],
    "an unknown element at the top": [JSON.stringify({ Statements: [], Statement: OPEN }), /Unknown element/],
    "a Sid that is no text": [policy({ Sid: 1 }), /Invalid Sid/],
    "no effect": [without("Effect"), /Effect is Allow or Deny/],
    "an effect in small letters": [policy({ Effect: "allow" }), /Effect is Allow or Deny/],
    "no principal": [without("Principal"), /one of Principal and NotPrincipal/],
    "both Principal and NotPrincipal": [policy({ NotPrincipal: "*" }), /one of Principal/],
    "no action": [without("Action"), /one of Action and NotAction/],
    "an action without a service": [policy({ Action: "SendEmail" }), /Invalid action/],
    "an action that does not exist": [policy({ Action: "ses:Send" }), /Unknown action/],
    "no resource": [without("Resource"), /one of Resource and NotResource/],
    "another identity's ARN": [policy({ Resource: ARN.replace("example", "other") }), /Resource is not/],
    "the ARN in another region": [policy({ Resource: ARN.replace(REGION, "us-east-1") }), /Resource is not/],
    "every resource": [policy({ Resource: "*" }), /Resource is not/],
    "the ARN among others": [policy({ Resource: [ARN, "*"] }), /Resource is not/],
    "an unknown operator": [policy({ Condition: { StringIs: {} } }), /Unknown condition operator StringIs/],
    NullIfExists: [policy({ Condition: { NullIfExists: { a: "true" } } }), /Unknown condition operator/],
    "a condition without an operator": [policy({ Condition: { "aws:SourceArn": "a" } }), /Unknown condition/],
    "a value that is an object": [policy({ Condition: { StringEquals: { a: {} } } }), /Invalid value of a/],
    "NotPrincipal with Allow": [
      policy({ Principal: undefined, NotPrincipal: { AWS: ACCOUNT } }),
      /NotPrincipal is used with Deny only/,
    ],
  };
  for (const [name, [text, says]] of Object.entries(invalid))
    it(`refuses ${name}`, async () => {
      const said = await refusalOf(put(text));
      expect([said.name, said.status]).to.deep.equal(["InvalidPolicyException", 400]);
      expect(said.message).to.match(says);
      expect([...(aws.region.identities.get("example.com")?.policies ?? [])]).to.deep.equal([]);
    });

  const principals: readonly unknown[] = [
    ["*"],
    {},
    { AWS: [] },
    { AWS: "12345678901" },
    { AWS: "arn:aws:iam::*:root" },
    { AWS: `arn:aws:iam::${ACCOUNT}:role/*` },
    { AWS: 123456789012 },
    { Service: "*" },
    { Service: "cognito-idp" },
    { CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" },
    { Federated: "cognito-identity.amazonaws.com" },
    { constructor: "*" },
  ];
  for (const Principal of principals)
    it(`refuses the principal ${JSON.stringify(Principal)} in SES's own words`, async () => {
      const said = await refusalOf(put(policy({ Principal })));
      expect([said.name, said.message]).to.deep.equal(["InvalidPolicyException", "invalid principal"]);
    });

  it("refuses a 21st policy, but not another text of the 20th", async () => {
    for (let index = 0; index < 20; index++) await put(policy({}), `p${index}`);
    await put(policy({ Sid: "again" }), "p19");
    const said = await refusalOf(put(policy({}), "p20"));
    expect([said.name, said.message]).to.deep.equal([
      "InvalidParameterValue",
      "Number of policies for example.com exceeds max allowed number of policies per resource",
    ]);
  });

  it("refuses names that SES refuses, in its words", async () => {
    const said = async (name: string) => {
      const { name: code, message } = await refusalOf(put(policy({}), name));
      return [code, message];
    };
    await put(policy({}), "x".repeat(64));
    expect(await said("x".repeat(65))).to.deep.equal([
      "ValidationError",
      "1 validation error detected: Value at 'policyName' failed to satisfy constraint: " +
        "Member must have length less than or equal to 64",
    ]);
    expect(await said("a b")).to.deep.equal([
      "InvalidParameterValue",
      "PolicyName is invalid. Policy names must only include alpha-numeric characters, dashes, and underscores.",
    ]);
    expect(await said("")).to.deep.equal(["InvalidParameterValue", "PolicyName is required."]);
    expect((await refusalOf(put(""))).message).to.equal("Policy is required.");
  });

  it("refuses an identity that does not exist", async () => {
    const said = await refusalOf(put(policy({}), "p", "unknown.example"));
    expect([said.name, said.message]).to.deep.equal([
      "InvalidParameterValue",
      "Identity unknown.example does not exist.",
    ]);
  });
});

/** Every case, and there are some, came out so. */
const all = (outcomes: Readonly<Record<string, string>>, outcome: string): void => {
  const others = Object.entries(outcomes).filter(([, actual]) => actual !== outcome);
  expect(Object.keys(outcomes)).to.have.length.greaterThan(0);
  expect(others).to.deep.equal([]);
};

describe("the rules of SES that no source confirms", () => {
  const corpus = readFileSync(new URL("../conformance/semantic-cases.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map(
      (line) =>
        JSON.parse(line) as {
          readonly id: string;
          readonly identityArn: string;
          readonly policies: readonly string[];
          readonly sesRejects: "yes" | "likely" | "unknown" | "no";
        },
    );

  /** Whether SES, with these rules, takes every policy of the case. */
  const takes = async (
    assumedRules: boolean,
    sesRejects: string,
  ): Promise<Readonly<Record<string, string>>> => {
    const aws = await emulated({ assumedRules });
    const outcomes: Record<string, string> = {};
    for (const { id, identityArn, policies } of corpus.filter((one) => one.sesRejects === sesRejects)) {
      const [, , , regionName = "", accountId = "", resource = ""] = identityArn.split(":");
      const Identity = resource.slice("identity/".length);
      const { world } = aws.emulator;
      world.accounts.set(accountId, {
        ...aws.account,
        id: accountId,
        regions: new Map([[regionName, aws.region]]),
      });
      aws.region.identities.clear();
      addIdentity(aws.region, Identity);
      const credentials = { accessKeyId: `AKIA0000${accountId}`, secretAccessKey: "any" };
      const client = aws.ses(regionName, credentials);
      outcomes[id] = "taken";
      for (const [index, Policy] of policies.entries()) {
        const input = { Identity, PolicyName: `p${index}`, Policy };
        await client.send(new PutIdentityPolicyCommand(input)).catch((error: Error) => {
          outcomes[id] = error.name;
        });
      }
    }
    await aws.emulator.close();
    return outcomes;
  };

  for (const assumed of [true, false]) {
    it(`${assumed ? "with" : "without"} them, what SES takes is taken`, async () => {
      all(await takes(assumed, "no"), "taken");
    });
    it(`${assumed ? "with" : "without"} them, what SES refuses is refused`, async () => {
      all(await takes(assumed, "yes"), "InvalidPolicyException");
    });
  }

  it("decide about what SES is only likely to refuse", async () => {
    all(await takes(true, "likely"), "InvalidPolicyException");
    all(await takes(false, "likely"), "taken");
  });

  it("leave alone what is not known", async () => {
    all(await takes(true, "unknown"), "taken");
  });
});
