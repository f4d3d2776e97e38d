import { expect } from "chai";
import { OWNER_ONLY } from "../../../src/model/trust.ts";
import type { Hole } from "../../../src/model/resource.ts";
import { decideExposure, exposureOf, whoCan } from "../../../src/policy/decide/decide.ts";
import type { Question, Reach } from "../../../src/policy/question.ts";
import { SENDING_ACTIONS } from "../../../src/services/ses/actions.ts";
import { DISPUTED_KEYS, SES_KEYS } from "../../../src/services/ses/keys.ts";

const RESOURCE = "arn:aws:ses:us-east-1:111111111111:identity/example.com";

const ask = (texts: readonly string[], unresolved: readonly Hole[] = []): Question => ({
  documents: texts.map((text, index) => ({ name: `Policy-${index + 1}`, text, unresolved })),
  resource: RESOURCE,
  owner: "111111111111",
  actions: SENDING_ACTIONS,
  keys: SES_KEYS,
  trust: OWNER_ONLY,
  now: "2026-11-23T12:00:00Z",
});

const policy = (...statements: readonly object[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((one) => ({
      Effect: "Allow",
      Principal: "*",
      Action: "ses:SendEmail",
      Resource: RESOURCE,
      ...one,
    })),
  });

const faultOf = (reach: Reach): string => reach.faults.map((fault) => fault.canonical).join();

const hole = (at: Hole["at"]): readonly Hole[] => [{ at, expression: "var.x" }];

const decided = (text: string, at: Hole["at"]): Reach => decideExposure(ask([text], hole(at)));

describe("expressions that could not be resolved", () => {
  it("are decided around where they do not matter", () => {
    expect(
      decided(
        policy({ Condition: { StringEqualsIfExists: { "aws:SourceAccount": null } } }),
        "/Statement/0/Condition/StringEqualsIfExists/aws:SourceAccount",
      ).exposure,
    ).to.equal("exposed");
    expect(
      decided(
        policy({
          Principal: { AWS: "111111111111" },
          Condition: { StringEquals: { "aws:PrincipalOrgID": null } },
        }),
        "/Statement/0/Condition/StringEquals/aws:PrincipalOrgID",
      ).exposure,
    ).to.equal("private");
    expect(decided(policy({ Effect: "Deny", Principal: null }), "/Statement/0/Principal").exposure).to.equal(
      "private",
    );
    expect(
      decided(policy({}, { Effect: "Deny", Action: "s3:*", Principal: null }), "/Statement/1/Principal")
        .exposure,
    ).to.equal("exposed");
  });

  for (const [title, text, at] of [
    ["a principal", policy({ Principal: { AWS: null } }), "/Statement/0/Principal/AWS"],
    ["a whole principal", policy({ Principal: null }), "/Statement/0/Principal"],
    ["an action", policy({ Action: null }), "/Statement/0/Action"],
    ["a resource", policy({ Resource: [null] }), "/Statement/0/Resource/0"],
    ["an effect", policy({ Effect: null }), "/Statement/0/Effect"],
    ["a condition", policy({ Condition: null }), "/Statement/0/Condition"],
    ["an operator", policy({ Condition: { StringEquals: null } }), "/Statement/0/Condition/StringEquals"],
    [
      "a value",
      policy({ Condition: { StringEquals: { "aws:PrincipalOrgID": null } } }),
      "/Statement/0/Condition/StringEquals/aws:PrincipalOrgID",
    ],
    ["a Deny's principal", policy({}, { Effect: "Deny", Principal: null }), "/Statement/1/Principal"],
    ["a statement", policy({}).replace("[{", "[null,{"), "/Statement/0"],
    ["the document", "null", ""],
  ] as const)
    it(`leave it open where ${title} is one`, () => {
      const reach = decided(text, at);
      expect(reach.exposure).to.equal("undecided");
      expect(reach.reason?.says).to.include("var.x");
    });
});

