import { expect } from "chai";
import { join } from "node:path";
import { decideExposure, exposureOf } from "../../src/policy/decide/decide.ts";
import { evaluate } from "../../src/policy/evaluate/evaluate.ts";
import { isPolicy, parsePolicy } from "../../src/policy/parse/parse-policy.ts";
import { explained, recorded, RECORDS } from "./explained.ts";

/** A changed answer is looked at: `npm run explained` writes them anew. */
for (const { file, questions } of RECORDS)
  describe(`answers are those of ${file}`, () => {
    const answers = recorded(join(import.meta.dirname, file));

    it("which has each question once", () => {
      expect([...answers.keys()]).to.deep.equal(questions.map(({ name }) => name));
      expect(answers.size).to.equal(questions.length);
    });

    for (const one of questions)
      it(one.name, () => {
        expect(explained(one)).to.equal(answers.get(one.name));
        const { exposure, witness } = decideExposure(one.question);
        expect(exposureOf(one.question)).to.equal(exposure);
        const { documents } = one.question;
        // An expression has no value that the evaluator could look at.
        if (witness === null || documents.some(({ unresolved = [] }) => unresolved.length > 0)) return;
        const policies = documents.map(({ text }) => parsePolicy(text)).filter(isPolicy);
        expect(evaluate(policies, witness).decision).to.equal("allowed");
      });
  });
