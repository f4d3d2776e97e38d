import { expect } from "chai";
import { OPERATORS } from "../../../src/policy/evaluate/operators.ts";
import { marks } from "../../../src/policy/evaluate/pattern.ts";

const compared = (name: keyof typeof OPERATORS, given: string): boolean =>
  OPERATORS[name].matches(marks("2020"), given);

describe("the operators of the second evaluator", () => {
  it("have each negated operator match as its positive one does", () => {
    const pairs = Object.entries(OPERATORS).filter(([, { negated }]) => negated);
    expect(pairs.map(([name]) => name)).to.deep.equal(
      Object.keys(OPERATORS).filter((name) => name.includes("Not")),
    );
    for (const [name, operator] of pairs) {
      const positive = Object.entries(OPERATORS).find(([other]) => other === name.replace("Not", ""))?.[1];
      for (const [wanted, given] of [
        ["a*", "ab"],
        ["a", "A"],
        ["5", "5.0"],
        ["2026", "2026-01-01"],
        ["10.0.0.0/8", "10.1.2.3"],
        ["arn:a:b:c:d:*", "arn:a:b:c:d:e"],
      ] as const)
        expect(operator.matches(marks(wanted), given), `${name} ${wanted} ${given}`).to.equal(
          positive?.matches(marks(wanted), given),
        );
    }
  });

  it("replace variables in strings and ARNs only", () => {
    const expanding = Object.entries(OPERATORS).filter(([, { variables }]) => variables);
    expect(expanding.every(([name]) => /^(String|Arn)/.test(name))).to.equal(true);
    expect(expanding).to.have.length(10);
  });

  it("tell the four comparisons of numbers and dates apart at the limit itself", () => {
    expect(
      ["2019", "2020", "2021"].map((given) => compared("NumericGreaterThanEquals", given)),
    ).to.deep.equal([false, true, true]);
    expect(["2019", "2020", "2021"].map((given) => compared("NumericGreaterThan", given))).to.deep.equal([
      false,
      false,
      true,
    ]);
    expect(["2019", "2020", "2021"].map((given) => compared("DateLessThanEquals", given))).to.deep.equal([
      true,
      true,
      false,
    ]);
    expect(["2019", "2020", "2021"].map((given) => compared("DateLessThan", given))).to.deep.equal([
      true,
      false,
      false,
    ]);
    expect(["2019", "2020", "2021"].map((given) => compared("DateGreaterThanEquals", given))).to.deep.equal([
      false,
      true,
      true,
    ]);
  });
});
