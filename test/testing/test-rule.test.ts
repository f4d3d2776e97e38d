import { expect } from "chai";
import { defineKind, type Kind } from "../../src/model/kind.ts";
import type { PolicyDocument, Resource } from "../../src/model/resource.ts";
import type { AnyRule } from "../../src/model/rule.ts";
import type { RuleContext } from "../../src/model/rule-context.ts";
import type { RuleCase } from "../../src/model/rule-case.ts";
import { rule as dkim } from "../../src/rules/ses-001-dkim-enabled/rule.ts";
import { testRule, type RuleTestOptions } from "../../src/testing/index.ts";

interface Box extends Resource {
  readonly kind: "test.box";
  readonly size: number | undefined;
  readonly documents: readonly PolicyDocument[];
}

const BOX: Kind = defineKind<Box>({
  kind: "test.box",
  service: "box",
  title: "box",
  facts: { size: [] },
  permissions: [],
  read: (record) => ({
    kind: "test.box",
    id: record.id,
    name: record.id,
    owner: null,
    scope: record.scope,
    collectedAt: null,
    size: record["size"] as number | undefined,
    documents: [{ name: "label", document: typeof record["label"] === "string" ? record["label"] : "{}" }],
  }),
  documents: ({ documents }) => documents,
  tags: () => undefined,
});

const cases: readonly RuleCase[] = [
  { name: "small", why: "It fits.", record: { id: "a", size: 1 }, expect: { status: "SUCCESS" } },
  { name: "large", why: "It does not fit.", record: { id: "b", size: 9 }, expect: { status: "FAILURE" } },
  { name: "none", why: "Nobody measured it.", record: { id: "c" }, expect: { status: "NOT_EVALUATED" } },
];

type Judge = (box: { size: number; documents: Box["documents"] }, context: RuleContext) => unknown;

const good = ({ size }: { readonly size: number }): object => {
  const evidence = [{ at: "/size", role: "remark", says: `It is ${size}.` }];
  return size < 5
    ? { status: "SUCCESS", message: "It fits.", evidence }
    : {
        status: "FAILURE",
        message: "Too large.",
        evidence,
        faults: [{ document: "size", canonical: "large" }],
      };
};

const ruleOf = (judge: Judge, changed: Partial<AnyRule> = {}): AnyRule => ({
  meta: { ...dkim.meta, service: "box", resourceKind: "test.box" },
  cases,
  kind: "test.box",
  needs: ["size"],
  judge: judge as unknown as AnyRule["judge"],
  ...changed,
});

const NEVER: RuleTestOptions = { never: ["NEEDS_REVIEW"] };

/** What the tester has against a rule. */
const complaints = (rule: AnyRule, options: RuleTestOptions = NEVER): string =>
  testRule(rule, BOX, options)
    .flatMap(({ name, run }) => {
      try {
        run();
        return [];
      } catch (error) {
        return [`${name}: ${error instanceof Error ? error.message : String(error)}`];
      }
    })
    .join("\n");

const failing =
  (verdict: object): Judge =>
  (box) =>
    box.size < 5 ? good(box) : { ...good(box), ...verdict };

const dated: Judge = (box, { now }) => ({ ...good(box), message: new Date(now).toISOString() });

const expecting = (expect: Partial<RuleCase["expect"]>): string =>
  complaints(
    ruleOf(good, {
      cases: cases.map((one) =>
        one.name === "large" ? { ...one, expect: { ...one.expect, ...expect } } : one,
      ),
    }),
  );

const careless: Judge = (box) => {
  JSON.parse(box.documents[0]?.document ?? "");
  return good(box);
};

