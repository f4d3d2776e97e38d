import { expect } from "chai";
import { decideExposure, exposureOf } from "../../../../src/policy/decide/decide.ts";
import type { Exposure, Question } from "../../../../src/policy/question.ts";
import { DISPUTED_KEYS, SES_KEYS } from "../../../../src/services/ses/keys.ts";
import { SENDING_ACTIONS } from "../../../../src/services/ses/actions.ts";
import { OWNER_ONLY } from "../../../../src/model/trust.ts";

const OWNER = "111111111111";
const IDENTITY = `arn:aws:ses:us-east-1:${OWNER}:identity/example.com`;

type Condition = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const statement = (Effect: string, Condition: Condition, more: object = {}): object => ({
  Effect,
  Principal: "*",
  Action: "ses:SendEmail",
  Resource: IDENTITY,
  Condition,
  ...more,
});
const allow = (condition: Condition = {}, more: object = {}): object => statement("Allow", condition, more);
const deny = (condition: Condition): object => statement("Deny", condition);

const ask = (statements: readonly object[], more: Partial<Question> = {}): Question => ({
  documents: [{ name: "Policy", text: JSON.stringify({ Version: "2012-10-17", Statement: statements }) }],
  resource: IDENTITY,
  owner: OWNER,
  actions: SENDING_ACTIONS,
  keys: SES_KEYS,
  disputed: DISPUTED_KEYS,
  trust: OWNER_ONLY,
  now: "2026-11-23T12:00:00Z",
  ...more,
});

const NEW = "aws:NewKeyOf2027";

type Row = readonly [
  title: string,
  statements: readonly object[],
  exposure: Exposure,
  doubts: readonly string[],
];

const UNKNOWN_KEYS: readonly Row[] = [
  ["an Allow on it", [allow({ StringEquals: { [NEW]: "x" } })], "undecided", [`key:${NEW}`]],
  ["an Allow without it", [allow({ Null: { [NEW]: "true" } })], "undecided", [`key:${NEW}`]],
  ["an Allow with or without it", [allow({ Null: { [NEW]: ["true", "false"] } })], "exposed", []],
  [
    "an Allow and a Deny on one value",
    [allow({ StringEquals: { [NEW]: "x" } }), deny({ StringEquals: { [NEW]: "x" } })],
    "private",
    [],
  ],
  [
    "an Allow on a value of a pattern that is denied",
    [allow({ StringEquals: { [NEW]: "xy" } }), deny({ StringLike: { [NEW]: "x*" } })],
    "private",
    [],
  ],
  [
    "an Allow on a pattern of which one value is denied",
    [allow({ StringLike: { [NEW]: "x*" } }), deny({ StringEquals: { [NEW]: "xy" } })],
    "undecided",
    [`key:${NEW}`],
  ],
  [
    "a Deny on it beside an open Allow",
    [allow(), deny({ StringEquals: { [NEW]: "x" } })],
    "undecided",
    [`key:${NEW}`],
  ],
  [
    "a Deny of another Allow than the open one",
    [allow(), statement("Deny", { StringEquals: { [NEW]: "x" } }, { Action: "ses:SendRawEmail" })],
    "exposed",
    [],
  ],
  [
    "an Allow on it for the owner's organisation alone",
    [allow({ StringEquals: { [NEW]: "x", "aws:PrincipalOrgID": "o-a1b2c3d4e5" } })],
    "restricted",
    [],
  ],
  [
    "a variable of it",
    [allow({ StringEquals: { "aws:UserAgent": `\${${NEW}}` } })],
    "undecided",
    [`key:${NEW}`],
  ],
  [
    "one key that is written in three ways",
    [
      allow({ StringNotLike: { "ses:NewKeyOf2027": "bob" } }, { Action: "ses:SendBounce" }),
      statement("Deny", { StringLike: { "SES:NEWKEYOF2027": "bob" } }, { Action: "ses:SendBounce" }),
      allow({ StringLike: { "ses:newkeyof2027": "*b" } }, { Action: "ses:*" }),
      deny({ "ForAllValues:ArnLike": { "aws:PrincipalArn": ["*:role/*"] } }),
    ],
    "exposed",
    [],
  ],
  ["a number", [allow({ NumericLessThan: { [NEW]: "5" } })], "undecided", [`key:${NEW}`]],
  ["a key of another service", [allow({ StringEquals: { "foo:bar": "x" } })], "undecided", ["key:foo:bar"]],
  ["a new key of SES", [allow({ StringEquals: { "ses:NewKey": "x" } })], "undecided", ["key:ses:NewKey"]],
  [
    "a key on which pages disagree",
    [allow({ ArnLike: { "lambda:SourceFunctionArn": "arn:aws:lambda:*:*:function:*" } })],
    "undecided",
    ["key:lambda:SourceFunctionArn"],
  ],
];

