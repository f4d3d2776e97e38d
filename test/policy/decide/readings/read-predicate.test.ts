import { expect } from "chai";
import type { Choice, Subject } from "../../../../src/policy/decide/readings/open-question.ts";
import { readStatement } from "../../../../src/policy/decide/readings/read-predicate.ts";
import { statementWith, read, NEW } from "./read-statement.ts";

const NEW_KEY: Subject = { of: "key", id: NEW.toLowerCase() };

/** AWS's pages disagree about it. */
const CONTESTED = "lambda:SourceFunctionArn";

const CONTESTED_KEY: Subject = { of: "key", id: CONTESTED.toLowerCase() };

const DISPUTED: Subject = { of: "disputed keys" };

const ABSENT: Choice = { is: "absent" };

describe("a condition read without a key", () => {
  it("has no such key, and keeps others", () => {
    const Condition = { ArnLike: { [CONTESTED]: "arn:aws:lambda:*:*:function:x" } };
    expect(read(Condition, []).key.behind).to.equal("text");
    expect(read(Condition, [[CONTESTED_KEY, ABSENT]]).key.behind).to.equal("never");
    expect(read(Condition, [[{ of: "key", id: "aws:other" }, ABSENT]]).key.behind).to.equal("text");
  });

  it("has no such variable, and keeps others", () => {
    const Condition = { StringEquals: { "aws:PrincipalTag/t": [`\${${NEW}}`, "${aws:username}"] } };
    const { key, variables } = read(Condition, [[NEW_KEY, ABSENT]]);
    expect(key.behind).to.equal("text");
    expect(variables?.keys.map(({ id, behind }) => [id, behind === "never"])).to.deep.equal([
      [NEW.toLowerCase(), true],
      ["aws:username", false],
    ]);
    expect(variables?.find(NEW).behind).to.equal("never");
    expect(variables?.find("aws:username").behind).not.to.equal("never");
  });

  it("has no disputed key, and keeps those that the service's own page lists", () => {
    expect(
      read({ StringEquals: { "aws:PrincipalOrgID": "o-own1234567" } }, [[DISPUTED, ABSENT]]).key.behind,
    ).to.equal("never");
    const { key } = read({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, [[DISPUTED, ABSENT]]);
    expect(key.behind).to.equal("addresses");
  });

  it("keeps an undisputed key beside a disputed variable", () => {
    const { key, variables } = read({ StringLike: { "aws:UserAgent": "${aws:username}" } }, [
      [DISPUTED, ABSENT],
    ]);
    expect(key.behind).to.equal("text");
    expect(variables?.keys.map(({ behind }) => behind)).to.deep.equal(["never"]);
  });

  it("keeps the service's own keys when no request carries the disputed ones", () => {
    expect(read({ StringEquals: { "ses:FromAddress": "x" } }, [[DISPUTED, ABSENT]]).key.behind).to.equal(
      "text",
    );
  });

  it("does not ask what value a disputed key has that no request carries", () => {
    for (const readings of [
      [
        [DISPUTED, ABSENT],
        [NEW_KEY, value("least")],
      ],
      [
        [NEW_KEY, value("least")],
        [DISPUTED, ABSENT],
      ],
    ] as const)
      expect(read({ StringEquals: { [NEW]: "x" } }, readings).key.behind).to.equal("never");
    expect(read({ StringEquals: { [NEW]: "x" } }, [[NEW_KEY, value("least")]]).key.behind).to.equal(
      "constant",
    );
  });
});

const value = (grants: "least" | "most"): Choice => ({ is: "present", value: "x", grants });

describe("a condition on a key that every request carries", () => {
  it("is compared with the one value where the value tells", () => {
    const { key, whenPresent } = read({ StringLike: { [NEW]: "x*" } }, [[NEW_KEY, value("most")]]);
    expect(key).to.deep.include({ behind: "constant", constant: "x", optional: false, multivalued: false });
    expect(whenPresent).to.equal(null);
  });

  for (const [what, Condition] of [
    ["a set operator", { "ForAnyValue:StringEquals": { [NEW]: "x" } }],
    ["a number", { NumericEquals: { [NEW]: "1" } }],
    ["a date", { DateLessThan: { [NEW]: "2027-01-01T00:00:00Z" } }],
    ["an address", { IpAddress: { [NEW]: "203.0.113.0/24" } }],
    ["a variable in the value", { StringEquals: { [NEW]: "${aws:username}" } }],
    ["the key as a variable", { StringEquals: { "aws:PrincipalTag/t": `\${${NEW}}` } }],
  ] as const)
    it(`grants as much as it may, or as little, under ${what}`, () => {
      for (const [Effect, grants, holds] of [
        ["Allow", "most", true],
        ["Allow", "least", false],
        ["Deny", "most", false],
        ["Deny", "least", true],
      ] as const) {
        const predicate = read(Condition, [[NEW_KEY, value(grants)]], { Effect });
        expect(predicate.whenPresent, `${Effect} ${grants}`).to.equal(holds);
        expect(predicate.variables).to.equal(null);
      }
    });

  it("is carried as what it is where the key only stands in its value", () => {
    const { key } = read({ StringEquals: { "aws:PrincipalTag/t": `\${${NEW}}` } }, [
      [NEW_KEY, value("most")],
    ]);
    expect(key).to.deep.include({ id: "aws:principaltag/t", behind: "text", optional: true });
  });

  it("tells that it is there", () => {
    const { key, whenPresent, whenMissing } = read({ Null: { [NEW]: "true" } }, [[NEW_KEY, value("most")]]);
    expect(key.behind).to.equal("constant");
    expect([whenPresent, whenMissing]).to.deep.equal([false, true]);
  });
});

describe("other readings of a condition", () => {
  const LIST: Subject = { of: "list", id: "aws:principalorgpaths" };
  const PATHS = { "aws:PrincipalOrgPaths": "o-own1234567/*" };

  it("compare every value of a list, or one", () => {
    const every = read({ StringLike: PATHS }, [[LIST, { is: "compared", every: true }]]);
    expect([every.every, every.whenMissing]).to.deep.equal([true, false]);
    const some = read({ StringNotLike: PATHS }, [[LIST, { is: "compared", every: false }]]);
    expect([some.every, some.whenMissing]).to.deep.equal([false, false]);
    const ifThere = read({ StringNotLikeIfExists: PATHS }, [[LIST, { is: "compared", every: false }]]);
    expect([ifThere.every, ifThere.whenMissing]).to.deep.equal([false, true]);
  });

  it("hold always or never", () => {
    for (const holds of [true, false]) {
      const predicate = read({ StringEquals: { "aws:PrincipalTag/t": "${aws:username}" } }, [
        [
          { of: "operator", written: "StringEquals" },
          { is: "always", holds },
        ],
      ]);
      // It is written as IAM does.
      expect(predicate.variables).not.to.equal(null);
      const other = read({ stringequals: { "aws:PrincipalTag/t": "${aws:username}" } }, [
        [
          { of: "operator", written: "stringequals" },
          { is: "always", holds },
        ],
      ]);
      expect([other.whenMissing, other.whenPresent, other.variables]).to.deep.equal([holds, holds, null]);
    }
  });

  it("bound what a key can do", () => {
    for (const [Effect, grants, holds] of [
      ["Allow", "most", true],
      ["Deny", "most", false],
      ["Deny", "least", true],
    ] as const) {
      const predicate = read({ StringEquals: { [NEW]: "x" } }, [[NEW_KEY, { is: "bound", grants }]], {
        Effect,
      });
      expect([predicate.whenMissing, predicate.whenPresent]).to.deep.equal([holds, holds]);
    }
  });

  it("say what ForAnyValue with IfExists is without the key", () => {
    const any: Subject = { of: "ForAnyValue IfExists" };
    for (const holds of [true, false]) {
      const choice: Choice = { is: "without the key", holds };
      expect(read({ "ForAnyValue:StringLikeIfExists": PATHS }, [[any, choice]]).whenMissing).to.equal(holds);
      expect(read({ "ForAnyValue:StringLike": PATHS }, [[any, choice]]).whenMissing).to.equal(false);
      expect(read({ "ForAllValues:StringLikeIfExists": PATHS }, [[any, choice]]).whenMissing).to.equal(true);
    }
  });

  it("leave the statement as it is where there is none", () => {
    const statement = statementWith({ StringEquals: { [NEW]: "x" } });
    expect(readStatement(statement, new Map())).to.equal(statement);
  });
});
