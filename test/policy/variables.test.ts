import { expect } from "chai";
import { decideExposure } from "../../src/policy/decide/decide.ts";
import { evaluate } from "../../src/policy/evaluate/evaluate.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { ask, IDENTITY } from "../support/policy/question.ts";
import { random, type Random } from "../support/policy/random.ts";
import { readPolicy } from "../support/policy/read-policy.ts";

const HEAVY = process.env["POSTERN_HEAVY"] === "1";
/** Mutation testing asks for fewer, mutant by mutant. */
const COUNT = Number(process.env["VARIABLES_COUNT"] ?? (HEAVY ? 1_500 : 600));
const LONGEST = HEAVY ? 3 : 2;

const TAGS = ["aws:PrincipalTag/t", "aws:PrincipalTag/u", "aws:PrincipalTag/v"];
const OPERATORS = [
  "StringEquals",
  "StringEquals",
  "StringLike",
  "StringLike",
  "StringNotEquals",
  "StringNotLike",
  "StringEqualsIgnoreCase",
];
const PIECES = [
  "a",
  "b",
  "ab",
  "*",
  "?",
  ...TAGS.map((tag) => `\${${tag}}`),
  ...TAGS.map((tag) => `\${${tag}}`),
];

const value = (r: Random): string =>
  r.chance(0.15)
    ? `\${${r.pick(TAGS)}, 'a'}`
    : Array.from({ length: r.pick([1, 1, 2, 2, 3]) }, () => r.pick(PIECES)).join("");

const conditions = (r: Random): object => {
  const all: Record<string, Record<string, readonly string[]>> = {};
  for (let left = r.pick([1, 1, 2]); left > 0; left -= 1) {
    const operator = `${r.pick(OPERATORS)}${r.chance(0.15) ? "IfExists" : ""}`;
    all[operator] = {
      ...all[operator],
      [r.pick(TAGS)]: Array.from({ length: r.pick([1, 1, 1, 2]) }, () => value(r)),
    };
  }
  return all;
};

const statement = (r: Random, Effect: "Allow" | "Deny"): object => ({
  Effect,
  Principal: "*",
  Action: "ses:SendEmail",
  Resource: IDENTITY,
  Condition: conditions(r),
});

/** One Allow, and Denies, about three tags and what they have to do with each other. */
const policyOf = (r: Random): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      statement(r, "Allow"),
      ...Array.from({ length: r.pick([0, 1, 1, 2, 3]) }, () => statement(r, "Deny")),
      // Without tags most of what is asked of them is as easily met.
      ...TAGS.filter(() => r.chance(0.6)).map((tag) => ({
        ...statement(r, "Deny"),
        Condition: { Null: { [tag]: "true" } },
      })),
    ],
  });

const words = (longest: number): readonly string[] =>
  longest === 0 ? [""] : ["", ...words(longest - 1).flatMap((word) => [`a${word}`, `b${word}`])];

/** No tag, or a short one. */
const TEXTS: readonly (string | null)[] = [null, ...new Set(words(LONGEST))];

/** A stranger's tags with which the policy lets him send, if some as short as that do. */
const bruteForce = (policy: Policy): Readonly<Record<string, string>> | null => {
  for (const t of TEXTS)
    for (const u of TEXTS)
      for (const v of TEXTS) {
        const tags = Object.fromEntries(
          [t, u, v].flatMap((text, index) => (text === null ? [] : [[TAGS[index] ?? "", text]])),
        );
        const request = {
          principal: "arn:aws:iam::999999999999:user/mallory",
          action: "ses:SendEmail",
          resource: IDENTITY,
          context: tags,
        };
        if (evaluate([policy], request).decision === "allowed") return tags;
      }
  return null;
};

describe("what variables tie together", function () {
  this.timeout(600_000);

  it("is decided as by trying every short text", () => {
    const seen = { exposed: 0, private: 0, undecided: 0 };
    for (let seed = 1; seed <= COUNT; seed += 1) {
      const text = policyOf(random(seed));
      const { exposure } = decideExposure(ask([text]));
      const tags = bruteForce(readPolicy(text));
      const says = `seed ${seed}, ${text}, ${exposure}, tags ${JSON.stringify(tags)}`;
      if (exposure !== "exposed" && exposure !== "private" && exposure !== "undecided") expect.fail(says);
      if (exposure === "private") expect(tags, says).to.equal(null);
      seen[exposure] += 1;
    }
    expect(seen.exposed).to.be.above(COUNT / 2);
    expect(seen.private).to.be.above(COUNT / 10);
    // Equations between words have no end; all but a few of these are.
    expect(seen.undecided).to.be.below(COUNT / 50);
  });
});
