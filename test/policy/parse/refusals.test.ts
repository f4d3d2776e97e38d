import { expect } from "chai";
import { isPolicy, parsePolicy } from "../../../src/policy/parse/parse-policy.ts";
import { isWrong, NOT_JSON } from "../../../src/policy/parse/wrong.ts";
import { PLAIN, text, refused, principal, aws, condition } from "./texts.ts";

type Row = readonly [title: string, source: string, at: string, says: string];

const ROWS: readonly Row[] = [
  ["a text", '"x"', "", "a policy is an object with a Statement"],
  ["null", "null", "", "a policy is an object with a Statement"],
  ["no statement", '{"Version":"2012-10-17"}', "", "the policy has no Statement"],
  ["no statements", '{"Statement":[]}', "/Statement", "a policy needs at least one statement"],
  [
    "another version",
    '{"Version":"2012-10-18","Statement":[]}',
    "/Version",
    "Version is 2012-10-17 or 2008-10-17",
  ],
  [
    "a version that is a number",
    '{"Version":2012,"Statement":[]}',
    "/Version",
    "Version is 2012-10-17 or 2008-10-17",
  ],
  ["an Id that is a number", '{"Id":1,"Statement":[]}', "/Id", "Id is a string"],
  ["an unknown element", '{"Statements":[]}', "/Statements", '"Statements" is no element of a policy'],
  ["a statement that is a text", '{"Statement":"x"}', "/Statement", "a statement is an object"],
  ["a statement that is a list", '{"Statement":[[]]}', "/Statement/0", "a statement is an object"],
  ["a statement that is null", '{"Statement":[null]}', "/Statement/0", "a statement is an object"],
  ["no Effect", text({}, ["Effect"]), "/Statement/0", "the statement has no Effect"],
  ["no Principal", text({}, ["Principal"]), "/Statement/0", "the statement has no Principal"],
  ["no Action", text({}, ["Action"]), "/Statement/0", "the statement has no Action"],
  ["no Resource", text({}, ["Resource"]), "/Statement/0", "the statement has no Resource"],
  [
    "an Effect in other case",
    text({ Effect: "ALLOW" }),
    "/Statement/0/Effect",
    'Effect is "Allow" or "Deny"',
  ],
  [
    "an Effect that is a boolean",
    text({ Effect: true }),
    "/Statement/0/Effect",
    'Effect is "Allow" or "Deny"',
  ],
  ["a Sid that is a number", text({ Sid: 1 }), "/Statement/0/Sid", "Sid is a string"],
  ["an unknown member", text({ "a/b": 1 }), "/Statement/0/a~1b", '"a/b" is no element of a statement'],
  [
    "Principal and NotPrincipal",
    text({ NotPrincipal: "*" }),
    "/Statement/0/NotPrincipal",
    "Principal and NotPrincipal exclude each other",
  ],
  [
    "Action and NotAction",
    text({ NotAction: "*" }),
    "/Statement/0/NotAction",
    "Action and NotAction exclude each other",
  ],
  [
    "Resource and NotResource",
    text({ NotResource: "*" }),
    "/Statement/0/NotResource",
    "Resource and NotResource exclude each other",
  ],
  [
    "NotAction before Action",
    text({ Effect: "Allow" }).replace('"Action"', '"NotAction":"*","Action"'),
    "/Statement/0/Action",
    "Action and NotAction exclude each other",
  ],
  [
    "a Sid twice",
    JSON.stringify({ Statement: [{ ...PLAIN, Sid: "a" }, { ...PLAIN }, { ...PLAIN, Sid: "a" }] }),
    "/Statement/2/Sid",
    'the Sid "a" is given twice',
  ],
  [
    "a principal that is a text",
    principal("111111111111"),
    "/Statement/0/Principal",
    'a principal is "*" or an object such as {"AWS": …}',
  ],
  [
    "a principal that is a list",
    principal(["*"]),
    "/Statement/0/Principal",
    'a principal is "*" or an object such as {"AWS": …}',
  ],
  [
    "a principal that is null",
    principal(null),
    "/Statement/0/Principal",
    'a principal is "*" or an object such as {"AWS": …}',
  ],
  [
    "a canonical user",
    principal({ CanonicalUser: "x" }),
    "/Statement/0/Principal/CanonicalUser",
    "a canonical user is a principal of S3 alone",
  ],
  [
    "a federated principal",
    principal({ Federated: "x" }),
    "/Statement/0/Principal/Federated",
    "a federated principal belongs into the trust policy of a role",
  ],
  [
    "a kind of principal in other case",
    principal({ aws: "*" }),
    "/Statement/0/Principal/aws",
    '"aws" is no kind of principal; AWS and Service are',
  ],
  [
    "a principal's name that is a number",
    aws([1]),
    "/Statement/0/Principal/AWS/0",
    "a principal's name, or a list of names, is expected here",
  ],
  [
    "a principal's name that is null",
    aws(null),
    "/Statement/0/Principal/AWS",
    "a principal's name, or a list of names, is expected here",
  ],
  [
    "an action that is a number",
    text({ Action: 1 }),
    "/Statement/0/Action",
    "a string, or a list of strings, is expected here",
  ],
  [
    "an action that is an object",
    text({ Action: {} }),
    "/Statement/0/Action",
    "a string, or a list of strings, is expected here",
  ],
  [
    "an action without a service",
    text({ Action: ["ses:*", "SendEmail"] }),
    "/Statement/0/Action/1",
    '"SendEmail" has no prefix of a service, such as "ses:"',
  ],
  [
    "a resource that is no ARN",
    text({ Resource: ["*", "example.com"] }),
    "/Statement/0/Resource/1",
    '"example.com" is neither an ARN nor "*"',
  ],
  [
    "a resource that is half a wildcard",
    text({ Resource: "**" }),
    "/Statement/0/Resource",
    '"**" is neither an ARN nor "*"',
  ],
  [
    "conditions in a list",
    text({ Condition: [] }),
    "/Statement/0/Condition",
    "an object of condition operators is expected here",
  ],
  [
    "conditions that are a text",
    text({ Condition: "x" }),
    "/Statement/0/Condition",
    "an object of condition operators is expected here",
  ],
  [
    "an unknown operator",
    text({ Condition: { StringIs: {} } }),
    "/Statement/0/Condition/StringIs",
    '"StringIs" is no condition operator',
  ],
  [
    "NullIfExists",
    text({ Condition: { NullIfExists: {} } }),
    "/Statement/0/Condition/NullIfExists",
    '"NullIfExists" is no condition operator',
  ],
  [
    "an operator on a text",
    text({ Condition: { Bool: "x" } }),
    "/Statement/0/Condition/Bool",
    "an object of condition keys is expected here",
  ],
  [
    "a key without a prefix",
    condition("Bool", "x", "true"),
    "/Statement/0/Condition/Bool/x",
    'the condition key "x" has no prefix such as "aws:"',
  ],
  [
    "a key twice, in another case",
    text({ Condition: { Bool: { "aws:x": "true", "AWS:X": "true" } } }),
    "/Statement/0/Condition/Bool/AWS:X",
    'the condition key "AWS:X" is given twice',
  ],
  [
    "a value that is null",
    condition("Bool", "aws:x", null),
    "/Statement/0/Condition/Bool/aws:x",
    "a value, or a list of values, is expected here",
  ],
  [
    "a value that is an object",
    condition("Bool", "aws:x", ["a", {}]),
    "/Statement/0/Condition/Bool/aws:x/1",
    "a value, or a list of values, is expected here",
  ],
  [
    "a list in a list of values",
    condition("Bool", "aws:x", [["a"]]),
    "/Statement/0/Condition/Bool/aws:x/0",
    "a value, or a list of values, is expected here",
  ],
];

