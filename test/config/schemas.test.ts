import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import * as fc from "fast-check";
import { SCHEMAS } from "../../src/config/schemas/index.ts";
import type { JsonSchema } from "../../src/config/schemas/schema.ts";
import { validate } from "../../src/config/validate.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { Results } from "../../src/model/results.ts";
import { aFinding, aRule, assembled } from "../support/findings.ts";
import { findings } from "../support/random-findings.ts";

const schema = (name: string): JsonSchema => {
  const found = SCHEMAS[name];
  if (found === undefined) throw new Error(`no schema ${name}`);
  return found;
};

const AUDIT = { console: [{ text: "Look." }], cli: [{ text: "Ask." }] } as const;

const resultsWith = (some: readonly Finding[]): Results => ({
  ...assembled(some),
  rules: [{ ...aRule(), audit: AUDIT }],
});

describe("JSON Schemas", () => {
  for (const [name, one] of Object.entries(SCHEMAS)) {
    it(`${name} is a strict schema of draft 2020-12`, () => {
      const ajv = new Ajv2020({ strict: true });
      expect(ajv.validateSchema(one)).to.equal(true);
      expect(() => ajv.compile(one)).not.to.throw();
    });
  }

  it("results fit theirs, whatever the findings hold", () => {
    fc.assert(
      fc.property(fc.array(findings, { maxLength: 3 }), (some) => {
        expect(validate(schema("results"), resultsWith(some))).to.deep.equal([]);
      }),
      { numRuns: 30 },
    );
  });

  it("results with a member too many or too few do not", () => {
    const results = resultsWith([aFinding()]);
    expect(validate(schema("results"), { ...results, more: 1 })).to.have.length(1);
    expect(validate(schema("results"), { ...results, summary: undefined })).not.to.have.length(0);
    const [finding] = results.findings;
    const wrong = { ...results, findings: [{ ...finding, status: "PASSED" }] };
    expect(validate(schema("results"), wrong)[0]?.at).to.equal("/findings/0/status");
  });

  const LINES: readonly (readonly [string, object, boolean])[] = [
    ["a hand-written identity", { kind: "aws.ses.identity", id: "i", policies: [] }, true],
    [
      "a refused fact",
      {
        kind: "aws.ses.identity",
        id: "i",
        policies: { unread: { operation: "o", code: "c", message: "m", attempts: 1 } },
      },
      true,
    ],
    ["a member that nobody knows", { kind: "aws.ses.identity", id: "i", colour: "red" }, true],
    ["another kind", { kind: "aws.sns.topic", id: "i", anything: 1 }, true],
    ["the end", { kind: "end", finishedAt: "2026-11-23T16:00:41Z" }, true],
    ["a scope", { kind: "scope", id: "aws/111122223333/us-east-1/ses", status: "complete", listed: 1 }, true],
    ["policies that are none", { kind: "aws.ses.identity", id: "i", policies: "none" }, false],
    ["a scope without a status", { kind: "scope", id: "aws/111122223333/us-east-1/ses" }, false],
    ["no kind", { id: "i" }, false],
  ];
  for (const [name, line, fits] of LINES) {
    it(`a snapshot's line: ${name} ${fits ? "fits" : "does not fit"}`, () => {
      expect(new Ajv2020({ strict: true }).compile(schema("snapshot"))(line)).to.equal(fits);
    });
  }
});
