import { expect } from "chai";
import { holds } from "./support.ts";

type Row = readonly [
  operator: string,
  key: string,
  values: unknown,
  context: Record<string, string | string[]>,
  expected: boolean,
];

const table = (title: string, rows: readonly Row[]): void => {
  describe(title, () => {
    for (const [operator, key, values, context, expected] of rows)
      it(`${operator} ${key} ${JSON.stringify(values)} for ${JSON.stringify(context[key] ?? null)}: ${expected}`, () => {
        expect(holds(operator, key, values, context)).to.equal(expected);
      });
  });
};

const TAG = "aws:PrincipalTag/t";
const tag = (text: string): Record<string, string> => ({ [TAG]: text });

table("string operators", [
  ["StringEquals", TAG, "a", tag("a"), true],
  ["StringEquals", TAG, "a", tag("A"), false],
  ["StringEquals", TAG, "a*", tag("ab"), false],
  ["StringEquals", TAG, "a*", tag("a*"), true],
  ["StringEquals", TAG, ["x", "a"], tag("a"), true],
  ["StringNotEquals", TAG, ["x", "a"], tag("a"), false],
  ["StringNotEquals", TAG, ["x", "y"], tag("a"), true],
  ["StringEqualsIgnoreCase", TAG, "AbC", tag("aBc"), true],
  ["StringEqualsIgnoreCase", TAG, "AbC", tag("aBd"), false],
  ["StringNotEqualsIgnoreCase", TAG, "AbC", tag("aBc"), false],
  ["StringLike", TAG, "a*c", tag("abbc"), true],
  ["StringLike", TAG, "a*c", tag("abb"), false],
  ["StringLike", TAG, "a?c", tag("abc"), true],
  ["StringLike", TAG, "a?c", tag("ac"), false],
  ["StringLike", TAG, "*b*b*", tag("abcb"), true],
  ["StringLike", TAG, "A*", tag("ab"), false],
  ["StringLike", TAG, "?", tag("𝒳"), true],
  ["StringLike", TAG, "b", tag("ab"), false],
  ["StringLike", TAG, "ab", tag("abb"), false],
  ["StringLike", TAG, "*ab", tag("aab"), true],
  ["StringEquals", TAG, "a?", tag("a?"), true],
  ["StringEquals", TAG, "a?", tag("ab"), false],
  ["StringNotLike", TAG, "a*", tag("ab"), false],
]);

table("ARN operators", [
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::999999999999:*", {}, true],
  ["ArnEquals", "aws:PrincipalArn", "arn:aws:iam::*:user/m*", {}, true],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam:*:user/mallory", {}, false],
  ["ArnLike", "aws:PrincipalArn", "*", {}, false],
  ["ArnNotLike", "aws:PrincipalArn", "*", {}, true],
  [
    "ArnLike",
    "aws:PrincipalArn",
    "arn:aws:iam::*222222222222:*x",
    { "aws:PrincipalArn": "arn:aws:iam::999999999999:role/p222222222222:x" },
    false,
  ],
  [
    "ArnLike",
    "aws:PrincipalArn",
    "arn:aws:iam::*222222222222:role/x",
    { "aws:PrincipalArn": "arn:aws:iam::999999999999:role/p222222222222:role/x" },
    false,
  ],
  [
    "StringLike",
    "aws:PrincipalArn",
    "arn:aws:iam::*222222222222:role/x",
    { "aws:PrincipalArn": "arn:aws:iam::999999999999:role/p222222222222:role/x" },
    true,
  ],
  [
    "ArnLike",
    "aws:PrincipalArn",
    "arn:aws:iam::*:role/*/x",
    { "aws:PrincipalArn": "arn:aws:iam::999999999999:role/a:b/x" },
    true,
  ],
  ["ArnNotEquals", "aws:PrincipalArn", "arn:aws:iam::999999999999:user/mallory", {}, false],
  ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:1:*", { "aws:SourceArn": "arn:aws:sns:r:1" }, false],
  ["ArnLike", "aws:SourceArn", "arn:aws:sns:r:*", { "aws:SourceArn": "arn:aws:sns:r:1" }, false],
  ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:a:*", { "aws:SourceArn": "arn:aws:sns:r:1:a:b" }, true],
  ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:a:*", { "aws:SourceArn": "arn:aws:sns:r:1:a" }, false],
]);

