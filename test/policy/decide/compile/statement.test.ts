import { expect } from "chai";
import { together, type CompiledStatement } from "../../../../src/policy/decide/compile/statement.ts";
import { queryOf } from "../../../../src/policy/decide/search/query.ts";
import { isPolicy, parsePolicy } from "../../../../src/policy/parse/parse-policy.ts";
import { ask, IDENTITY } from "../../../../proof/question.ts";

type Members = Readonly<Record<string, unknown>>;

const compiled = (members: Members, version = "2012-10-17"): CompiledStatement | null => {
  const statement = {
    Effect: "Allow",
    Principal: "*",
    ...("NotAction" in members ? {} : { Action: "*" }),
    ...("NotResource" in members ? {} : { Resource: "*" }),
    ...members,
  };
  const text = JSON.stringify({ Version: version, Statement: statement });
  const policy = parsePolicy(text);
  if (!isPolicy(policy)) throw new Error(policy.says);
  return queryOf(ask([text]), [policy]).allows[0] ?? null;
};

const isAbout = (members: Members): boolean => compiled(members) !== null;

describe("a statement that bears on the question", () => {
  it("is about some asked action", () => {
    expect(compiled({ Action: "ses:SendEmail" })?.actions).to.equal(1);
    expect(compiled({ Action: "s3:*" })).to.equal(null);
    expect(compiled({ NotAction: "ses:SendEmail" })?.actions).to.equal(62);
    expect(compiled({ NotAction: "ses:*" })).to.equal(null);
    expect(compiled({ NotAction: [] })).to.equal(null);
  });

  it("is about the resource, missing fields of an ARN completed", () => {
    for (const Resource of [
      IDENTITY,
      "*",
      "arn:aws:ses:*:111111111111:identity/*",
      "arn:aws:ses",
      "arn:aws:ses:us-east-1",
    ])
      expect(isAbout({ Resource }), Resource).to.equal(true);
    for (const Resource of ["arn:aws:ses:us-east-1:111111111111:identity/other.com", "arn:aws:s3", []])
      expect(isAbout({ Resource }), JSON.stringify(Resource)).to.equal(false);
    expect([
      isAbout({ NotResource: IDENTITY }),
      isAbout({ NotResource: "arn:aws:s3:::*" }),
      isAbout({ NotResource: [] }),
    ]).to.deep.equal([false, true, false]);
  });

  it("has its Resource as a predicate where that has variables, which an old policy has not", () => {
    const Resource = "arn:aws:ses:us-east-1:111111111111:identity/${aws:username}";
    expect(
      compiled({ Resource })
        ?.predicates()
        .all.map(({ condition, whenMissing }) => [condition, whenMissing]),
    ).to.deep.equal([[null, false]]);
    expect(compiled({ Resource }, "2008-10-17")).to.equal(null);
  });

  it("meets conditions with variables last, and keeps them in order otherwise", () => {
    const one = compiled({
      Condition: {
        StringEquals: {
          "aws:PrincipalTag/a": "${aws:username}",
          "aws:PrincipalTag/b": "x",
          "aws:PrincipalTag/c": "y",
        },
      },
    });
    const names = (which: "all" | "ordered"): readonly string[] | undefined =>
      one?.predicates()[which].map(({ key }) => key.name.slice(-1));
    expect([names("all"), names("ordered")]).to.deep.equal([
      ["a", "b", "c"],
      ["b", "c", "a"],
    ]);
  });

  it("together with another is about what both are about", () => {
    const [a, b] = [
      compiled({
        Action: ["ses:SendEmail", "ses:SendRawEmail"],
        Condition: { Bool: { "aws:SecureTransport": "true" } },
      }),
      compiled({
        Action: ["ses:SendRawEmail", "ses:SendBounce"],
        Condition: { Null: { "aws:userid": "false" } },
      }),
    ];
    if (a === null || b === null) throw new Error("no statement");
    const both = together(a, b);
    expect([both.actions, both.predicates().all.map(({ key }) => key.name)]).to.deep.equal([
      2,
      ["aws:SecureTransport", "aws:userid"],
    ]);
  });
});
