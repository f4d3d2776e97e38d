import { expect } from "chai";
import type { MessageCode } from "../../../../src/policy/messages.ts";
import { policy, reachOf } from "./support.ts";

/** What is said of one condition on a grant to everyone, by its code. */
const said = (operator: string, key: string, value: unknown): string => {
  const { evidence } = reachOf([policy({ Condition: { [operator]: { [key]: value } } })]);
  return (
    evidence.find(({ at, code = "" }) => at.includes("/Condition/") && !code.startsWith("doubt"))?.code ?? ""
  );
};

const table = (rows: readonly (readonly [MessageCode, string, string, unknown])[]): void => {
  for (const [code, operator, key, value] of rows)
    it(`is ${code} for ${operator} ${key} ${JSON.stringify(value)}`, () => {
      expect(said(operator, key, value)).to.equal(code);
    });
};

const OWNER = "111111111111";

describe("why a condition does not keep strangers out", () => {
  table([
    ["no-values-open", "StringNotEquals", "aws:PrincipalAccount", []],
    ["true-either-way", "ForAllValues:Null", "aws:SourceAccount", "true"],
    ["requires-absence", "Null", "aws:SourceAccount", "true"],
    ["if-exists", "StringEqualsIfExists", "aws:SourceAccount", OWNER],
    ["for-all-values", "ForAllValues:StringEquals", "aws:PrincipalOrgPaths", "o-a1b2c3d4e5/*"],
    ["negated-absent", "StringNotEquals", "aws:SourceAccount", OWNER],
    ["not-about-callers", "StringEquals", "aws:PrincipalTag/t", "x"],
    ["not-about-callers", "StringLike", "ses:FromAddress", "*"],
    ["not-about-callers", "DateGreaterThan", "aws:CurrentTime", "2020-01-01T00:00:00Z"],
    ["requires-presence", "Null", "aws:PrincipalOrgID", "false"],
    ["excludes-values", "StringNotEquals", "aws:PrincipalAccount", OWNER],
    ["wide-network", "IpAddress", "aws:SourceIp", "0.0.0.0/0"],
    ["own-value", "StringEquals", "aws:PrincipalAccount", "${aws:PrincipalTag/t}"],
    ["wide-pattern", "StringLike", "aws:PrincipalAccount", "*"],
    ["unknown-key", "StringEquals", "foo:bar", "x"],
  ]);
});

describe("why a condition keeps strangers out", () => {
  table([
    ["no-values-closed", "StringEquals", "aws:PrincipalAccount", []],
    ["never-met", "ForAnyValue:Null", "aws:SourceAccount", "true"],
    ["blocks-direct-callers", "StringEquals", "aws:SourceAccount", OWNER],
    ["blocks-other-networks", "IpAddress", "aws:SourceIp", "203.0.113.0/24"],
    ["other-fixed-value", "StringEquals", "aws:RequestedRegion", "eu-west-1"],
    ["time-over", "DateLessThan", "aws:CurrentTime", "2020-01-01T00:00:00Z"],
    ["closed", "StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"],
  ]);

  it("names the key as the table spells it, its operator and what it means", () => {
    const { evidence } = reachOf([
      policy({
        Condition: { "ForAnyValue:stringequalsifexists": { "AWS:principalorgpaths": "o-a1b2c3d4e5/*" } },
      }),
    ]);
    expect(evidence[1]?.says).to.match(
      /^aws:PrincipalOrgPaths under ForAnyValue:StringEqualsIfExists .*organisation/,
    );
  });
});