table("numeric operators", [
  ["NumericEquals", TAG, 60, tag("60"), true],
  ["NumericEquals", TAG, "60", tag("60.0"), true],
  ["NumericEquals", TAG, "6e1", tag("60"), false],
  ["NumericNotEquals", TAG, "60", tag("61"), true],
  ["NumericLessThan", TAG, "60", tag("60"), false],
  ["NumericLessThan", TAG, "60", tag("59.9"), true],
  ["NumericLessThanEquals", TAG, "60", tag("60"), true],
  ["NumericLessThanEquals", TAG, "60", tag("60.5"), false],
  ["NumericGreaterThan", TAG, "60", tag("60"), false],
  ["NumericGreaterThan", TAG, "-1", tag("0"), true],
  ["NumericGreaterThanEquals", TAG, "60", tag("60"), true],
  ["NumericLessThan", TAG, "60", tag("many"), false],
  ["NumericLessThan", TAG, ["10", "60"], tag("30"), true],
  ["NumericEquals", TAG, ".55", tag("0.55"), true],
  ["NumericEquals", TAG, "1.", tag("+1"), true],
  ["NumericEquals", TAG, ".x", tag(".x"), false],
  ["NumericEquals", TAG, "", tag("0"), false],
  ["NumericEquals", TAG, " 1", tag("1"), false],
  ["NumericEquals", TAG, "1 ", tag("1"), false],
]);

const at = (text: string): Record<string, string> => ({ "aws:CurrentTime": text });

table("date operators", [
  ["DateEquals", "aws:CurrentTime", "2026-11-23T13:00:00+01:00", at("2026-11-23T12:00:00Z"), true],
  ["DateEquals", "aws:CurrentTime", "1795435200", at("2026-11-23T12:00:00Z"), true],
  ["DateNotEquals", "aws:CurrentTime", "2026-11-23", at("2026-11-23T00:00:00Z"), false],
  ["DateLessThan", "aws:CurrentTime", "2026-11-23T12:00:00Z", at("2026-11-23T12:00:00Z"), false],
  ["DateLessThanEquals", "aws:CurrentTime", "2026-11-23T12:00:00Z", at("2026-11-23T12:00:00Z"), true],
  ["DateGreaterThan", "aws:CurrentTime", "2026-11-23T11:59:59Z", at("2026-11-23T12:00:00Z"), true],
  ["DateGreaterThanEquals", "aws:CurrentTime", "2026-11-23T12:00:01Z", at("2026-11-23T12:00:00Z"), false],
  ["DateGreaterThan", "aws:EpochTime", "2026-11-23T11:59:59Z", { "aws:EpochTime": "1795435200" }, true],
  ["DateGreaterThan", "aws:CurrentTime", "soon", at("2026-11-23T12:00:00Z"), false],
  ["DateLessThan", "aws:CurrentTime", "2026-11-23T12:00:00Z", at("soon"), false],
  ["DateEquals", "aws:CurrentTime", "2026", at("2026-01-01T00:00:00Z"), true],
  ["DateEquals", "aws:CurrentTime", "2026-11", at("2026-11-01T00:00:00Z"), true],
  ["DateEquals", "aws:CurrentTime", "2026-11-23T12:00Z", at("2026-11-23T12:00:00Z"), true],
  ["DateEquals", "aws:CurrentTime", "2026-11-23T12:00-00:30", at("2026-11-23T12:30:00Z"), true],
  ["DateEquals", "aws:CurrentTime", "2026-11-23T12:00:00.250Z", at("2026-11-23T12:00:00.25Z"), true],
  ["DateEquals", "aws:CurrentTime", "2026-11-23T12:00:00", at("2026-11-23T12:00:00Z"), false],
  ["DateEquals", "aws:CurrentTime", "2026-11-23T12:00:00Zx", at("2026-11-23T12:00:00Z"), false],
  ["DateEquals", "aws:CurrentTime", "x2026-11-23", at("x2026-11-23"), false],
  ["DateEquals", "aws:CurrentTime", "+2026-11-23", at("2026-11-23"), false],
  ["DateEquals", "aws:CurrentTime", "002026-11-23", at("2026-11-23"), false],
  ["DateEquals", "aws:CurrentTime", "2026-11-23 GMT", at("2026-11-23"), false],
  ["DateEquals", "aws:CurrentTime", "23 Nov 2026 00:00 GMT", at("2026-11-23"), false],
  ["DateEquals", "aws:CurrentTime", "2026-13-01", at("2026-13-01"), false],
  ["DateEquals", "aws:EpochTime", "1795435200.0", { "aws:EpochTime": "1795435200.0" }, false],
  ["DateLessThan", "aws:EpochTime", "2026-11-23", { "aws:EpochTime": "-1795435200" }, false],
  ["DateEquals", "aws:EpochTime", "x1795435200", { "aws:EpochTime": "x1795435200" }, false],
]);

