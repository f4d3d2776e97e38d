import { expect } from "chai";
import { findKey, GLOBAL_KEYS, isFamilyRow, RESTRICTING, type KeyMeaning } from "../../src/policy/keys.ts";
import { OWNER_ONLY } from "../../src/model/trust.ts";
import { exposureOf } from "../../src/policy/decide/decide.ts";
import type { Question } from "../../src/policy/question.ts";
import { SENDING_ACTIONS } from "../../src/services/ses/actions.ts";
import { SES_KEYS } from "../../src/services/ses/keys.ts";

/** Values that a policy can name, by the type of key. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  string: ["222222222222", "o-a1b2c3d4e5", "vpc-0a1b2c3d", "any text"],
  arn: ["arn:aws:ec2:us-east-1:222222222222:vpc/vpc-0a1b2c3d"],
  ip: ["203.0.113.7"],
};

/** Everybody under a value of one key. */
const question = (key: string, value: string, rows: readonly KeyMeaning[]): Question => ({
  documents: [
    {
      name: "Policy",
      text: JSON.stringify({
        Statement: {
          Effect: "Allow",
          Principal: "*",
          Action: "ses:SendEmail",
          Resource: "*",
          Condition: { "ForAnyValue:StringEquals": { [key]: value } },
        },
      }),
    },
  ],
  resource: "arn:aws:ses:us-east-1:111111111111:identity/example.com",
  owner: "111111111111",
  actions: [{ name: "ses:SendEmail", keys: rows.map(({ name }) => name) }],
  keys: rows,
  trust: OWNER_ONLY,
  now: "2026-11-23T12:00:00Z",
});