describe("faults", () => {
  const open = decideExposure(ask([policy({})]));

  it("are equal for equal grants", () => {
    for (const same of [
      policy({ Sid: "other" }),
      policy({ Principal: { AWS: ["*", "222222222222"] }, Action: ["ses:sendemail"] }),
      policy({ Principal: { AWS: "111111111111" }, Action: "ses:*" }, {}),
      policy({}, { Effect: "Deny", Action: "ses:SendBulkEmail" }),
      policy({}, { Effect: "Deny", Principal: { AWS: "333333333333" } }),
    ])
      expect(faultOf(decideExposure(ask([same]))), same).to.equal(faultOf(open));
  });

  it("differ where the grant is wider", () => {
    const narrower = policy({ Condition: { StringEquals: { "ses:FromAddress": ["a@example.com"] } } });
    const wider = policy({
      Condition: { StringEquals: { "ses:FromAddress": ["a@example.com", "b@example.com"] } },
    });
    const texts = [
      policy({}),
      policy({ Action: "ses:Send*" }),
      narrower,
      wider,
      policy({ Action: "ses:Send*" }, { Effect: "Deny", Action: "ses:SendBulkEmail" }),
    ];
    const faults = texts.map((text) => faultOf(decideExposure(ask([text]))));
    expect(new Set(faults).size).to.equal(texts.length);
  });

  it("are one for each document that lets a stranger in", () => {
    const reach = decideExposure(
      ask([policy({ Principal: { AWS: "222222222222" } }), policy({}), policy({ Action: "ses:Send*" })]),
    );
    expect(reach.faults.map((fault) => fault.document)).to.deep.equal(["Policy-2", "Policy-3"]);
  });
});

/** What is said of one condition, with its role. */
const said = (operator: string, value: unknown): string =>
  decideExposure(ask([policy({ Condition: { [operator]: { "aws:SourceAccount": value } } })]))
    .evidence.filter((one) => one.role !== "grants")
    .map((one) => `${one.role}: ${one.code ?? ""}`)
    .join();

describe("evidence", () => {
  it("says that Null with a set operator does not look at the key", () => {
    const always = "fails-to-limit: true-either-way";
    expect(said("ForAllValues:Null", "false")).to.equal(always);
    expect(said("ForAllValues:Null", "true")).to.equal(always);
    expect(said("Null", ["true", "false"])).to.equal(always);
    expect(said("ForAnyValue:Null", "true")).to.equal("limits: never-met");
    expect(said("Null", "true")).to.equal("fails-to-limit: requires-absence");
  });

  it("says why a condition does not restrict", () => {
    const reach = decideExposure(
      ask([policy({ Condition: { StringEqualsIfExists: { "aws:SourceAccount": "111111111111" } } })]),
    );
    const item = reach.evidence.find((one) => one.role === "fails-to-limit");
    expect(item?.at).to.equal("/Statement/0/Condition/StringEqualsIfExists/aws:SourceAccount");
    expect(item?.code).to.equal("if-exists");
    expect(item?.says).to.include("aws:SourceAccount under StringEqualsIfExists");
  });

  it("weighs every Deny, on a pass too", () => {
    const deny = {
      Effect: "Deny",
      Action: "ses:*",
      Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-own1234567" } },
    };
    const pass = decideExposure(ask([policy({}, deny)]));
    expect(pass.exposure).to.equal("restricted");
    expect(pass.evidence.map((one) => one.role)).to.include("denies");
    const fail = decideExposure(
      ask([
        policy({}, { ...deny, Condition: { ...deny.Condition, Null: { "aws:PrincipalOrgID": "false" } } }),
      ]),
    );
    expect(fail.exposure).to.equal("exposed");
    expect(fail.evidence.map((one) => one.role)).to.include("fails-to-deny");
  });
});

const stars = (count: number): string => `${"*a?".repeat(count)}*`;

/** What this process has worked so far, in milliseconds: others on the same machine do not count. */
const worked = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

