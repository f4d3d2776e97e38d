import { expect } from "chai";
import * as fc from "fast-check";
import type { Pointer } from "../../../../src/model/fact.ts";
import { decideExposure, exposureOf } from "../../../../src/policy/decide/decide.ts";
import type { Exposure, Question } from "../../../../src/policy/question.ts";
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
