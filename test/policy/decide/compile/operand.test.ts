import { expect } from "chai";
import * as fc from "fast-check";
import {
  arnFields,
  exactTexts,
  fitsOperand,
  languageOf,
  operandOf,
  toSeconds,
} from "../../../../src/policy/decide/compile/operand.ts";
import { matches } from "../../../../src/policy/sets/places.ts";
import { literal, wildcards } from "../../../../src/policy/sets/pattern.ts";
import type { BaseOperator } from "../../../../src/policy/shapes.ts";
import { moment } from "../../../../src/policy/evaluate/operators/date.ts";

const two = fc.constantFrom(
  "00",
  "01",
  "02",
  "11",
  "12",
  "13",
  "23",
  "24",
  "29",
  "30",
  "31",
  "32",
  "59",
  "60",
);
const zone = fc.constantFrom("Z", "+00:00", "+05:30", "-08:00", "-00:30", "+14:00");
const date = fc
  .tuple(fc.constantFrom("1969", "1970", "2026", "2028"), fc.array(two, { maxLength: 2 }))
  .map(([year, rest]) => [year, ...rest].join("-"));
const time = fc
  .tuple(
    fc.constantFrom("2026-11-23", "2028-02-29", "2026-02-30"),
    two,
    two,
    fc.option(two),
    fc.constantFrom("", ".5", ".25"),
    zone,
  )
  .map(([day, hour, minute, second, fraction, where]) =>
    second === null
      ? `${day}T${hour}:${minute}${where}`
      : `${day}T${hour}:${minute}:${second}${fraction}${where}`,
  );

describe("dates of a policy", () => {
  it("are the moments that the evaluator takes them for, possible or not", () => {
    fc.assert(
      fc.property(fc.oneof(date, time), (text) => {
        const at = moment(text);
        expect(toSeconds(text), text).to.equal(at === null ? null : at / 1000);
      }),
      { numRuns: 2_000 },
    );
  });

  for (const [text, seconds] of [
    ["1970-01-01T00:00:01Z", 1],
    ["1970-01-01T00:00:00.000000001Z", 1e-9],
    ["1970-01-01T01:00:00+01:00", 0],
    ["1969-12-31T23:30:00-00:30", 0],
    ["1970-01-01T00:00", 0],
    ["1970-01-01T24:00:00Z", 86_400],
    ["1970-01-01T24:00:00.5Z", null],
    ["1970-02", 31 * 86_400],
    ["1971", 365 * 86_400],
    ["1795435200", 1_795_435_200],
    ["1795435200.5", null],
    ["+1795435200", null],
    ["x1795435200", null],
    ["1795435200x", null],
    ["99999", 99_999],
    ["999", null],
    ["2026-13-01", null],
    ["2026-1-1", null],
    ["2026-11-23-01", null],
    ["2026Z", null],
    ["2026-11-23T12:00.5Z", null],
    ["2026-11-23T12:00:00+0100", null],
    ["2026-11-23T12", null],
    ["2026-11-23Tx", null],
    ["x1970", null],
    ["1970-01-01T00:00:00Zx", null],
    ["tomorrow", null],
    ["", null],
  ] as const)
    it(`${JSON.stringify(text)}: ${seconds}`, () => {
      expect(toSeconds(text)).to.equal(seconds);
    });
});

const ARN = "arn:aws:iam::222222222222:role/a:b";