describe("work is bounded", () => {
  for (const [title, exposure, text] of [
    [
      "globs that hold each other up",
      "exposed",
      policy(
        { Condition: { StringLike: { "aws:PrincipalTag/a": stars(40) } } },
        ...Array.from({ length: 12 }, (_, index) => ({
          Effect: "Deny",
          Condition: { StringLike: { "aws:PrincipalTag/a": `*${"a?".repeat(index + 3)}*` } },
        })),
      ),
    ],
    [
      "question marks behind a star",
      "undecided",
      policy(
        { Condition: { StringLike: { "aws:PrincipalTag/a": `*a${"?".repeat(60)}` } } },
        {
          Effect: "Deny",
          Condition: {
            StringLike: { "aws:PrincipalTag/a": [`*b${"?".repeat(61)}`, `*c${"?".repeat(59)}`] },
          },
        },
        { Effect: "Deny", Condition: { StringNotLike: { "aws:PrincipalTag/a": `*d${"?".repeat(30)}` } } },
      ),
    ],
    [
      "many Denies with many ways out",
      "exposed",
      policy(
        {},
        ...Array.from({ length: 18 }, (_, index) => ({
          Effect: "Deny",
          Condition: {
            StringNotEquals: { [`aws:PrincipalTag/t${index}`]: "x", [`aws:PrincipalTag/u${index}`]: "y" },
            StringEquals: { "aws:PrincipalTag/t0": `v${index}` },
          },
        })),
      ),
    ],
    [
      "variables in variables",
      "private",
      policy({
        Condition: {
          StringEquals: Object.fromEntries(
            Array.from({ length: 8 }, (_, index) => [
              `aws:PrincipalTag/t${index}`,
              `\${aws:PrincipalTag/t${(index + 1) % 8}}x`,
            ]),
          ),
        },
      }),
    ],
  ] as const)
    it(`${title}: an answer, and soon`, () => {
      const question = ask([text]);
      const before = worked();
      const answer = exposureOf(question);
      expect(worked() - before).to.be.lessThan(1_500);
      expect(answer).to.equal(exposure);
    });
});

const INTRICATE = {
  Condition: {
    StringLike: { "aws:PrincipalTag/a": `*a${"?".repeat(60)}` },
    StringNotLike: { "aws:PrincipalTag/a": [`*b${"?".repeat(61)}`, `*c${"?".repeat(59)}`] },
    "ForAnyValue:StringLike": { "aws:PrincipalTag/a": `*d${"?".repeat(30)}` },
  },
};

describe("an Allow that is too intricate", () => {
  for (const [title, statements, exposure] of [
    ["is undecided alone", [INTRICATE], "undecided"],
    ["hides none behind it", [INTRICATE, {}], "exposed"],
    ["is no matter behind one that is open", [{}, INTRICATE], "exposed"],
  ] as const)
    it(title, () => {
      expect(exposureOf(ask([policy(...statements)]))).to.equal(exposure);
    });
});

/** As many requests as there are ways to have and not to have each of thirty keys. */
const WITH_OR_WITHOUT = {
  Condition: {
    StringEqualsIfExists: Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`aws:PrincipalTag/t${index}`, "x"]),
    ),
  },
};

describe("a Deny of everything", () => {
  for (const [title, statements, exposure] of [
    [
      "takes away what it is about, whatever the Allow asks for",
      [WITH_OR_WITHOUT, { Effect: "Deny" }],
      "private",
    ],
    [
      "takes nothing else away",
      [{ ...WITH_OR_WITHOUT, Action: ["ses:SendEmail", "ses:SendRawEmail"] }, { Effect: "Deny" }],
      "exposed",
    ],
    [
      "takes away from all what it does not excuse",
      [WITH_OR_WITHOUT, { Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: "111111111111" } }],
      "private",
    ],
    [
      "is none where it asks for something",
      [{}, { Effect: "Deny", Condition: { StringEquals: { "aws:PrincipalTag/a": "x" } } }],
      "exposed",
    ],
    [
      "is none where it is about somebody",
      [{}, { Effect: "Deny", Principal: { AWS: "222222222222" } }],
      "exposed",
    ],
  ] as const)
    it(title, () => {
      expect(exposureOf(ask([policy(...statements)]))).to.equal(exposure);
    });
});