/** Elements that JSON.stringify cannot give twice. */
const TWICE: readonly (readonly [member: string, at: string])[] = [
  ['"Sid":"a","Sid":"b"', "Sid"],
  ['"Effect":"Allow"', "Effect"],
  ['"Principal":"*"', "Principal"],
  ['"Action":"ses:SendEmail"', "Action"],
  ['"Resource":"*"', "Resource"],
  ['"Condition":{},"Condition":{}', "Condition"],
  ['"Condition":{"Bool":{},"Bool":{}}', "Condition/Bool"],
  ['"Condition":{"Bool":{"aws:x":"a","aws:x":"a"}}', "Condition/Bool/aws:x"],
];

describe("a text is refused", () => {
  for (const [title, source, at, says] of ROWS)
    it(`for ${title}`, () => {
      expect(refused(source)).to.deep.equal([at, says]);
    });

  for (const [member, at] of TWICE)
    it(`for ${at} twice`, () => {
      const source = `{"Statement":[{${member},${JSON.stringify(PLAIN).slice(1)}]}`;
      expect(refused(source)).to.deep.equal([
        `/Statement/0/${at}`,
        `the member ${JSON.stringify(at.split("/").at(-1))} is given twice`,
      ]);
    });

  for (const [name, element] of [
    ["Version", '"Version":"2012-10-17"'],
    ["Id", '"Id":"x"'],
    ["Statement", `"Statement":[${JSON.stringify(PLAIN)}]`],
  ] as const)
    it(`for ${name} twice`, () => {
      const statement = name === "Statement" ? "" : `,"Statement":[${JSON.stringify(PLAIN)}]`;
      expect(refused(`{${element}${statement}}`)).to.equal(null);
      expect(refused(`{${element},${element}${statement}}`)).to.deep.equal([
        `/${name}`,
        `the member "${name}" is given twice`,
      ]);
    });

  it("for a kind of principal twice", () => {
    expect(refused(principal({}).replace('"Principal":{}', '"Principal":{"AWS":[],"AWS":[]}'))).to.deep.equal(
      ["/Statement/0/Principal/AWS", 'the member "AWS" is given twice'],
    );
  });
});