const from = (text: string): Record<string, string> => ({ "aws:SourceIp": text });

table("address operators", [
  ["IpAddress", "aws:SourceIp", "203.0.113.0/24", from("203.0.113.255"), true],
  ["IpAddress", "aws:SourceIp", "203.0.113.0/24", from("203.0.114.0"), false],
  ["IpAddress", "aws:SourceIp", "203.0.113.7", from("203.0.113.7"), true],
  ["IpAddress", "aws:SourceIp", "0.0.0.0/0", from("203.0.113.7"), true],
  ["IpAddress", "aws:SourceIp", "0.0.0.0/0", from("2001:db8::7"), false],
  ["IpAddress", "aws:SourceIp", "2001:db8::/32", from("2001:0db8:0:0::7"), true],
  ["IpAddress", "aws:SourceIp", "2001:db8::/32", from("2001:db9::7"), false],
  ["IpAddress", "aws:SourceIp", ["12.0.0.0/8", "13.0.0.0/8"], from("13.1.1.1"), true],
  ["NotIpAddress", "aws:SourceIp", ["12.0.0.0/8", "13.0.0.0/8"], from("13.1.1.1"), false],
  ["NotIpAddress", "aws:SourceIp", "12.0.0.0/8", from("2001:db8::7"), true],
  ["IpAddress", "aws:SourceIp", "203.0.113.0/33", from("203.0.113.0"), false],
  ["IpAddress", "aws:SourceIp", "203.0.113.300", from("203.0.113.44"), false],
  ["IpAddress", "aws:SourceIp", "::1::/32", from("::1"), false],
]);

table("Bool, Binary and Null", [
  ["Bool", "aws:SecureTransport", true, { "aws:SecureTransport": "true" }, true],
  ["Bool", "aws:SecureTransport", "True", { "aws:SecureTransport": "true" }, true],
  ["Bool", "aws:SecureTransport", "false", { "aws:SecureTransport": "true" }, false],
  ["Bool", TAG, "yes", tag("yes"), false],
  ["BinaryEquals", TAG, "QUI=", tag("QUI"), true],
  ["BinaryEquals", TAG, "QUI=", tag("QUJD"), false],
  ["Null", TAG, "true", {}, true],
  ["Null", TAG, "true", tag("a"), false],
  ["Null", TAG, false, tag("a"), true],
  ["Null", TAG, "false", {}, false],
  ["Null", TAG, ["true", "false"], {}, true],
  ["Null", "ses:Recipients", "true", { "ses:Recipients": [] }, true],
  ["ForAllValues:Null", TAG, "true", tag("a"), true],
  ["ForAnyValue:Null", TAG, "true", {}, false],
]);