describe("a policy that is too intricate, beside one that is broken", () => {
  it("is undecided: what is open in it would be open all the same", () => {
    const { exposure, reason } = decideExposure(ask([policy(INTRICATE), "{"]));
    expect(exposure).to.equal("undecided");
    expect(reason?.document).to.equal("Policy-1");
  });
});

const condition = (operator: string, key: string, value: string): string =>
  policy({ Condition: { [operator]: { [key]: value } } });

describe("an answer", () => {
  it("depends on nothing that was asked before", () => {
    const dated = ask([condition("DateLessThan", "aws:CurrentTime", "2027-01-01")]);
    const later = { ...dated, now: "2028-01-01T00:00:00Z" };
    const partner = ask([policy({ Principal: { AWS: "222222222222" } })]);
    const friends = { ...partner, trust: { ...OWNER_ONLY, accounts: ["222222222222"] } };
    const owned = { ...partner, owner: "222222222222" };
    const content = ask([condition("StringEquals", "ses:TenantName", "x")]);
    const bare = { ...content, actions: content.actions.map(({ name }) => ({ name, keys: [] })) };
    const other = { ...content, resource: RESOURCE.replace("example.com", "example.org") };
    const expected: readonly (readonly [Question, string])[] = [
      [dated, "exposed"],
      [later, "private"],
      [partner, "cross-account"],
      [friends, "private"],
      [owned, "private"],
      [content, "exposed"],
      [bare, "private"],
      [other, "private"],
    ];
    for (const [question, exposure] of [...expected, ...expected.toReversed(), ...expected]) {
      expect(decideExposure(question).exposure).to.equal(exposure);
      expect(exposureOf(question)).to.equal(exposure);
    }
  });
});

const actions = (count: number): Question["actions"] =>
  Array.from({ length: count }, (_, at) => ({ name: `ses:Act${at}`, keys: [] }));

const NOTHING_SAID: Omit<Reach, "reason"> = {
  exposure: "undecided",
  allowedTo: [],
  evidence: [],
  witness: null,
  accepting: null,
  faults: [],
  deputies: [],
  certain: null,
  doubts: [],
  otherwise: [],
};

describe("the number of actions in one question", () => {
  it("may be 31, and the last of them is decided like the first", () => {
    for (const at of [0, 30]) {
      const question = { ...ask([policy({ Action: `ses:Act${at}` })]), actions: actions(31) };
      expect(decideExposure(question)).to.deep.include({ exposure: "exposed" });
      expect(decideExposure(question).witness?.action).to.equal(`ses:Act${at}`);
      expect(whoCan(question)).to.deep.include({ exposure: "exposed" });
    }
    const other = { ...ask([policy({ Action: "ses:Act31" })]), actions: actions(31) };
    expect(exposureOf(other)).to.equal("private");
  });

  it("makes a question undecided where it is more, and the reason says so", () => {
    for (const at of [0, 31]) {
      const question = { ...ask([policy({ Action: `ses:Act${at}` })]), actions: actions(32) };
      expect(exposureOf(question)).to.equal("undecided");
      expect(decideExposure(question).reason?.code).to.equal("too-many-actions");
      const { reason, ...answer } = decideExposure(question);
      expect(reason?.says).to.match(/32 actions.* 31$/);
      expect(reason?.document).to.equal("Policy-1");
      expect(answer).to.deep.equal(NOTHING_SAID);
      expect(whoCan(question)).to.deep.include({ exposure: "undecided", allowedTo: [], witness: null });
    }
    expect(decideExposure({ ...ask([]), actions: actions(32) }).reason?.document).to.equal("");
  });
});

const exposure = (...statements: readonly object[]): string =>
  decideExposure(ask([policy(...statements)])).exposure;