describe("the table of condition keys", () => {
  it("has every key once, each with a sentence and a source", () => {
    const rows = [...GLOBAL_KEYS, ...SES_KEYS];
    expect(new Set(rows.map((row) => row.name.toLowerCase())).size).to.equal(rows.length);
    for (const row of rows) {
      expect(row.says, row.name).to.match(/^[A-Z].*\.$/);
      expect(row.source, row.name).to.match(/^https:\/\/docs\.aws\.amazon\.com\//);
    }
  });

  it("has a row for every key of an action", () => {
    for (const action of SENDING_ACTIONS)
      for (const key of action.keys) expect(findKey(key, SES_KEYS)?.name, key).to.equal(key);
  });

  it("says of every key whether it has one value or many", () => {
    for (const row of GLOBAL_KEYS) expect(row.multivalued, row.name).to.be.a("boolean");
    expect(GLOBAL_KEYS.filter((row) => row.multivalued).map((row) => row.name)).to.deep.equal([
      "aws:PrincipalOrgPaths",
      "aws:PrincipalServiceNamesList",
      "aws:SourceOrgPaths",
      "aws:VpceOrgPaths",
      "aws:CalledVia",
      "aws:ResourceOrgPaths",
      "cognito-identity.amazonaws.com:amr",
      "aws:TagKeys",
    ]);
  });

  it("is found by any spelling, families by their members", () => {
    for (const row of GLOBAL_KEYS) {
      const key = isFamilyRow(row) ? `${row.name}x` : row.name;
      for (const name of [key, key.toUpperCase(), key.toLowerCase()])
        expect(findKey(name, SES_KEYS), name).to.equal(row);
    }
    expect(findKey("aws:PrincipalTag/a/b", [])?.name).to.equal("aws:PrincipalTag/");
    expect(findKey("SES:recipients", SES_KEYS)?.name).to.equal("ses:Recipients");
  });

  it("does not have what is nearly a key", () => {
    for (const name of [
      "",
      "aws:PrincipalTag",
      "aws:PrincipalTag/",
      "aws:PrincipalOrg",
      "aws:PrincipalOrgIDs",
      "aws:SourceIp/x",
      "aws:x",
    ])
      expect(findKey(name, SES_KEYS), name).to.equal(null);
    expect(findKey("ses:Recipients", [])).to.equal(null);
  });

  it("takes a global key's row before one of the question", () => {
    const own = { ...SES_KEYS[0], name: "aws:SourceIp" } as KeyMeaning;
    expect(findKey("aws:SourceIp", [own])?.class).to.equal("network");
  });

  it("lets no stranger take a value that a policy names, of a key that restricts", () => {
    const restricting = GLOBAL_KEYS.filter((row) => RESTRICTING.has(row.class) && row.contested !== true);
    expect(restricting.length).to.be.above(20);
    for (const { name, type } of restricting)
      for (const value of NAMED[type] ?? [])
        expect(exposureOf(question(name, value, [])), `${name} ${value}`).not.to.equal("exposed");
    for (const [type, values] of Object.entries(NAMED)) {
      // A row that only this table has.
      const row = { ...SES_KEYS[0], name: "new:Place", class: "network", type } as KeyMeaning;
      const { values: _, ...added } = row;
      for (const value of values)
        expect(exposureOf(question("new:Place", value, [added])), `${type} ${value}`).to.equal("restricted");
    }
  });
});

/** Conditions that only requests of one kind meet. */
const SITUATIONS: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> = {
  user: { StringEquals: { "aws:PrincipalType": "User" }, Null: { "aws:TokenIssueTime": "true" } },
  session: { StringEquals: { "aws:PrincipalType": "User" }, Null: { "aws:TokenIssueTime": "false" } },
  role: { StringEquals: { "aws:PrincipalType": "AssumedRole" } },
  root: { StringEquals: { "aws:PrincipalType": "Account" } },
  federated: { StringEquals: { "aws:PrincipalType": "FederatedUser" } },
  service: { Bool: { "aws:PrincipalIsAWSService": "true" } },
  alone: { Null: { "aws:PrincipalOrgID": "true" } },
  member: { Null: { "aws:PrincipalOrgID": "false" } },
  public: { Null: { "aws:SourceIp": "false" } },
  endpoint: { Null: { "aws:SourceVpce": "false" } },
  "without MFA": { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
  MFA: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
  direct: { Bool: { "aws:ViaAWSService": "false", "aws:ViaAWSMCPService": "false" } },
  forwarded: { Bool: { "aws:ViaAWSService": "true" } },
  MCP: { Bool: { "aws:ViaAWSMCPService": "true" } },
};

/**
 * Whether such a request carries the keys, in the order of SITUATIONS: `+` always, `-` never, `?` it may; `.` where the
 * situation itself says so.
 */
const CARRIED: readonly (readonly [situations: string, ...keys: readonly string[]])[] = [
  ["++++++ ++++ ++ +++", "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalIsAWSService"],
  ["++++++ ++++ ++ +++", "aws:ViaAWSService", "aws:CurrentTime", "aws:EpochTime", "aws:UserAgent"],
  ["++++++ ++++ ++ +++", "aws:SecureTransport", "aws:RequestedRegion"],
  ["++++++ ++++ ++ +++", "aws:ResourceAccount", "aws:ResourceOrgID", "aws:ResourceOrgPaths"],
  ["?????- ..?? ?? ???", "aws:PrincipalOrgID"],
  ["?????- -+?? ?? ???", "aws:PrincipalOrgPaths"],
  ["+++++- ?+?+ ?+ +++", "aws:userid", "aws:PrincipalType"],
  ["++---- ???? ?? ???", "aws:username"],
  ["?????- ???? ?? ???", "aws:PrincipalTag/x", "aws:SignInSessionArn"],
  ["-----+ ?-?- ?- ---", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList"],
  ["-----? ?-?- ?- ---", "aws:SourceAccount", "aws:SourceArn", "aws:SourceOwner"],
  ["-----? ?-?- ?- ---", "aws:SourceOrgID", "aws:SourceOrgPaths"],
  ["?????+ ??.- ?? ???", "aws:SourceIp"],
  ["?????- ??-+ ?? ???", "aws:SourceVpc", "aws:VpcSourceIp"],
  ["?????- ??-. ?? ???", "aws:SourceVpce"],
  ["?????- ??-? ?? ???", "aws:VpceOrgID", "aws:VpceOrgPaths", "aws:VpceAccount", "aws:SourceVpcArn"],
  ["--?--- ???? ?? ???", "aws:Ec2InstanceSourceVpc", "aws:Ec2InstanceSourcePrivateIPv4"],
  ["--?--- ???? ?? ???", "aws:SourceIdentity", "aws:FederatedProvider", "aws:ChatbotSourceArn"],
  ["--?--- ???? ?? ???", "ec2:RoleDelivery", "ec2:SourceInstanceArn", "ssm:SourceInstanceArn"],
  ["--?--- ???? ?? ???", "codebuild:BuildArn", "codebuild:ProjectArn"],
  ["--?--- ???? ?? ???", "glue:CredentialIssuingService", "glue:RoleAssumedBy", "identitystore:UserId"],
  ["--?--- ???? ?? ???", "cognito-identity.amazonaws.com:amr", "cognito-identity.amazonaws.com:x"],
  ["--?--- ???? ?? ???", "accounts.google.com:x", "graph.facebook.com:x", "www.amazon.com:x", "saml:x"],
  ["?????- ???? ?? -+?", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"],
  ["..+-+- ???? ?+ ???", "aws:TokenIssueTime"],
  ["-??-?- ???? ?+ ???", "aws:MultiFactorAuthPresent"],
  ["-??-?- ???? -+ ???", "aws:MultiFactorAuthAge"],
  ["?????? ???? ?? ???", "aws:Referer", "aws:ResourceTag/x", "lambda:SourceFunctionArn"],
  ["?????- ???? ?? +?+", "aws:ViaAWSMCPService"],
  ["?????- ???? ?? -??", "aws:CalledViaAWSMCP"],
  ["------ ---- -- ---", "aws:AssumedRoot", "aws:IsMcpServiceAction", "aws:RequestTag/x", "aws:TagKeys"],
];

/** Whether anybody but the owner can make a request that meets the conditions. */
const canMeet = (Condition: object): boolean => {
  const statement = { Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*", Condition };
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statement });
  return exposureOf({ ...question("", "", []), documents: [{ name: "Policy", text }] }) !== "private";
};

/** Whether a stranger's request of an action with the keys can have tags to set, or none. */
const setsTags = (keys: readonly string[], value: "true" | "false"): boolean => {
  const Condition = { Null: { "aws:TagKeys": value } };
  const statement = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*", Condition };
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statement });
  const actions = [{ name: "ses:TagResource", keys }];
  const asked = { ...question("", "", []), actions, documents: [{ name: "Policy", text }] };
  return exposureOf(asked) === "exposed";
};

describe("the names of the tags that a request sets", () => {
  it("are on requests of an action that tags, and of no other; it may set none", () => {
    expect([setsTags(["aws:TagKeys"], "false"), setsTags(["aws:TagKeys"], "true")]).to.deep.equal([
      true,
      true,
    ]);
    expect([setsTags([], "false"), setsTags([], "true")]).to.deep.equal([false, true]);
  });
});

const under = (operator: string, key: string, value: string): object => ({ [operator]: { [key]: value } });

describe("whether a list can have two values", () => {
  const [one, other] = ["o-a1b2c3d4e5/r-ab12/", "o-b1b2c3d4e5/r-ab12/"];
  for (const [key, first, second, can] of [
    ["aws:PrincipalOrgPaths", one, other, false],
    ["aws:SourceOrgPaths", one, other, false],
    ["aws:VpceOrgPaths", one, other, false],
    ["aws:ResourceOrgPaths", one, other, false],
    ["aws:PrincipalServiceNamesList", "sns.amazonaws.com", "ses.amazonaws.com", false],
    ["aws:CalledVia", "athena.amazonaws.com", "kms.amazonaws.com", true],
    ["cognito-identity.amazonaws.com:amr", "authenticated", "graph.facebook.com", true],
  ] as const)
    it(`${key}: ${can}`, () => {
      const both = {
        ...under("ForAnyValue:StringEquals", key, first),
        ...under("ForAnyValue:StringLike", key, second),
      };
      expect(canMeet(both)).to.equal(can);
      for (const value of [first, second])
        expect(canMeet(under("ForAnyValue:StringEquals", key, value))).to.equal(true);
    });
});

const cell = (key: string, situation: (typeof SITUATIONS)[string]): string => {
  if (situation["Null"]?.[key] !== undefined) return ".";
  const [there, missing] = ["false", "true"].map((is) =>
    canMeet({ ...situation, Null: { ...situation["Null"], [key]: is } }),
  );
  return there === true ? (missing === true ? "?" : "+") : missing === true ? "-" : "neither";
};

describe("whether a request carries a key", () => {
  it("is said of every key of the table", () => {
    const names = GLOBAL_KEYS.map((row) => (isFamilyRow(row) ? `${row.name}x` : row.name));
    expect(CARRIED.flatMap(([, ...keys]) => keys)).to.have.members(names);
  });

  for (const [situations, ...keys] of CARRIED)
    for (const key of keys)
      it(`${key}: ${situations}`, () => {
        expect(
          Object.values(SITUATIONS)
            .map((one) => cell(key, one))
            .join(""),
        ).to.equal(situations.replaceAll(" ", ""));
      });
});
