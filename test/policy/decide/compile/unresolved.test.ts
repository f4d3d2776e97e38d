import { expect } from "chai";
import type { Pointer } from "../../../../src/model/fact.ts";
import type { Hole } from "../../../../src/model/resource.ts";
import { holesIn, readAs } from "../../../../src/policy/decide/compile/unresolved.ts";
import { isPolicy, parsePolicy } from "../../../../src/policy/parse/parse-policy.ts";
import type { PatternElement, Policy, Statement } from "../../../../src/policy/shapes.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

const FILLING = { named: ["111111111111"], other: "999999999999" };

const parsed = (members: Readonly<Record<string, Json>> | null, holes: readonly Hole[]): Policy => {
  const statement = members && {
    Effect: "Allow",
    ...("NotPrincipal" in members ? {} : { Principal: "*" }),
    ...("NotAction" in members ? {} : { Action: "ses:*" }),
    ...("NotResource" in members ? {} : { Resource: "*" }),
    ...members,
  };
  const policy = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: [statement] }), holes);
  if (!isPolicy(policy)) throw new Error(policy.says);
  return policy;
};

const listed = (
  { not }: Pick<PatternElement, "not">,
  values: readonly { readonly text: string; readonly at: Pointer }[],
): string => `${not ? "not " : ""}[${values.map(({ text }) => text).join(" ")}]`;

/** Effect, principal, action, resource and conditions of a statement. */
const shown = ({ effect, principal, action, resource, conditions }: Statement): string =>
  [
    effect,
    listed(principal, principal.entries),
    listed(action, action.values),
    listed(resource, resource.values),
    ...conditions.map(
      ({ qualifier, operator, ifExists, key, values }) =>
        `${qualifier ?? ""}${operator}${ifExists ? "IfExists" : ""} ${key} [${values.map(({ text }) => text).join(" ")}]`,
    ),
  ].join(" ");

/** An expression in the place; with known parts, an expression stands between them. */
const hole = (at: Pointer, ...known: readonly string[]): Hole => ({
  at: `/Statement/0${at}`,
  expression: "var.x",
  ...(known.length > 0 && {
    parts: known.flatMap((part, index) => (index === 0 ? [part] : [{ expression: "var.x" }, part])),
  }),
});

const PARTNER = "222222222222";

const inCondition = (
  operator: string,
  key: string,
  ...values: readonly Json[]
): { readonly Condition: Json } => ({
  Condition: { [operator]: { [key]: values } },
});

const valueIn = (operator: string, key: string, index = 0): Pointer =>
  `/Condition/${operator}/${key}/${index}`;

const TAG = "aws:PrincipalTag~1t";

const rowOn = (
  operator: string,
  narrow: string,
  wide: string,
): readonly [string, Readonly<Record<string, Json>>, readonly Hole[], string, string] => [
  operator,
  inCondition(operator, "aws:PrincipalTag/t", "a", null),
  [hole(valueIn(operator, TAG, 1))],
  `Allow [*] [ses:*] [*]${narrow}`,
  `Allow [*] [ses:*] [*]${wide}`,
];