const asks = (operator: string, key: string, value: string): object => ({
  Condition: { [operator]: { [key]: value } },
});

const grantOf = (statement: object, at: Hole["at"]): string =>
  decideExposure(ask([policy(statement)], at === "" ? [] : hole(at)))
    .evidence.filter(({ role }) => role === "grants")
    .map((one) => one.says)
    .join(" ");

describe("whom a grant names", () => {
  it("is an expression where that is not resolved, and nobody where the list is empty", () => {
    expect(grantOf({ Principal: null }, "/Statement/0/Principal")).to.include("to whoever var.x names.");
    expect(
      grantOf({ Principal: undefined, NotPrincipal: { AWS: null } }, "/Statement/0/NotPrincipal/AWS"),
    ).to.include("to everyone but whoever var.x names.");
    expect(grantOf({ Principal: { AWS: [] } }, "")).to.include("to nobody.");
  });
});

describe("requests that cannot be made", () => {
  it("carry a wildcard in a mail address", () => {
    for (const key of ["ses:FromAddress", "ses:FeedbackAddress"]) {
      expect(exposure(asks("StringEquals", key, "*@example.com")), key).to.equal("private");
      expect(exposure(asks("StringEquals", key, "ce?@example.com")), key).to.equal("private");
      expect(exposure(asks("StringLike", key, "${*}@example.com")), key).to.equal("private");
      expect(exposure(asks("StringLike", key, "*@example.com")), key).to.equal("exposed");
      expect(exposure(asks("StringEquals", key, "ceo@example.com")), key).to.equal("exposed");
    }
    expect(exposure(asks("ForAnyValue:StringEquals", "ses:Recipients", "*@example.com"))).to.equal("private");
    expect(exposure(asks("ForAnyValue:StringLike", "ses:Recipients", "*@example.com"))).to.equal("exposed");
  });

  it("come from something of another kind than the key names", () => {
    for (const [key, own, other] of [
      ["aws:SignInSessionArn", "arn:aws:signin:*:*:session/*", "arn:aws:signin:*:*:user/*"],
      ["aws:ChatbotSourceArn", "arn:aws:chatbot::*:chat-configuration/*", "arn:aws:chatbot:*-1:*:*"],
      ["ec2:SourceInstanceArn", "arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*:*:vpc/*"],
      ["ssm:SourceInstanceArn", "arn:aws:ssm:*:*:managed-instance/*", "arn:aws:ec2:*:*:instance/*"],
      ["codebuild:ProjectArn", "arn:aws:codebuild:*:*:project/*", "arn:aws:codebuild:*:*:build/*"],
      ["codebuild:BuildArn", "arn:aws:codebuild:*:*:build/*", "arn:aws:codebuild:*:*:build/*:*:*"],
      ["aws:SourceVpcArn", "arn:aws:ec2:*:*:vpc/*", "arn:aws:ec2:*:*:subnet/*"],
    ] as const) {
      expect(exposure(asks("ArnLike", key, own)), key).to.equal("exposed");
      expect(exposure(asks("ArnLike", key, other)), key).to.equal("private");
      expect(exposure({}, { Effect: "Deny", ...asks("ArnLikeIfExists", key, own) }), key).to.equal("private");
    }
  });

  it("are made for a topic or a user pool with a colon in its name", () => {
    for (const arn of ["arn:aws:sns:*:222222222222:*", "arn:aws:cognito-idp:*:222222222222:userpool/*"])
      expect(exposure(asks("StringLike", "aws:SourceArn", arn)), arn).to.equal("cross-account");
    expect(exposure(asks("StringLike", "aws:SourceArn", "arn:aws:cloudwatch:*:222222222222:*"))).to.equal(
      "exposed",
    );
  });

  it("pass through an MCP server that is not there", () => {
    const server = { StringEquals: { "aws:CalledViaAWSMCP": "aws-mcp.amazonaws.com" } };
    expect(exposure({ Condition: server })).to.equal("exposed");
    expect(exposure({ Condition: { ...server, Bool: { "aws:ViaAWSMCPService": "true" } } })).to.equal(
      "exposed",
    );
    expect(exposure({ Condition: { ...server, Bool: { "aws:ViaAWSMCPService": "false" } } })).to.equal(
      "private",
    );
    expect(exposure(asks("StringEquals", "aws:CalledViaAWSMCP", "*.amazonaws.com"))).to.equal("private");
    // An AWS service may pass on what an MCP server asked for.
    expect(exposure({ Condition: { ...server, Bool: { "aws:ViaAWSService": "true" } } })).to.equal("exposed");
  });
});

