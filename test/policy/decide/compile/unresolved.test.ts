import { expect } from "chai";
import * as fc from "fast-check";
import type { Pointer } from "../../../../src/model/fact.ts";
import { decideExposure, exposureOf } from "../../../../src/policy/decide/decide.ts";
import type { Exposure, Question } from "../../../../src/policy/question.ts";
import type { Hole } from "../../../../src/model/resource.ts";
import { holesIn, readAs } from "../../../../src/policy/decide/compile/unresolved.ts";
import { isPolicy, parsePolicy } from "../../../../src/policy/parse/parse-policy.ts";
import type { PatternElement, Policy, Statement } from "../../../../src/policy/shapes.ts";
import { casesOf, questionOf } from "../../../conformance/cases.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };
type Path = readonly string[];

const entriesOf = (json: Json): readonly (readonly [string, Json])[] =>
  typeof json === "object" && json !== null ? Object.entries(json as Readonly<Record<string, Json>>) : [];

const leavesOf = (json: Json, path: Path = []): readonly Path[] => {
  const entries = entriesOf(json);
  return typeof json === "object" && json !== null
    ? entries.flatMap(([name, inner]) => leavesOf(inner, [...path, name]))
    : [path];
};

const replaced = (json: Json, [first, ...rest]: Path, by: Json): Json => {
  if (first === undefined) return by;
  if (Array.isArray(json))
    return (json as readonly Json[]).map((one, index) =>
      String(index) === first ? replaced(one, rest, by) : one,
    );
  return Object.fromEntries(
    entriesOf(json).map(([name, inner]) => [name, name === first ? replaced(inner, rest, by) : inner]),
  );
};

const pointer = (path: Path): Pointer =>
  `/${path.map((name) => name.replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;

/** What may stand in place of an expression. */
const FILLS: readonly (readonly [element: RegExp, fills: readonly string[]])[] = [
  [
    /Principal$/,
    ["*", "111111111111", "222222222222", "arn:aws:iam::333333333333:role/x", "sns.amazonaws.com"],
  ],
  [/Action$/, ["*", "ses:SendEmail", "ses:Send*", "s3:GetObject"]],
  [/Resource$/, ["*", "arn:aws:s3:::bucket"]],
  [/^Effect$/, ["Allow", "Deny"]],
  [
    /^Condition$/,
    [
      "x",
      "*",
      "111111111111",
      "222222222222",
      "o-own1234567",
      "true",
      "203.0.113.0/24",
      "0.0.0.0/0",
      "2020-01-01",
      "2030-01-01",
    ],
  ],
];

const fillsFor = (path: Path): readonly string[] =>
  FILLS.find(([element]) => path.some((name) => element.test(name)))?.[1] ?? [];

const PLACES = [...casesOf("semantic-cases.jsonl"), ...casesOf("own-cases.jsonl")]
  .filter(({ acceptable }) => acceptable.length === 1 && !acceptable.includes("invalid"))
  .flatMap((one) =>
    one.policies.flatMap((text, document) =>
      leavesOf(JSON.parse(text) as Json)
        .filter((path) => fillsFor(path).length > 0)
        .map((path) => ({ name: `${one.id} ${pointer(path)}`, question: questionOf(one), document, path })),
    ),
  );

const withText = (question: Question, document: number, change: (json: Json) => Json): Question => ({
  ...question,
  documents: question.documents.map((one, index) =>
    index === document ? { ...one, text: JSON.stringify(change(JSON.parse(one.text) as Json)) } : one,
  ),
});

const PASSES: readonly Exposure[] = ["cross-account", "restricted", "private"];

describe("an answer in spite of an expression that could not be resolved", () => {
  it("holds whatever stands there", () => {
    expect(PLACES.length).to.be.greaterThan(1_000);
    let decided = 0;
    fc.assert(
      fc.property(fc.constantFrom(...PLACES), ({ name, question, document, path }) => {
        const open = withText(question, document, (json) => replaced(json, path, null));
        const answer = decideExposure({
          ...open,
          documents: open.documents.map((one, index) =>
            index === document ? { ...one, unresolved: [{ at: pointer(path), expression: "var.x" }] } : one,
          ),
        }).exposure;
        if (answer === "undecided") return;
        decided += 1;
        for (const fill of fillsFor(path)) {
          const filled = exposureOf(withText(question, document, (json) => replaced(json, path, fill)));
          if (filled === "invalid" || filled === "undecided") continue;
          if (answer === "exposed") expect(filled, `${name} ${fill}`).to.equal("exposed");
          else if (answer === "private") expect(filled, `${name} ${fill}`).to.equal("private");
          else expect(PASSES, `${name} ${fill}`).to.include(filled);
        }
      }),
      { numRuns: 250 },
    );
    expect(decided).to.be.greaterThan(50);
  });
});

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
