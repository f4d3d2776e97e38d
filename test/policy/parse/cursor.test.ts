import { expect } from "chai";
import * as fc from "fast-check";
import { isPolicy, parsePolicy } from "../../../src/policy/parse/parse-policy.ts";
import type { Policy } from "../../../src/policy/shapes.ts";
import { locate } from "../../../src/text/json-places.ts";
import { parseJson } from "../../../src/text/json.ts";
import { casesOf } from "../../conformance/cases.ts";
import { readPolicy } from "../../../proof/read-policy.ts";
import { ASKED } from "../decide/questions.ts";

const LIMITS = { length: 100_000, depth: 32 };

const TEXTS = [
  ...[...casesOf("semantic-cases.jsonl"), ...casesOf("own-cases.jsonl")].flatMap(({ policies }) => policies),
  ...ASKED.flatMap(({ question }) => question.documents.map(({ text }) => text)),
].filter((text) => text.length < 3_000);

const JUNK = [
  ...'{}[]",:\\\n\t 0-e.'.split(""),
  "null",
  "true",
  '\\"',
  "\\u0041",
  "\\u00",
  "\\x",
  "\u0000",
  "\u001F",
  "\u00A0",
  "ä",
  "𝒳",
  ",,",
  '"Sid":"s",',
  '"Statement":[],',
  '{"a":1}',
];

/** A policy with one to three places of it left out, doubled, or with junk in them. */
const broken = fc
  .tuple(
    fc.constantFrom(...TEXTS),
    fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom(...JUNK)), { minLength: 1, maxLength: 2 }),
  )
  .map(([text, edits]) => {
    let result = text;
    for (const [place, length, junk] of edits) {
      const at = place % (result.length + 1);
      result = result.slice(0, at) + junk + result.slice(at + length);
    }
    return result;
  });

/** What a policy says, without its places. */
const sayings = ({ version, statements }: Policy): unknown => ({
  version,
  statements: statements.map(({ effect, principal, action, resource, conditions }) => ({
    effect,
    principal: [principal.not, principal.entries.map(({ type, text }) => [type, text])],
    action: [action.not, action.values.map(({ text }) => text)],
    resource: [resource.not, resource.values.map(({ text }) => text)],
    conditions: conditions.map(({ qualifier, operator, ifExists, key, values }) => [
      qualifier,
      operator,
      ifExists,
      key,
      values.map(({ text }) => text),
    ]),
  })),
});

const pointersOf = ({ statements }: Policy): readonly `/${string}`[] =>
  statements
    .flatMap(({ at, principal, action, resource, conditions }) => [
      at,
      ...[principal, action, resource].map((element) => element.at),
      ...[...principal.entries, ...action.values, ...resource.values].map((value) => value.at),
      ...conditions.flatMap((condition) => [condition.at, ...condition.values.map((value) => value.at)]),
    ])
    .filter((at): at is `/${string}` => at !== "");

describe("reading a policy", () => {
  it("says of what is no JSON, or has a member twice, what the reader of JSON says", () => {
    let refused = 0;
    fc.assert(
      fc.property(broken, (text) => {
        const json = parseJson(text, LIMITS);
        if (!("problem" in json)) return;
        refused += 1;
        expect(parsePolicy(text), text).to.deep.equal(json.problem);
      }),
      { numRuns: 3_000 },
    );
    expect(refused).to.be.greaterThan(500);
  });

  it("does not depend on how the JSON is spelt", () => {
    fc.assert(
      fc.property(
        fc.oneof(broken, fc.constantFrom(...TEXTS)),
        fc.constantFrom("\t", 2, "\r\n"),
        (text, indent) => {
          const json = parseJson(text, LIMITS);
          // JSON.stringify moves members whose names are numbers.
          if ("problem" in json || /"\d+"\s*:/.test(text)) return;
          const parsed = parsePolicy(text);
          const escaped = JSON.stringify(json.value, null, indent).replaceAll(/[aeo*:]/g, (unit) =>
            unit === ":" ? ":" : `\\u00${unit.charCodeAt(0).toString(16)}`,
          );
          // A colon between name and value is none of a string's; words of JSON are not escaped.
          const spelt = /true|false|null|\d[eE]/.test(text)
            ? JSON.stringify(json.value, null, indent)
            : escaped;
          const again = parsePolicy(spelt);
          if (isPolicy(parsed)) expect(again, spelt).to.deep.equal(parsed);
          else
            expect([isPolicy(again) ? null : again.at, isPolicy(again) ? null : again.says]).to.deep.equal([
              parsed.at,
              parsed.says,
            ]);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it("reads what another reader reads, with places that are there", () => {
    for (const text of TEXTS) {
      const parsed = parsePolicy(text);
      if (!isPolicy(parsed)) continue;
      expect(sayings(parsed)).to.deep.equal(sayings(readPolicy(text)));
      const pointers = pointersOf(parsed);
      expect([...locate(text, pointers).keys()].sort()).to.deep.equal([...new Set(pointers)].sort());
    }
  });

  it("takes no more than the longest and deepest that a policy may be", () => {
    const open = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}';
    expect(isPolicy(parsePolicy(open.padEnd(100_000)))).to.equal(true);
    // The longest is longest where each of its units is written as three bytes.
    const wide = `{"Id":"${"€".repeat(99_000)}",${open.slice(1)}`;
    expect(parsePolicy(wide)).to.deep.equal(parsePolicy(open));
    const long = parsePolicy(open.padEnd(100_001));
    expect("says" in long && long.says).to.include("longer than 100000");
    const deep = parsePolicy(open.replace('"Allow"', "[".repeat(40) + "]".repeat(40)));
    expect("says" in deep && deep.says).to.include("deeper than 32");
    expect(isPolicy(parsePolicy(open.replace('"Allow"', '"Allow","Sid":"ü𝒳"').padEnd(99_999)))).to.equal(
      true,
    );
  });
});
