import { expect } from "chai";
import type { Predicate } from "../../../../src/policy/decide/compile/predicate.ts";
import {
  isComparedByText,
  isListCompared,
  mayWiden,
} from "../../../../src/policy/decide/readings/read-predicate.ts";
import { IDENTITY } from "../../../../proof/question.ts";
import { type Members, queryFor, read, NEW } from "./read-statement.ts";

const predicateFor = (Condition: Members): Predicate => read(Condition, []);

describe("whether one text alone tells what a condition is", () => {
  for (const [Condition, tells] of [
    [{ StringEquals: { [NEW]: "x" } }, true],
    [{ StringLike: { [NEW]: "x*" } }, true],
    [{ ArnLike: { [NEW]: "arn:aws:sns:*:111111111111:*" } }, true],
    [{ "ForAllValues:StringEquals": { [NEW]: "x" } }, false],
    [{ Null: { [NEW]: "true" } }, false],
    [{ NumericEquals: { [NEW]: "1" } }, false],
    [{ StringEquals: { [NEW]: "${aws:username}" } }, false],
  ] as const)
    it(`is ${tells} of ${JSON.stringify(Condition)}`, () => {
      expect(isComparedByText(predicateFor(Condition))).to.equal(tells);
    });
});

describe("whether a list is compared by an operator for one value", () => {
  for (const [Condition, compared] of [
    [{ StringLike: { "aws:PrincipalOrgPaths": "o-own1234567/*" } }, true],
    [{ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-own1234567/*" } }, false],
    [{ Null: { "aws:PrincipalOrgPaths": "true" } }, false],
    [{ StringLike: { "aws:PrincipalOrgID": "o-own*" } }, false],
  ] as const)
    it(`is ${compared} of ${JSON.stringify(Condition)}`, () => {
      expect(isListCompared(predicateFor(Condition))).to.equal(compared);
    });
});

const allow = (Condition?: Members, more: Members = {}): Members => ({
  ...(Condition === undefined ? {} : { Condition }),
  ...more,
});

const deny = (Condition: Members): Members => ({ Effect: "Deny", Condition });

describe("whether more may be granted without the disputed keys", () => {
  const IN_ORGANISATION = { StringEquals: { "aws:PrincipalOrgID": "o-own1234567" } };
  for (const [what, statements, widens] of [
    ["an Allow without conditions", [allow()], false],
    ["an Allow whose condition fails then", [allow(IN_ORGANISATION)], false],
    [
      "an Allow whose condition holds then",
      [allow({ StringNotEquals: { "aws:PrincipalOrgID": "o-own1234567" } })],
      true,
    ],
    [
      "an Allow with IfExists",
      [allow({ StringEqualsIfExists: { "aws:PrincipalAccount": "111111111111" } })],
      true,
    ],
    [
      "an Allow one of whose conditions fails then",
      [allow({ ...IN_ORGANISATION, StringNotEquals: { "aws:PrincipalAccount": "222222222222" } })],
      false,
    ],
    [
      "an Allow with an operator in another case",
      [allow({ stringequals: { "aws:PrincipalOrgID": "o-own1234567" } })],
      true,
    ],
    ["an Allow on an address", [allow({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } })], false],
    [
      "a variable in Resource",
      [allow(undefined, { Resource: "arn:aws:ses:*:*:identity/${aws:username}" })],
      true,
    ],
    [
      "a variable in one of two Resources",
      [allow(undefined, { Resource: [IDENTITY, "arn:aws:ses:*:*:identity/${aws:username}"] })],
      true,
    ],
    ["a variable in a value", [allow({ StringEquals: { "aws:UserAgent": "${aws:username}" } })], true],
    ["a Deny whose condition fails then", [allow(), deny(IN_ORGANISATION)], true],
    [
      "a Deny whose condition holds then",
      [allow(), deny({ StringNotEquals: { "aws:PrincipalOrgID": "o-own1234567" } })],
      false,
    ],
    [
      "a Deny of ForAnyValue with IfExists",
      [allow(), deny({ "ForAnyValue:StringNotLikeIfExists": { "aws:PrincipalOrgPaths": "o-own1234567/*" } })],
      true,
    ],
    [
      "a Deny with an operator in another case",
      [allow(), deny({ stringnotequals: { "aws:PrincipalOrgID": "o-own1234567" } })],
      true,
    ],
    [
      "a Deny with a variable in a value",
      [allow(), deny({ StringNotEquals: { "aws:UserAgent": "${aws:username}" } })],
      true,
    ],
    ["a Deny on an address", [allow(), deny({ NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } })], false],
  ] as const)
    it(`is ${widens} of ${what}`, () => {
      expect(mayWiden(queryFor(...statements))).to.equal(widens);
    });
});