table("a missing key", [
  ["StringEquals", TAG, "a", {}, false],
  ["StringNotEquals", TAG, "a", {}, true],
  ["StringNotLike", TAG, "*", {}, true],
  ["ArnNotLike", "aws:SourceArn", "arn:aws:sns:*:*:*", {}, true],
  ["NotIpAddress", "aws:SourceIp", "0.0.0.0/0", {}, true],
  ["NumericNotEquals", TAG, "1", {}, true],
  ["DateNotEquals", "aws:TokenIssueTime", "2026-01-01", {}, true],
  ["NumericLessThan", TAG, "1", {}, false],
  ["Bool", "aws:MultiFactorAuthPresent", "false", {}, false],
  ["BoolIfExists", "aws:MultiFactorAuthPresent", "true", {}, true],
  ["StringEqualsIfExists", TAG, "a", {}, true],
  ["StringEqualsIfExists", TAG, "a", tag("b"), false],
  ["StringNotEqualsIfExists", TAG, "a", {}, true],
  ["StringEquals", TAG, [], {}, false],
  ["StringEqualsIfExists", TAG, [], {}, true],
  ["StringEqualsIfExists", TAG, [], tag("a"), false],
]);

const to = (...texts: readonly string[]): Record<string, string[]> => ({ "ses:Recipients": [...texts] });

table("a list without a set operator", [
  ["StringEquals", "ses:Recipients", "x", to("x", "y"), true],
  ["StringEquals", "ses:Recipients", "z", to("x", "y"), false],
  ["StringNotEquals", "ses:Recipients", "x", to("x", "y"), false],
  ["StringNotEquals", "ses:Recipients", "z", to("x", "y"), true],
]);

table("binary values", [
  ["BinaryEquals", TAG, "YQ==", tag("YQ=="), true],
  ["BinaryEquals", TAG, "YQ==", tag("YQ"), true],
  ["BinaryEquals", TAG, "YQ", tag("YQ=="), true],
  ["BinaryEquals", TAG, "YQ==", tag("YR=="), false],
  ["BinaryEquals", TAG, "YQ==", tag("YQ==="), false],
  ["BinaryEquals", TAG, "YQ===", tag("YQ=="), false],
  ["BinaryEquals", TAG, "Y!", tag("Y!"), false],
  ["BinaryEquals", TAG, "!Y", tag("!Y"), false],
]);

table("set operators", [
  ["ForAllValues:StringLike", "ses:Recipients", "*@a.example", to("x@a.example", "y@a.example"), true],
  ["ForAllValues:StringLike", "ses:Recipients", "*@a.example", to("x@a.example", "y@b.example"), false],
  ["ForAllValues:StringLike", "ses:Recipients", "*@a.example", {}, true],
  ["ForAllValues:StringLike", "ses:Recipients", "*@a.example", to(), true],
  ["ForAnyValue:StringLike", "ses:Recipients", "*@a.example", to("x@b.example", "y@a.example"), true],
  ["ForAnyValue:StringLike", "ses:Recipients", "*@a.example", {}, false],
  ["ForAnyValue:StringNotLike", "ses:Recipients", "*@a.example", {}, false],
  ["ForAnyValue:StringNotLike", "ses:Recipients", "*@a.example", to("x@a.example", "y@b.example"), true],
  ["ForAnyValue:StringNotLike", "ses:Recipients", "*@a.example", to("x@a.example"), false],
  ["ForAllValues:StringNotLike", "ses:Recipients", "*@a.example", to("x@b.example", "y@a.example"), false],
  ["ForAllValues:StringNotLike", "ses:Recipients", "*@a.example", {}, true],
  ["ForAnyValue:StringEqualsIfExists", "ses:Recipients", "a", {}, true],
  ["ForAnyValue:StringEqualsIfExists", "ses:Recipients", "a", to("b"), false],
  ["ForAllValues:StringEquals", "aws:PrincipalAccount", "999999999999", {}, true],
  ["ForAllValues:StringEquals", "aws:PrincipalAccount", [], {}, false],
  ["ForAllValues:StringEquals", TAG, [], {}, true],
  ["ForAnyValue:StringEquals", TAG, [], {}, false],
]);

describe("condition keys", () => {
  it("are compared without regard to case", () => {
    expect(holds("StringEquals", "AWS:principaltag/T", "a", tag("a"))).to.equal(true);
  });
});