/** A statement with expressions, and what it is at least and at most. */
const READ: readonly (readonly [
  title: string,
  members: Readonly<Record<string, Json>> | null,
  holes: readonly Hole[],
  narrow: string,
  wide: string,
])[] = [
  ["a statement", null, [hole("")], "Deny [*] [*] [*]", "Allow [*] [*] [*]"],
  ["an effect", { Effect: null }, [hole("/Effect")], "Deny [*] [ses:*] [*]", "Allow [*] [ses:*] [*]"],
  ["a principal", { Principal: null }, [hole("/Principal")], "Allow [] [ses:*] [*]", "Allow [*] [ses:*] [*]"],
  [
    "one of two principals",
    { Principal: { AWS: [PARTNER, null] } },
    [hole("/Principal/AWS/1")],
    `Allow [${PARTNER}] [ses:*] [*]`,
    "Allow [*] [ses:*] [*]",
  ],
  [
    "the account of a principal",
    { Principal: { AWS: [PARTNER, null] } },
    [hole("/Principal/AWS/1", "arn:aws:iam::", ":root")],
    `Allow [${PARTNER}] [ses:*] [*]`,
    `Allow [${PARTNER} arn:aws:iam::111111111111:root arn:aws:iam::999999999999:root] [ses:*] [*]`,
  ],
  [
    "a Deny's principal",
    { Effect: "Deny", Principal: { AWS: [PARTNER, null] } },
    [hole("/Principal/AWS/1")],
    "Deny [*] [ses:*] [*]",
    `Deny [${PARTNER}] [ses:*] [*]`,
  ],
  [
    "a principal that is left out",
    { NotPrincipal: { AWS: [PARTNER, null] } },
    [hole("/NotPrincipal/AWS/1")],
    "Allow not [*] [ses:*] [*]",
    `Allow not [${PARTNER}] [ses:*] [*]`,
  ],
  [
    "a principal of known account that is left out",
    { NotPrincipal: { AWS: [null] } },
    [hole("/NotPrincipal/AWS/0", `arn:aws:iam::${PARTNER}:role/`, "")],
    `Allow not [arn:aws:iam::${PARTNER}:root] [ses:*] [*]`,
    "Allow not [] [ses:*] [*]",
  ],
  ["an action", { Action: null }, [hole("/Action")], "Allow [*] [] [*]", "Allow [*] [*] [*]"],
  [
    "a part of an action",
    { Action: ["ses:SendEmail", null] },
    [hole("/Action/1", "s3:", "")],
    "Allow [*] [ses:SendEmail] [*]",
    "Allow [*] [ses:SendEmail s3:*] [*]",
  ],
  [
    "an action that is left out",
    { NotAction: ["s3:*", null] },
    [hole("/NotAction/1")],
    "Allow [*] not [s3:* *] [*]",
    "Allow [*] not [s3:*] [*]",
  ],
  [
    "the only action that is left out",
    { NotAction: null },
    [hole("/NotAction")],
    "Allow [*] not [*] [*]",
    "Allow [*] [*] [*]",
  ],
  [
    "a part of a resource, which proves nothing",
    { Resource: ["arn:aws:s3:::b", null] },
    [hole("/Resource/1", "arn:aws:s3:::", "")],
    "Allow [*] [ses:*] [arn:aws:s3:::b]",
    "Allow [*] [ses:*] [arn:aws:s3:::b *]",
  ],
  [
    "a Deny's resource",
    { Effect: "Deny", Resource: null },
    [hole("/Resource")],
    "Deny [*] [ses:*] [*]",
    "Deny [*] [ses:*] []",
  ],
  [
    "a condition block",
    { Condition: null },
    [hole("/Condition")],
    "Allow [*] [ses:*] [*] Null aws:PrincipalArn []",
    "Allow [*] [ses:*] [*]",
  ],
  [
    "a Deny's condition block",
    { Effect: "Deny", Condition: null },
    [hole("/Condition")],
    "Deny [*] [ses:*] [*]",
    "Deny [*] [ses:*] [*] Null aws:PrincipalArn []",
  ],
  [
    "a value of Null",
    inCondition("Null", "aws:PrincipalTag/t", null),
    [hole(valueIn("Null", TAG))],
    "Allow [*] [ses:*] [*] Null aws:PrincipalArn []",
    "Allow [*] [ses:*] [*]",
  ],
  rowOn("StringEquals", " StringEquals aws:PrincipalTag/t [a]", " Null aws:PrincipalTag/t [false]"),
  rowOn("StringEqualsIfExists", " StringEqualsIfExists aws:PrincipalTag/t [a]", ""),
  rowOn("ForAllValues:StringEquals", " ForAllValuesStringEquals aws:PrincipalTag/t [a]", ""),
  rowOn(
    "ForAnyValue:StringLike",
    " ForAnyValueStringLike aws:PrincipalTag/t [a]",
    " Null aws:PrincipalTag/t [false]",
  ),
  rowOn("StringNotEquals", " Null aws:PrincipalTag/t [true]", " StringNotEquals aws:PrincipalTag/t [a]"),
  rowOn(
    "ForAllValues:StringNotEquals",
    " Null aws:PrincipalTag/t [true]",
    " ForAllValuesStringNotEquals aws:PrincipalTag/t [a]",
  ),
  rowOn(
    "ForAnyValue:StringNotEquals",
    " Null aws:PrincipalArn []",
    " ForAnyValueStringNotEquals aws:PrincipalTag/t [a]",
  ),
  [
    "the account of a source",
    inCondition("ArnLike", "aws:SourceArn", null),
    [hole(valueIn("ArnLike", "aws:SourceArn"), "arn:aws:sns:us-east-1:", ":x")],
    "Allow [*] [ses:*] [*] ArnLike aws:SourceArn []",
    "Allow [*] [ses:*] [*] ArnLike aws:SourceArn [arn:aws:sns:us-east-1:111111111111:x arn:aws:sns:us-east-1:999999999999:x]",
  ],
  [
    "the account of a source that is not meant",
    inCondition("ArnNotLike", "aws:SourceArn", null),
    [hole(valueIn("ArnNotLike", "aws:SourceArn"), "arn:aws:sns:us-east-1:", ":x")],
    "Allow [*] [ses:*] [*] Null aws:SourceArn [true]",
    "Allow [*] [ses:*] [*] ArnNotLike aws:SourceArn []",
  ],
];

describe("a statement with an expression that could not be resolved", () => {
  for (const [title, members, holes, narrow, wide] of READ)
    it(`is read as the least and as the most that it can grant: ${title}`, () => {
      const policy = parsed(members, holes);
      expect(holesIn(policy)).to.deep.equal(holes);
      const read = (["narrow", "wide"] as const).map((reading) => readAs(policy, reading, FILLING));
      expect(read.map(({ statements }) => statements.map(shown).join())).to.deep.equal([narrow, wide]);
      for (const one of read) expect(holesIn(one)).to.deep.equal([]);
    });
});