describe("a text is taken", () => {
  for (const [title, source] of [
    ["with an Id and blanks", `\r\n\t {"Id" : "x" ,\n"Statement": [ ${JSON.stringify(PLAIN)} ] } \n`],
    ["with nothing in its lists", text({ Action: [], Resource: [], Principal: { AWS: [], Service: [] } })],
    ["with nothing in its conditions", text({ Condition: {} })],
    ["with nothing in an operator", text({ Condition: { Bool: {} } })],
    [
      "with Sids that are empty",
      JSON.stringify({
        Statement: [
          { ...PLAIN, Sid: "" },
          { ...PLAIN, Sid: "" },
        ],
      }),
    ],
    ["with a resource that begins with a variable", text({ Resource: "${aws:PrincipalTag/arn}" })],
    [
      "with statements that have no Sid",
      JSON.stringify({ Version: "2008-10-17", Statement: [PLAIN, { ...PLAIN, Effect: "Deny" }] }),
    ],
    ["with an action that is a star", text({ Action: ["*"] })],
    ["with quotes and backslashes in a text", text({ Sid: 'a"b\\\\"c\\', Resource: "arn:aws:x:::\\" })],
    ["with letters beyond ASCII before the rest", text({ Sid: "äöü𝒳 ", Action: ["ses:ä", "*"] })],
    [
      "with keys of one operator under another",
      text({ Condition: { Bool: { "aws:x": "true" }, StringLike: { "aws:x": "t*", "aws:y": "t" } } }),
    ],
    [
      "with keys that are one word to upper case alone",
      text({
        Condition: { StringLike: { "aws:PrincipalTag/straße": "a", "aws:PrincipalTag/STRASSE": "b" } },
      }),
    ],
    [
      "with one key under two operators",
      text({ Condition: { Bool: { "aws:x": "true" }, StringLike: { "aws:x": "t*" } } }),
    ],
  ] as const)
    it(title, () => {
      expect(refused(source)).to.equal(null);
    });

  it("with booleans and numbers as their text", () => {
    const parsed = parsePolicy(
      text({ Condition: { Bool: { "aws:x": [true, false, 1, -1.5e3, 0.1, "a"] } } }),
    );
    expect(
      isPolicy(parsed) && parsed.statements[0]?.conditions[0]?.values.map((value) => value.text),
    ).to.deep.equal(["true", "false", "1", "-1500", "0.1", "a"]);
  });

  it("with every operator under every qualifier", () => {
    const base = [
      ...["Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike"].map(
        (name) => `String${name}`,
      ),
      ...["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].flatMap(
        (name) => [`Numeric${name}`, `Date${name}`],
      ),
      ...["Equals", "NotEquals", "Like", "NotLike"].map((name) => `Arn${name}`),
      "Bool",
      "BinaryEquals",
      "IpAddress",
      "NotIpAddress",
      "Null",
    ];
    for (const operator of base)
      for (const qualifier of [null, "ForAllValues", "ForAnyValue"])
        for (const ifExists of operator === "Null" ? [false] : [false, true]) {
          const name = `${qualifier === null ? "" : `${qualifier}:`}${operator}${ifExists ? "IfExists" : ""}`;
          const parsed = parsePolicy(condition(name, "aws:x", "1"));
          expect(isPolicy(parsed) && parsed.statements[0]?.conditions[0], name).to.deep.include({
            qualifier,
            operator,
            ifExists,
          });
        }
  });
});

describe("what refuses a text", () => {
  it("is told apart from errors", () => {
    expect(isWrong(NOT_JSON)).to.equal(true);
    for (const thrown of [null, undefined, "wrong", 1, new Error("wrong"), {}])
      expect(isWrong(thrown)).to.equal(false);
  });
});
