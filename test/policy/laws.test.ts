import { expect } from "chai";
import * as fc from "fast-check";
import { OWNER_ONLY } from "../../src/model/trust.ts";
import { decideExposure, exposureOf } from "../../src/policy/decide/decide.ts";
import type { Exposure, Question } from "../../src/policy/question.ts";
import { generate } from "../../proof/generate/generate.ts";
import { ask } from "../../proof/question.ts";
import { casesOf, questionOf } from "../conformance/cases.ts";
import { HEAVY } from "../support/heavy.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

const CASES = [...casesOf("semantic-cases.jsonl"), ...casesOf("own-cases.jsonl")];
/** Those whose texts are JSON without a member twice, so that they can be written anew. */
const WELL_FORMED = CASES.filter(
  ({ acceptable }) => acceptable.length === 1 && !acceptable.includes("invalid"),
);

const aCase = fc.constantFrom(...WELL_FORMED);

/** Rewrites every value of the documents, the innermost first. */
const rewritten = (value: Json, change: (value: Json, key: string) => Json, key = ""): Json => {
  if (Array.isArray(value))
    return change(
      (value as readonly Json[]).map((one) => rewritten(one, change, key)),
      key,
    );
  if (typeof value === "object" && value !== null)
    return change(
      Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, rewritten(inner, change, name)]),
      ),
      key,
    );
  return change(value, key);
};

const withTexts = (question: Question, texts: readonly string[]): Question => ({
  ...question,
  documents: texts.map((text, index) => ({ name: `Policy-${index + 1}`, text })),
});

const changed = (question: Question, change: (value: Json, key: string) => Json): Question =>
  withTexts(
    question,
    question.documents.map(({ text }) => JSON.stringify(rewritten(JSON.parse(text) as Json, change))),
  );

/** Order by a seed, so that a counterexample can be replayed. */
const shuffled = <T>(values: readonly T[], seed: number): readonly T[] =>
  values
    .map((value, index) => ({ value, rank: ((index + 1) * (seed + 7919)) % 104_729 }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ value }) => value);

const seed = fc.integer({ min: 1, max: 100_000 });
/** Mutation testing asks for fewer, mutant by mutant. */
const RUNS = { numRuns: Number(process.env["LAW_RUNS"] ?? (HEAVY ? 300 : 60)) } as const;

const answers = (question: Question): readonly [Exposure, string, readonly string[]] => {
  const reach = decideExposure(question);
  return [
    reach.exposure,
    JSON.stringify(reach.allowedTo),
    reach.faults.map((fault) => fault.canonical).sort(),
  ];
};

