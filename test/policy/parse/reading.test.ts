import { expect } from "chai";
import * as fc from "fast-check";
import { isPolicy, parsePolicy } from "../../../src/policy/parse/parse-policy.ts";
import type { Policy, Value } from "../../../src/policy/shapes.ts";
import { parseJson } from "../../../src/text/json.ts";
import { generate } from "../../support/policy/generate/generate.ts";
import { readPolicy } from "../../support/policy/read-policy.ts";

const LIMITS = { length: 100_000, depth: 32 };

/** A text that was right before one place of it was changed. */
const damaged = fc
  .tuple(
    fc.integer({ min: 1, max: 5000 }),
    fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    fc.constantFrom(
      "",
      '"',
      "\\",
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      " ",
      "\n",
      "\u0000",
      "\\u0041",
      "1",
      "null",
      "\ufeff",
    ),
    fc.nat({ max: 3 }),
  )
  .map(([seed, place, put, drop]) => {
    const text = generate(seed).texts[0] ?? "";
    const at = Math.floor(place * text.length);
    return text.slice(0, at) + put + text.slice(at + drop);
  });

/** Without places and Sids, which the second reader does not read. */
const bare = (policy: Policy): unknown =>
  JSON.parse(
    JSON.stringify(policy, (name, value: unknown) => (name === "at" || name === "sid" ? undefined : value)),
  );

const valuesOf = ({ statements }: Policy): readonly Value[] =>
  statements.flatMap(({ principal, action, resource, conditions }) => [
    ...principal.entries,
    ...action.values,
    ...resource.values,
    ...conditions.flatMap(({ values }) => values),
  ]);

/** What a pointer names in a text, by JSON.parse. */
const pointed = (text: string, at: string): unknown =>
  at
    .split("/")
    .slice(1)
    .reduce<unknown>(
      (here, token) =>
        (here as Readonly<Record<string, unknown>>)[token.replaceAll("~1", "/").replaceAll("~0", "~")],
      JSON.parse(text),
    );

const expectSame = (text: string, parsed: Policy): void => {
  expect(bare(parsed), text).to.deep.equal(bare(readPolicy(text)));
  for (const value of valuesOf(parsed))
    expect(String(pointed(text, value.at)), value.at).to.equal(value.text);
};

describe("reading a policy in one pass", function () {
  this.timeout(30_000);

  it("reads what a walk over JSON.parse reads", () => {
    for (let seed = 1; seed <= 2000; seed += 1)
      for (const text of generate(seed).texts) {
        const parsed = parsePolicy(text);
        if (isPolicy(parsed)) expectSame(text, parsed);
      }
  });

  it("says of a text that is no JSON what is wrong with it as JSON, and never takes it for a policy", () => {
    fc.assert(
      fc.property(damaged, (text) => {
        const json = parseJson(text, LIMITS);
        const parsed = parsePolicy(text);
        if ("problem" in json) expect(parsed).to.deep.equal(json.problem);
        else if (isPolicy(parsed)) expectSame(text, parsed);
        else expect(parsed.says).not.to.equal("not JSON");
      }),
      { numRuns: 3000 },
    );
  });
});
