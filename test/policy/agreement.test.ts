import { expect } from "chai";
import { decideExposure } from "../../src/policy/decide/decide.ts";
import { isPolicy, parsePolicy } from "../../src/policy/parse/parse-policy.ts";
import { casesOf, questionOf } from "../conformance/cases.ts";
import { disagreement } from "../../proof/agreement/agree.ts";
import { report } from "../../proof/agreement/report.ts";
import { trial } from "../../proof/agreement/trial.ts";

/** The first of the 30,000 that `npm run prove` tries in `npm run verify`; mutation testing asks for fewer, mutant by mutant. */
const COUNT = Number(process.env["AGREEMENT_COUNT"] ?? 100);
const PIECES = 5;

describe("decision and enumeration agree on random policies", function () {
  this.timeout(120_000);

  for (let piece = 0; piece < PIECES; piece += 1) {
    const first = piece * (COUNT / PIECES) + 1;
    const end = first + COUNT / PIECES;
    it(`seeds ${first} to ${end - 1}`, () => {
      for (let seed = first; seed < end; seed += 1) {
        const one = trial(seed, decideExposure);
        if (one.disagreement !== null) expect.fail(report(one, decideExposure));
      }
    });
  }
});

describe("decision and enumeration agree on worked cases", () => {
  for (const file of ["semantic-cases.jsonl", "own-cases.jsonl"] as const)
    it(file, () => {
      const readable = casesOf(file)
        .map((one) => ({ one, question: questionOf(one) }))
        .filter(({ question }) => question.documents.every(({ text }) => isPolicy(parsePolicy(text))));
      expect(readable.length).to.be.greaterThan(100);
      for (const { one, question } of readable)
        expect(disagreement(question, decideExposure(question)), one.id).to.equal(null);
    });
});
