import { expect } from "chai";
import { join } from "node:path";
import { decideExposure } from "../../src/policy/decide/decide.ts";
import { evaluate } from "../../src/policy/evaluate/evaluate.ts";
import { isPolicy, parsePolicy } from "../../src/policy/parse/parse-policy.ts";
import { choices, readAs } from "../../proof/readings/combine.ts";
import { openQuestions } from "../../proof/readings/open-questions.ts";
import { decided, explained, LISTS, recorded, recordedLines, RECORDS } from "./explained.ts";

/** Whole answers to the questions that the file names. */
const records = recorded(join(import.meta.dirname, RECORDS));

/** A changed answer is looked at: `npm run explained` writes them anew. */
for (const { file, questions } of LISTS)
  describe(`answers are those of ${file}`, () => {
    const answers = recordedLines(join(import.meta.dirname, file));

    it("which has each question once", () => {
      expect([...answers.keys()]).to.deep.equal(questions.map(({ name }) => name));
      expect(answers.size).to.equal(questions.length);
    });

    for (const one of questions)
      it(one.name, () => {
        const question = one.question();
        const reach = decideExposure(question);
        expect(decided(one, reach)).to.equal(answers.get(one.name));
        const record = records.get(one.name);
        if (record !== undefined) expect(explained(one, reach)).to.equal(record);
        const { documents } = question;
        const { witness } = reach;
        // An expression has no value that the evaluator could look at.
        if (witness === null || documents.some(({ unresolved = [] }) => unresolved.length > 0)) return;
        const policies = documents.map(({ text }) => parsePolicy(text)).filter(isPolicy);
        const isAllowed = [false, true].some((unknownFirst) => {
          const open = openQuestions(policies, question, unknownFirst);
          return choices(open).some(
            (chosen) => evaluate(readAs(policies, open, chosen), witness).decision === "allowed",
          );
        });
        expect(isAllowed, "under some reading").to.equal(true);
      });
  });

describe(`whole answers of ${RECORDS}`, () => {
  const names = LISTS.flatMap(({ questions }) => questions.map(({ name }) => name));

  it("are to questions of the lists, each of which has a name of its own", () => {
    expect(new Set(names).size).to.equal(names.length);
    expect(names).to.include.members([...records.keys()]);
    expect(records.size).to.be.within(50, 70);
  });
});
