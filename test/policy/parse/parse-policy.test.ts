import { expect } from "chai";
import { isPolicy, parsePolicy } from "../../../src/policy/parse/parse-policy.ts";
import type { Policy } from "../../../src/policy/shapes.ts";

const STATEMENT = { Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*" };

const text = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ ...STATEMENT, ...statement }] });

const policyOf = (source: string): Policy => {
  const parsed = parsePolicy(source);
  if (!isPolicy(parsed)) throw new Error(parsed.says);
  return parsed;
};

describe("parsing a policy", () => {
  it("reads every element with its place", () => {
    const [statement] = policyOf(
      text({
        Sid: "s",
        Principal: { AWS: ["222222222222", "*"], Service: "sns.amazonaws.com" },
        Condition: {
          "ForAllValues:StringLikeIfExists": { "aws:PrincipalTag/a": ["x", "y"] },
          Bool: { "aws:SecureTransport": true },
        },
      }),
    ).statements;
    expect(statement?.sid).to.equal("s");
    expect(statement?.principal.entries).to.deep.equal([
      { type: "AWS", text: "222222222222", at: "/Statement/0/Principal/AWS/0" },
      { type: "AWS", text: "*", at: "/Statement/0/Principal/AWS/1" },
      { type: "Service", text: "sns.amazonaws.com", at: "/Statement/0/Principal/Service" },
    ]);
    expect(statement?.conditions).to.deep.equal([
      {
        at: "/Statement/0/Condition/ForAllValues:StringLikeIfExists/aws:PrincipalTag~1a",
        qualifier: "ForAllValues",
        operator: "StringLike",
        ifExists: true,
        key: "aws:PrincipalTag/a",
        values: [
          { text: "x", at: "/Statement/0/Condition/ForAllValues:StringLikeIfExists/aws:PrincipalTag~1a/0" },
          { text: "y", at: "/Statement/0/Condition/ForAllValues:StringLikeIfExists/aws:PrincipalTag~1a/1" },
        ],
      },
      {
        at: "/Statement/0/Condition/Bool/aws:SecureTransport",
        qualifier: null,
        operator: "Bool",
        ifExists: false,
        key: "aws:SecureTransport",
        values: [{ text: "true", at: "/Statement/0/Condition/Bool/aws:SecureTransport" }],
      },
    ]);
  });

  it("takes a policy without a version for one of 2008-10-17", () => {
    expect(policyOf(JSON.stringify({ Statement: STATEMENT })).version).to.equal("2008-10-17");
    expect(policyOf(JSON.stringify({ Statement: STATEMENT })).statements[0]?.at).to.equal("/Statement");
  });

  for (const [title, source, at] of [
    ["a list as principal", text({ Principal: ["*"] }), "/Statement/0/Principal"],
    ["a name as principal", text({ Principal: "222222222222" }), "/Statement/0/Principal"],
    ["a number as principal", text({ Principal: { AWS: 222222222222 } }), "/Statement/0/Principal/AWS"],
    ["an unknown kind of principal", text({ Principal: { Role: "x" } }), "/Statement/0/Principal/Role"],
    [
      "a wildcard in a principal",
      text({ Principal: { AWS: ["111111111111", "arn:aws:iam::222222222222:user/*"] } }),
      "/Statement/0/Principal/AWS/1",
    ],
    [
      "a group as principal",
      text({ Principal: { AWS: "arn:aws:iam::222222222222:group/g" } }),
      "/Statement/0/Principal/AWS",
    ],
    ["two principals", text({ NotPrincipal: "*" }), "/Statement/0/NotPrincipal"],
    ["an action in an object", text({ Action: {} }), "/Statement/0/Action"],
    ["a list in a list", text({ Action: [["ses:SendEmail"]] }), "/Statement/0/Action/0"],
    ["a resource that is no ARN", text({ Resource: "example.com" }), "/Statement/0/Resource"],
    ["a condition as a list", text({ Condition: [] }), "/Statement/0/Condition"],
    ["an operator as a string", text({ Condition: { Bool: "true" } }), "/Statement/0/Condition/Bool"],
    [
      "a key without a prefix",
      text({ Condition: { Bool: { SecureTransport: "true" } } }),
      "/Statement/0/Condition/Bool/SecureTransport",
    ],
    [
      "an object as a value",
      text({ Condition: { Bool: { "aws:x": [{}] } } }),
      "/Statement/0/Condition/Bool/aws:x/0",
    ],
    ["an unknown element", text({ action: "x" }), "/Statement/0/action"],
    ["a policy in a list", "[]", ""],
    ["an unknown top element", JSON.stringify({ Statement: STATEMENT, Foo: 1 }), "/Foo"],
    ["no statement", "{}", ""],
    ["an empty list of statements", '{"Statement":[]}', "/Statement"],
  ] as const)
    it(`refuses ${title}`, () => {
      const parsed = parsePolicy(source);
      expect(isPolicy(parsed)).to.equal(false);
      expect("at" in parsed ? parsed.at : null).to.equal(at);
    });

  it("names line and column", () => {
    const parsed = parsePolicy('{"Version":"2012-10-17",\n "Statement":[\n  {"Effect":"allow"}]}');
    expect(parsed).to.deep.include({ at: "/Statement/0/Effect", line: 3, column: 13 });
  });

  it("accepts null only where an expression is known to stand", () => {
    const open = text({ Principal: { AWS: null } });
    expect(isPolicy(parsePolicy(open))).to.equal(false);
    const parsed = parsePolicy(open, [{ at: "/Statement/0/Principal/AWS", expression: "var.account" }]);
    expect(isPolicy(parsed) && parsed.statements[0]?.principal.entries[0]?.hole?.expression).to.equal(
      "var.account",
    );
  });
});