describe("an equal question", () => {
  it("is decided once", () => {
    const text = policy(asks("StringEquals", "aws:PrincipalTag/once", "x"));
    expect(decideExposure(ask([text]))).to.equal(decideExposure(ask([text])));
  });
});

describe("who can, without an explanation", () => {
  const disputed = { disputed: DISPUTED_KEYS };
  const partner = { Principal: { AWS: "222222222222" } };
  for (const [what, question] of [
    ["everybody", ask([policy({})])],
    ["nobody", ask([policy({ Principal: { AWS: "111111111111" } })])],
    ["an account", ask([policy(partner)])],
    ["nobody beside a text that is no policy", ask([policy({ Principal: { AWS: "111111111111" } }), "{"])],
    ["an account beside a text that is no policy", ask([policy(partner), "{"])],
    [
      "a principal that is not resolved",
      ask([policy({ Principal: { AWS: null } })], hole("/Statement/0/Principal/AWS")),
    ],
    [
      "whoever carries an unknown key",
      { ...ask([policy(asks("StringLike", "aws:NewKeyOf2027", "al?ce"))]), ...disputed },
    ],
    [
      "a tag, as one page has it",
      { ...ask([policy(asks("StringEquals", "aws:PrincipalTag/t", "x"))]), ...disputed },
    ],
  ] as const)
    it(`is what the whole answer says: ${what}`, () => {
      const { exposure, allowedTo, witness } = decideExposure(question);
      expect(whoCan(question)).to.deep.include({ exposure, allowedTo, witness });
    });
});

describe("a witness", () => {
  it("carries what an identity provider says where the policy asks for it", () => {
    for (const key of ["saml:iss", "accounts.google.com:sub", "cognito-identity.amazonaws.com:aud"]) {
      const { witness } = decideExposure(ask([policy({ Condition: { StringEquals: { [key]: "alice" } } })]));
      expect(witness?.context, key).to.have.property(key, "alice");
    }
  });
});

const withUnknown = (key: string): Reach =>
  decideExposure({
    ...ask([
      policy({
        Condition: {
          "ForAllValues:StringEquals": { "aws:userid": "AROA*:*" },
          StringLike: { [key]: "al?ce" },
        },
      }),
    ]),
    disputed: DISPUTED_KEYS,
  });

describe("a service that may not know the global keys", () => {
  it("does not know a key that no table has either, unless the key is its own", () => {
    expect(withUnknown("aws:NewKeyOf2027").exposure).to.equal("restricted");
    expect(withUnknown("ses:NewKeyOf2027").exposure).to.equal("undecided");
  });

  it("may ignore a Deny that another question lets fail without its key", () => {
    const key = "aws:userid";
    const denied = (operator: string): Reach =>
      decideExposure({
        ...ask([policy({}, { Effect: "Deny", Condition: { [operator]: { [key]: "AROA*:*" } } })]),
        disputed: DISPUTED_KEYS,
      });
    const { exposure: answer, doubts } = denied("ForAnyValue:StringNotEqualsIgnoreCaseIfExists");
    expect(answer).to.equal("undecided");
    expect(doubts).to.include("ses-global-keys");
    expect(denied("StringNotEqualsIgnoreCaseIfExists").exposure).to.equal("private");
  });
});