describe("laws of the decision", function () {
  this.timeout(60_000);

  it("the order of statements and values, of members and of policies is immaterial", () => {
    fc.assert(
      fc.property(aCase, seed, (one, by) => {
        const question = questionOf(one);
        const moved = changed(question, (value) =>
          Array.isArray(value)
            ? shuffled(value as readonly Json[], by)
            : typeof value === "object" && value !== null
              ? Object.fromEntries(shuffled(Object.entries(value), by))
              : value,
        );
        const texts = shuffled(
          moved.documents.map(({ text }) => text),
          by,
        );
        expect(answers(withTexts(question, texts))).to.deep.equal(answers(question));
      }),
      RUNS,
    );
  });

  it("a scalar is a list of one, and a list of one a scalar", () => {
    const listable = new Set(["Action", "NotAction", "Resource", "NotResource", "AWS", "Service"]);
    fc.assert(
      fc.property(aCase, (one) => {
        const question = questionOf(one);
        const lists = changed(question, (value, key) =>
          typeof value === "string" && listable.has(key) ? [value] : value,
        );
        const flat = changed(lists, (value, key) =>
          Array.isArray(value) && value.length === 1 && listable.has(key)
            ? ((value as readonly Json[])[0] ?? "")
            : value,
        );
        // Values inside a list were wrapped once more; only whole documents that stay well formed are compared.
        if (exposureOf(lists) === "invalid") return;
        expect(answers(lists)).to.deep.equal(answers(question));
        expect(answers(flat)).to.deep.equal(answers(question));
      }),
      RUNS,
    );
  });

  it("formatting and Sids are immaterial", () => {
    fc.assert(
      fc.property(aCase, fc.constantFrom("\t", "    ", "\r\n "), (one, indent) => {
        const question = questionOf(one);
        const texts = question.documents.map(({ text }, document) => {
          const policy = JSON.parse(text) as { readonly Statement: Json };
          const statements = (
            Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement]
          ) as readonly Json[];
          const Statement = statements.map((statement, index) =>
            typeof statement === "object" && statement !== null
              ? Object.fromEntries([...Object.entries(statement), ["Sid", `s${document}x${index}`]])
              : statement,
          );
          return `\n${JSON.stringify({ ...policy, Statement }, null, indent)}\n`;
        });
        expect(answers(withTexts(question, texts))).to.deep.equal(answers(question));
      }),
      RUNS,
    );
  });

  it("adding a document turns exposed into something else only if it may be a Deny", () => {
    fc.assert(
      fc.property(aCase, fc.constantFrom(...CASES), (one, other) => {
        const question = questionOf(one);
        if (exposureOf(question) !== "exposed") return;
        const texts = other.policies.filter((text) => !/deny|\\u/i.test(text));
        const more = withTexts(question, [...question.documents.map(({ text }) => text), ...texts]);
        expect(exposureOf(more)).to.equal("exposed");
      }),
      RUNS,
    );
  });

  it("an Allow to everybody opens whatever no Deny closes, and a Deny to everybody closes all", () => {
    const allow =
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"ses:*","Resource":"*"}}';
    const deny =
      '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}';
    fc.assert(
      fc.property(aCase, (one) => {
        const question = questionOf(one);
        const texts = question.documents.map(({ text }) => text);
        if (!texts.some((text) => text.includes("Deny")))
          expect(exposureOf(withTexts(question, [...texts, allow]))).to.equal("exposed");
        expect(exposureOf(withTexts(question, [...texts, deny]))).to.be.oneOf([
          "private",
          "invalid",
          "undecided",
        ]);
      }),
      RUNS,
    );
  });

  it("trust never opens anything", () => {
    const order: readonly Exposure[] = [
      "private",
      "restricted",
      "cross-account",
      "invalid",
      "undecided",
      "exposed",
    ];
    const trust = {
      accounts: ["222222222222"],
      organizations: ["o-own1234567"],
      principals: ["arn:aws:iam::333333333333:role/x"],
      networks: ["203.0.113.0/24"],
    };
    fc.assert(
      fc.property(aCase, (one) => {
        const question = questionOf(one);
        const before = order.indexOf(exposureOf({ ...question, trust: OWNER_ONLY }));
        expect(order.indexOf(exposureOf({ ...question, trust }))).to.be.at.most(before);
      }),
      RUNS,
    );
  });

  it("is a function of the question alone", () => {
    fc.assert(
      fc.property(aCase, (one) => {
        const question = questionOf(one);
        const again = structuredClone(question);
        expect(decideExposure({ ...again, now: "2026-11-23T12:00:00.000Z" })).to.deep.equal(
          decideExposure(question),
        );
      }),
      RUNS,
    );
  });

  it("is the same with and without its explanation, for worked cases and random policies", () => {
    for (const question of CASES.map((one) => questionOf(one)))
      expect(exposureOf(question)).to.equal(decideExposure(question).exposure);
    for (let seed = 1; seed <= 500; seed += 1) {
      const { texts, trust } = generate(seed);
      const question = ask(texts, trust);
      expect(exposureOf(question), `seed ${seed}`).to.equal(decideExposure(question).exposure);
    }
  }).timeout(60_000);
});