const OTHERS: readonly Row[] = [
  [
    "a short ARN beside a value with a variable",
    [allow({ ArnLike: { "aws:PrincipalArn": ["*", "arn:aws:iam::${aws:ResourceAccount}:role/x"] } })],
    "undecided",
    ["short-arn-pattern"],
  ],
  [
    "a short ARN with a variable",
    [allow({ ArnLike: { "aws:PrincipalArn": "*/${aws:username}" } })],
    "undecided",
    ["short-arn-pattern"],
  ],
  [
    "an ARN whose fields are counted without the colons of a variable's name",
    [allow({ ArnLike: { "aws:PrincipalArn": "*:*:*:*:*${aws:username}" } })],
    "undecided",
    ["short-arn-pattern"],
  ],
  [
    "an ARN of six fields with a variable",
    [allow({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::${aws:ResourceAccount}:*" } })],
    "private",
    [],
  ],
  [
    "ForAnyValue with IfExists in a Deny",
    [allow(), deny({ "ForAnyValue:StringNotLikeIfExists": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } })],
    "exposed",
    ["foranyvalue-ifexists"],
  ],
  [
    "ForAnyValue with IfExists in an Allow",
    [allow({ "ForAnyValue:StringLikeIfExists": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } })],
    "exposed",
    ["foranyvalue-ifexists"],
  ],
  [
    "a list without a set operator in a Deny",
    [allow(), deny({ StringNotLike: { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } })],
    "undecided",
    ["list-key:aws:PrincipalOrgPaths"],
  ],
  [
    "a list without a set operator that passes however it is read",
    [allow({ StringLike: { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } })],
    "restricted",
    [],
  ],
  [
    "a list without a set operator that an action does not carry, denied by what it is not",
    [
      allow({ StringLikeIfExists: { "ses:Recipients": "a@example.com" } }, { Action: "ses:SendBulkEmail" }),
      statement("Deny", { StringNotLike: { "ses:Recipients": "b@example.com" } }, { Action: "ses:Send*" }),
    ],
    "undecided",
    ["list-key:ses:Recipients"],
  ],
  [
    "a question that matters only beside another",
    [allow({ StringEquals: { [NEW]: "x" }, stringlike: { "aws:UserAgent": "x" } })],
    "undecided",
    [`key:${NEW}`, "operator-case:stringlike"],
  ],
  [
    "an operator in another case",
    [allow({ stringequals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } })],
    "undecided",
    ["operator-case:stringequals"],
  ],
  [
    "an operator in another case that closes nothing",
    [allow(), statement("Deny", { stringlike: { "aws:UserAgent": "x" } }, { Action: "ses:SendRawEmail" })],
    "exposed",
    [],
  ],
  [
    "a caller's key with IfExists",
    [allow({ StringEqualsIfExists: { "aws:PrincipalAccount": OWNER } })],
    "undecided",
    ["ses-global-keys"],
  ],
  ["a caller's key", [allow({ StringEquals: { "aws:PrincipalAccount": OWNER } })], "private", []],
  [
    "a tag that a stranger sets",
    [allow({ StringEquals: { "aws:PrincipalTag/t": "x" } })],
    "exposed",
    ["ses-global-keys"],
  ],
  ["a key that both pages have", [allow({ StringEquals: { "aws:UserAgent": "x" } })], "exposed", []],
  [
    "a Deny that holds without its key too",
    [allow(), deny({ StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } })],
    "restricted",
    [],
  ],
];

describe("open questions of the documentation", () => {
  for (const [about, rows] of Object.entries({
    "a key that no table has": UNKNOWN_KEYS,
    "what pages leave open": OTHERS,
  }))
    describe(about, () => {
      for (const [title, statements, exposure, doubts] of rows)
        it(`${title}: ${[exposure, ...doubts].join(", ")}`, () => {
          const question = ask(statements);
          const reach = decideExposure(question);
          expect(reach).to.deep.include({ exposure, doubts });
          expect(exposureOf(question)).to.equal(exposure);
          if (doubts.length > 0)
            expect(reach.evidence.map(({ says }) => says).join("\n")).to.match(
              /Read one way, .*; read another way, |depends on it together with others/,
            );
        });
    });

  it("are bounded where there are very many", () => {
    const keys = Array.from({ length: 20 }, (_, index) => `foo:k${index}`);
    const all = Object.fromEntries(keys.map((key) => [key, "x"]));
    const { exposure, doubts } = decideExposure(ask([allow({ StringEquals: all })]));
    expect(exposure).to.equal("undecided");
    expect(doubts).to.deep.equal(keys.map((key) => `key:${key}`).sort());
    expect(exposureOf(ask([allow(), deny({ StringEquals: all })]))).to.equal("undecided");
  });

  it("compare the resource's tags with what they are", () => {
    const statements = [allow({ StringEquals: { "aws:ResourceTag/stage": "public" } })];
    const exposure = (tags?: Record<string, string>): Exposure =>
      exposureOf(ask(statements, tags === undefined ? {} : { tags }));
    expect(exposure({ Stage: "public" })).to.equal("exposed");
    expect(exposure({ stage: "internal" })).to.equal("private");
    expect(exposure({})).to.equal("private");
    expect(exposure()).to.equal("undecided");
  });

  it("say who gets in under each other answer", () => {
    const { exposure, doubts, otherwise } = decideExposure(
      ask([allow({ StringEquals: { "aws:PrincipalAccount": "222222222222" } })]),
    );
    expect({ exposure, doubts }).to.deep.equal({ exposure: "cross-account", doubts: [] });
    expect(otherwise).to.deep.equal([
      { doubt: "ses-global-keys", unlikely: true, exposure: "private", allowedTo: [], deputies: [] },
    ]);
  });
});