describe("the tester of rules", () => {
  it("has nothing against a rule that keeps the contract", () => {
    expect(complaints(ruleOf(good))).to.equal("");
  });

  let times = 0;
  const BREACHES: readonly (readonly [string, Judge, RegExp])[] = [
    ["changes its input", (box) => ((box.size = 0), good(box)), /threw: Cannot assign to read only property/],
    [
      "changes what it is given beside it",
      (box, context) => (Object.assign(context, { now: "" }), good(box)),
      /threw/,
    ],
    ["answers in two ways", (box) => ({ ...good(box), message: `${(times += 1)}` }), /in two ways/],
    ["answers a promise", (box) => Promise.resolve(good(box)), /a promise/],
    ["answers nothing", () => undefined, /not an object/],
    ["throws", () => JSON.parse("{"), /threw/],
    ["reads the clock", (box) => ({ ...good(box), message: String(Date.now()) }), /calls Date\.now\(\)/],
    [
      "reads the clock by a date",
      (box) => ({ ...good(box), message: new Date().toISOString() }),
      /calls new Date\(\)/,
    ],
    ["asks chance", (box) => ({ ...good(box), message: String(Math.random()) }), /calls Math\.random\(\)/],
    ["asks the network", (box) => (void fetch("http://127.0.0.1/"), good(box)), /calls fetch\(\)/],
    ["answers a status that is none", failing({ status: "PASS" }), /status is "PASS"/],
    [
      "points nowhere",
      failing({ evidence: [{ at: "/weight", role: "remark", says: "x" }] }),
      /"\/weight" does not resolve/,
    ],
    [
      "points nowhere in a document",
      failing({ evidence: [{ document: "label", at: "/x", role: "remark", says: "x" }] }),
      /does not resolve in document "label"/,
    ],
    [
      "names a document that is none",
      failing({ evidence: [{ document: "lid", at: "", role: "remark", says: "x" }] }),
      /no document "lid"/,
    ],
    ["fails without evidence", failing({ evidence: [] }), /FAILURE without evidence/],
    ["fails without a fault", failing({ faults: [] }), /FAILURE without a fault/],
    ["says nothing", failing({ message: " " }), /message is not a sentence/],
    ["says exposed and shows no witness", failing({ data: { exposure: "exposed" } }), /shows no witness/],
    ["answers the other way round", (box) => good({ size: 10 - box.size }), /expected SUCCESS, got FAILURE/],
  ];
  for (const [name, judge, says] of BREACHES) {
    it(`a rule that ${name} is caught`, () => {
      expect(complaints(ruleOf(judge))).to.match(says);
    });
  }

  it("a date that is given is data", () => {
    expect(complaints(ruleOf(dated))).to.equal("");
  });

  it("the world is as before after a check", () => {
    complaints(ruleOf(good));
    expect(Date.now()).to.be.greaterThan(0);
    expect(Math.random()).to.be.lessThan(1);
  });

  it("each status has to be shown, and what is never answered not", () => {
    expect(complaints(ruleOf(good), {})).to.contain("no case shows NEEDS_REVIEW");
    expect(complaints(ruleOf(good, { cases: cases.slice(1) }))).to.contain("no case shows SUCCESS");
    expect(complaints(ruleOf(good), { never: ["NEEDS_REVIEW", "SUCCESS"] })).to.contain("never answers");
  });

  it("metadata, facts and reasons have to be complete", () => {
    const rule = ruleOf(good);
    const meta = {
      ...rule.meta,
      rationale: "",
      remediation: { ...rule.meta.remediation, summary: "x".repeat(513) },
    };
    const said = complaints({ ...rule, meta, needs: ["size", "colour"] });
    expect(said).to.contain("meta/rationale: is not a text with something in it");
    expect(said).to.contain("meta/remediation/summary: is longer than 512 characters");
    expect(said).to.contain('the kind has no fact "colour"');
    const [first, second, third] = cases;
    if (first === undefined || second === undefined || third === undefined) throw new Error("no cases");
    expect(complaints(ruleOf(good, { cases: [{ ...first, why: "" }, second, third] }))).to.contain(
      "small: no reason",
    );
    expect(complaints(ruleOf(good, { cases: [first, second, third, first] }))).to.contain(
      "two cases are called small",
    );
  });

  it("what a case expects of data, evidence, words, faults and witness is compared", () => {
    expect(expecting({ says: "Too large", evidence: [{ at: "/size" }], faults: ["size"] })).to.equal("");
    expect(expecting({ says: "Too small" })).to.contain('does not say "Too small"');
    expect(expecting({ data: { size: "9" } })).to.contain('data.size: expected "9", got nothing');
    expect(expecting({ evidence: [{ at: "/lid" }] })).to.contain("no evidence");
    expect(expecting({ faults: ["lid"] })).to.contain('expected faults in ["lid"], got ["size"]');
    expect(expecting({ witness: { action: "x" } })).to.contain("expected a witness");
  });

  it("finds the throw that only odd input provokes", () => {
    const labels: readonly RuleCase[] = cases.map((one) => ({
      ...one,
      record: { ...one.record, label: "{}" },
    }));
    expect(complaints(ruleOf(careless, { cases: labels }))).to.match(/on odd input: small: it threw/);
  });
});
