import { expect } from "chai";
import { isPolicy, parsePolicy } from "../../../../src/policy/parse/parse-policy.ts";
import { presentValues } from "../../../../src/policy/decide/readings/present-values.ts";
import { queryOf } from "../../../../src/policy/decide/search/query.ts";
import { ask } from "../../../../proof/question.ts";

const KEY = "aws:NewKeyOf2027";

type Demand = readonly [operator: string, key: string, values: unknown];

/** The values that tell the conditions apart, `least` and `most` where both are tried; the bounds alone without a value. */
const valuesFor = (...demands: readonly Demand[]): readonly string[] => {
  const statements = demands.map(([operator, key, values]) => ({
    Effect: "Allow",
    Principal: "*",
    Action: "*",
    Resource: "*",
    Condition: { [operator]: { [key]: values } },
  }));
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const policy = parsePolicy(text);
  if (!isPolicy(policy)) throw new Error(policy.says);
  const predicates = queryOf(ask([text]), [policy]).allows.flatMap((allow) => allow.predicates().all);
  return presentValues(KEY.toLowerCase(), predicates).map((choice) =>
    choice.is === "present"
      ? `${choice.value} ${choice.grants}`
      : choice.is === "bound"
        ? choice.grants
        : choice.is,
  );
};

const exact = (count: number): readonly Demand[] =>
  Array.from({ length: count }, (_, at) => ["StringEquals", KEY, `v${at}`]);

const intricate = (letter: string): Demand => ["StringLike", KEY, `*${letter}${"?".repeat(120)}`];

describe("the values of a key that nobody knows", () => {
  it("are one that fits and one that does not", () => {
    const values = valuesFor(["StringEquals", KEY, "x"]);
    expect(values).to.have.length(2);
    expect(values).to.include("x least");
  });

  it("are one for each way to meet several conditions", () => {
    const values = valuesFor(["StringLike", KEY, "x*"], ["StringLike", KEY, "*y"]);
    const kinds = values
      .map((one) => one.replace(" least", ""))
      .map((one) => `${one.startsWith("x")} ${one.endsWith("y")}`);
    expect(kinds).to.have.members(["true true", "true false", "false true", "false false"]);
  });

  it("are not more where two conditions cannot hold together", () => {
    expect(valuesFor(["StringEquals", KEY, "x"], ["StringEquals", KEY, "y"])).to.have.length(3);
  });

  it("are one where no condition looks at the value", () => {
    expect(valuesFor(["Null", KEY, "false"])).to.have.length(1);
    expect(valuesFor(["StringEquals", "aws:PrincipalTag/t", "x"])).to.have.length(1);
  });

  it("are taken to grant as much and as little as they may where a condition does not compare texts", () => {
    expect(valuesFor(["NumericLessThan", KEY, "5"])).to.deep.equal(
      [" least", " most"].map(
        (end) => `${valuesFor(["Null", KEY, "false"])[0]?.replace(" least", "") ?? ""}${end}`,
      ),
    );
  });

  it("are taken both ways where another condition has the key in a variable", () => {
    const values = valuesFor(
      ["StringEquals", KEY, "x"],
      ["StringEquals", "aws:PrincipalTag/t", `\${${KEY}}`],
    );
    expect(values.filter((one) => one.endsWith("most"))).to.have.length(values.length / 2);
    expect(values.filter((one) => one.startsWith("x "))).to.deep.equal(["x least", "x most"]);
  });

  it("are only bounded where there are more than twelve kinds", () => {
    expect(valuesFor(...exact(11))).to.have.length(12);
    expect(valuesFor(...exact(12))).to.deep.equal(["least", "most"]);
  });

  it("are only bounded where telling them apart takes too many steps", () => {
    expect(valuesFor(intricate("a"), intricate("b"), intricate("c"))).to.deep.equal(["least", "most"]);
  });
});
