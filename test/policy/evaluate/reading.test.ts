import { expect } from "chai";
import { applies, evaluate } from "../../../src/policy/evaluate/evaluate.ts";
import {
  STANDARD,
  type CaseReading,
  type ListReading,
  type Reading,
} from "../../../src/policy/evaluate/reading.ts";
import {
  anatomyPage,
  anyValueAlone,
  bareList,
  operatorCase,
  type Rewrite,
} from "../../../proof/readings/rewrite.ts";
import { readPolicy } from "../../../proof/read-policy.ts";
import { STRANGER } from "./support.ts";

type Context = (typeof STRANGER)["context"];

const policyOf = (
  operator: string,
  key: string,
  value: string,
  resource = "*",
): ReturnType<typeof readPolicy> =>
  readPolicy(
    JSON.stringify({
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: "*",
        Action: "*",
        Resource: resource,
        Condition: { [operator]: { [key]: value } },
      },
    }),
  );

const holds = (
  reading: Partial<Reading>,
  operator: string,
  key: string,
  value: string,
  context: Context,
): boolean =>
  evaluate([policyOf(operator, key, value)], { ...STRANGER, context }, { ...STANDARD, ...reading })
    .decision === "allowed";

const PATHS = "aws:PrincipalOrgPaths";
const INSIDE = { [PATHS]: ["o-a/r-1/"] };
const BOTH = { [PATHS]: ["o-a/r-1/", "o-b/r-1/"] };

const onList = (reading: ListReading, operator: string, context: Context): boolean =>
  holds({ lists: new Map([[PATHS.toLowerCase(), reading]]) }, operator, PATHS, "o-a/*", context);

const inLowerCase = (reading: CaseReading, context: Context): boolean =>
  holds({ cases: new Map([["stringlike", reading]]) }, "stringlike", "aws:username", "a*", context);

describe("readings of the evaluator", () => {
  it("ForAnyValue with IfExists is true or false on a missing key, and the same on one that is there", () => {
    for (const anyValueIfExists of [true, false]) {
      const at = (context: Context): boolean =>
        holds({ anyValueIfExists }, "ForAnyValue:StringLikeIfExists", PATHS, "o-a/*", context);
      expect(at({})).to.equal(anyValueIfExists);
      expect(at(INSIDE)).to.equal(true);
      expect(at({ [PATHS]: ["o-b/r-1/"] })).to.equal(false);
    }
    expect(
      holds({ anyValueIfExists: false }, "ForAllValues:StringLikeIfExists", PATHS, "o-a/*", {}),
    ).to.equal(true);
    expect(holds({ anyValueIfExists: false }, "StringLikeIfExists", "aws:username", "a", {})).to.equal(true);
  });

  it("a list without a set operator never holds, or where one value fits, or where all do", () => {
    const rows = [
      ["never", "StringLike", false, false, false],
      ["any", "StringLike", true, true, false],
      ["every", "StringLike", true, false, false],
      ["never", "StringNotLike", false, false, false],
      ["any", "StringNotLike", false, true, false],
      ["every", "StringNotLike", false, false, true],
      ["any", "StringLikeIfExists", true, true, true],
      ["never", "StringLikeIfExists", false, false, false],
      ["any", "ForAllValues:StringLike", true, false, true],
    ] as const;
    for (const [reading, operator, inside, both, missing] of rows)
      expect(
        [INSIDE, BOTH, {}].map((context) => onList(reading, operator, context)),
        `${reading} ${operator}`,
      ).to.deep.equal([inside, both, missing]);
  });

  it("an operator in another case is that operator, never holds, or is passed over", () => {
    const seen = (["operator", "never", "passed over"] as const).map((reading) =>
      [{ "aws:username": "ab" }, { "aws:username": "b" }, {}].map((context) => inLowerCase(reading, context)),
    );
    expect(seen).to.deep.equal([
      [true, false, false],
      [false, false, false],
      [true, true, true],
    ]);
  });

  it("by the anatomy page only its keys and those of SES are there; who calls is known all the same", () => {
    const everyGlobalKey = false;
    const context = {
      "aws:PrincipalAccount": "222222222222",
      "aws:SourceIp": "12.1.1.1",
      "saml:iss": "x",
      "ses:FromAddress": "a@example.com",
    };
    const at = (operator: string, key: string, value: string): boolean =>
      holds({ everyGlobalKey }, operator, key, value, context);
    expect(at("StringEquals", "aws:PrincipalAccount", "222222222222")).to.equal(false);
    expect(at("Null", "aws:PrincipalAccount", "true")).to.equal(true);
    expect(at("StringEqualsIfExists", "saml:iss", "y")).to.equal(true);
    expect(at("IpAddress", "AWS:sourceip", "12.0.0.0/8")).to.equal(true);
    expect(at("StringEquals", "ses:FromAddress", "a@example.com")).to.equal(true);
    expect(at("StringEquals", "ses:FromAddress", "${aws:PrincipalAccount}")).to.equal(false);
    const [statement] = readPolicy(
      '{"Statement":{"Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"*","Resource":"*"}}',
    ).statements;
    expect(statement).to.not.equal(undefined);
    if (statement !== undefined)
      expect(
        applies(statement, "2012-10-17", { ...STRANGER, context }, { ...STANDARD, everyGlobalKey }),
      ).to.equal(true);
  });
});

describe("readings as changes of the policies", () => {
  const lists = (["never", "any", "every"] as const).map((reading): readonly [Partial<Reading>, Rewrite] => [
    { lists: new Map([[PATHS.toLowerCase(), reading]]) },
    bareList(PATHS, reading),
  ]);
  const cases = ["STRINGLIKE", "stringnotlikeifexists"].flatMap((written) =>
    (["operator", "never", "passed over"] as const).map((reading): readonly [Partial<Reading>, Rewrite] => [
      { cases: new Map([[written, reading]]) },
      operatorCase(written, reading),
    ]),
  );
  const all: readonly (readonly [Partial<Reading>, Rewrite])[] = [
    ...lists,
    ...cases,
    [{ anyValueIfExists: false }, anyValueAlone],
    [{ everyGlobalKey: false }, anatomyPage],
  ];
  const contexts: readonly Context[] = [
    {},
    INSIDE,
    BOTH,
    { "aws:username": "o-a/x", "aws:SourceIp": "12.1.1.1" },
    { "aws:username": "b", "ses:FromAddress": "b", ...INSIDE },
  ];
  const operators = ["", "ForAllValues:", "ForAnyValue:"]
    .flatMap((set) =>
      ["StringLike", "StringNotLike"].flatMap((name) => [`${set}${name}`, `${set}${name}IfExists`]),
    )
    .flatMap((name) => [name, name.toUpperCase(), name.toLowerCase()]);

  it("say the same as the evaluator under the reading", () => {
    let compared = 0;
    for (const [reading, rewrite] of all)
      for (const operator of operators)
        for (const key of [PATHS, "aws:username", "ses:FromAddress"])
          for (const value of ["o-a/*", "${aws:username}", "${aws:username, 'b'}"])
            for (const context of contexts) {
              const policies = [policyOf(operator, key, value)];
              const request = { ...STRANGER, context };
              const said = evaluate(policies, request, { ...STANDARD, ...reading }).decision;
              expect(
                evaluate(rewrite(policies), request).decision,
                JSON.stringify([operator, key, value, context]),
              ).to.equal(said);
              compared += 1;
            }
    expect(compared).to.be.greaterThan(10_000);
  });
});