/** An operator, its values, texts that fit one of them, and texts that fit none. */
const FITTING: readonly (readonly [BaseOperator, readonly string[], readonly string[], readonly string[]])[] =
  [
    ["StringEquals", ["a", "B*"], ["a", "B*"], ["A", "Bx", ""]],
    ["StringNotEquals", ["a"], ["a"], ["A"]],
    ["StringEqualsIgnoreCase", ["aB"], ["ab", "AB"], ["a"]],
    ["StringLike", ["a*c", "?"], ["ac", "abc", "x"], ["ab", "xy", "AC"]],
    ["ArnLike", ["arn:aws:iam::*:role/*"], [ARN], ["arn:aws:iam::role/x", "arn:aws:iam::2:3:role/x", "x"]],
    ["ArnEquals", ["arn:*:role/x", "x"], [], ["arn:aws:iam::2:role/x", "x"]],
    ["ArnNotLike", ["arn:a?s:iam::2*2:*"], [ARN], ["arn:aws:iam:::x"]],
    ["Bool", ["TRUE", "yes"], ["true", "True"], ["yes", "false"]],
    ["NumericEquals", ["1", "x"], ["1", "1.0", "+1"], ["2", "x", "0.999"]],
    ["NumericLessThan", ["3"], ["2", "2.999", "-5"], ["3", "4", "x"]],
    ["NumericLessThanEquals", ["3"], ["3", "2"], ["3.001"]],
    ["NumericGreaterThan", ["3"], ["3.001", "4"], ["3", "2"]],
    ["NumericGreaterThanEquals", ["3"], ["3", "4"], ["2.999"]],
    ["DateGreaterThan", ["2026-11-23"], ["2026-11-24", "2026-11-23T00:00:01Z"], ["2026-11-23", "1", "x"]],
    ["DateEquals", ["1970-01-02"], ["86400", "1970-01-02T00:00:00Z"], ["86401"]],
    ["IpAddress", ["10.0.0.0/8", "x"], ["10.1.2.3"], ["11.0.0.0", "x"]],
    ["NotIpAddress", ["2001:db8::/32"], ["2001:db8::1"], ["2001:db9::1"]],
  ];

const list = (operator: BaseOperator, ...values: readonly string[]): unknown =>
  exactTexts(operandOf(operator, values));

describe("an operand", () => {
  it("fits the texts that its operator matches, without its negation", () => {
    for (const [operator, values, fitting, others] of FITTING) {
      const operand = operandOf(operator, values);
      for (const text of fitting) expect(fitsOperand(operand, text), `${operator} ${text}`).to.equal(true);
      for (const text of others) expect(fitsOperand(operand, text), `${operator} ${text}`).to.equal(false);
    }
  });

  it("is a language of the same texts, where it is one of texts", () => {
    for (const [operator, values, fitting, others] of FITTING) {
      const language = languageOf(operandOf(operator, values));
      expect(language === null, operator).to.equal(/Numeric|Date|Ip/.test(operator));
      if (language === null) continue;
      for (const text of [...fitting, ...others])
        expect(
          language.some((pattern) => matches(pattern, text)),
          `${operator} ${text}`,
        ).to.equal(fitting.includes(text));
    }
  });

  it("fits tokens as it fits texts", () => {
    for (const operator of ["StringLike", "ArnLike", "StringEquals"] as const)
      for (const text of [ARN, "arn:aws:iam::2:role/x", "a:b:c:d:e", "ab"])
        for (const value of ["arn:aws:iam::*:role/*", "*", "a*", "arn:aws:iam:*:role/x", ARN])
          expect(
            fitsOperand(
              operandOf(operator, [operator === "StringEquals" ? literal(value) : wildcards(value)]),
              text,
            ),
            `${operator} ${value} ${text}`,
          ).to.equal(fitsOperand(operandOf(operator, [value]), text));
  });

  it("is a list of texts where it has neither wildcards nor folded case", () => {
    expect(list("StringEquals", "a", "b*")).to.deep.equal(["a", "b*"]);
    expect(list("StringLike", "a", "b")).to.deep.equal(["a", "b"]);
    expect(list("ArnEquals", ARN)).to.deep.equal([ARN]);
    expect(exactTexts(operandOf("StringLike", [literal("a*")]))).to.deep.equal(["a*"]);
    expect(exactTexts(operandOf("StringLike", [wildcards("a*")]))).to.equal(null);
    expect(list("StringEqualsIgnoreCase", "1:-")).to.deep.equal(["1:-"]);
    expect(list("Bool")).to.deep.equal([]);
    for (const [operator, value] of [
      ["StringLike", "a*"],
      ["StringLike", "a?"],
      ["ArnLike", "arn:*"],
      ["StringEqualsIgnoreCase", "a"],
      ["Bool", "true"],
      ["NumericEquals", "1"],
      ["DateEquals", "2026"],
      ["IpAddress", "10.0.0.1"],
    ] as const)
      expect(list(operator, value), operator).to.equal(null);
  });

  it("takes six fields of an ARN, the last with its colons", () => {
    expect(arnFields(ARN)).to.deep.equal(["arn", "aws", "iam", "", "222222222222", "role/a:b"]);
    expect(arnFields("a:b:c:d:e:")).to.deep.equal(["a", "b", "c", "d", "e", ""]);
    expect(arnFields("a:b:c:d:e")).to.equal(null);
  });
});
