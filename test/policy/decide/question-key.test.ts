import { expect } from "chai";
import { OWNER_ONLY } from "../../../src/model/trust.ts";
import { questionKey } from "../../../src/policy/decide/question-key.ts";
import type { Question } from "../../../src/policy/question.ts";
import { ask } from "../../../proof/question.ts";

const QUESTION: Question = {
  ...ask(["{}", "[]"]),
  largestDocument: 4096,
  samples: { "aws:SourceVpc": "vpc-1" },
  tags: { team: "mail" },
};

const [first = { name: "", text: "" }, second = { name: "", text: "" }] = QUESTION.documents;
const unresolved = [{ at: "/Statement", expression: "var.x" }] as const;

describe("the key of a question", () => {
  it("is the same for an equal question, in whatever objects", () => {
    const copy = JSON.parse(JSON.stringify(QUESTION)) as Question;
    expect(questionKey(copy)).to.equal(questionKey(QUESTION));
    expect(questionKey({ ...QUESTION, documents: [{ ...first, unresolved: [] }, second] })).to.equal(
      questionKey(QUESTION),
    );
  });

  it("is another where any part of the question is", () => {
    const { largestDocument: _largest, ...unlimited } = QUESTION;
    const { samples: _samples, ...unsampled } = QUESTION;
    const { tags: _tags, ...untagged } = QUESTION;
    const { disputed: _disputed, ...undisputed } = QUESTION;
    const others: readonly Question[] = [
      unlimited,
      unsampled,
      untagged,
      undisputed,
      { ...QUESTION, largestDocument: 4097 },
      { ...QUESTION, samples: { "aws:SourceVpc": "vpc-2" } },
      { ...QUESTION, tags: { team: "sales" } },
      { ...QUESTION, tags: {} },
      { ...QUESTION, disputed: { name: "ses-global-keys", undisputed: [] } },
      { ...QUESTION, trust: { ...OWNER_ONLY, accounts: ["222222222222"] } },
      { ...QUESTION, keys: QUESTION.keys.slice(1) },
      { ...QUESTION, actions: QUESTION.actions.slice(1) },
      { ...QUESTION, resource: `${QUESTION.resource}x` },
      { ...QUESTION, owner: "222222222222" },
      { ...QUESTION, now: "2027-01-01T00:00:00Z" },
      { ...QUESTION, documents: [first] },
      { ...QUESTION, documents: [second, first] },
      { ...QUESTION, documents: [{ ...first, name: "x" }, second] },
      { ...QUESTION, documents: [{ ...first, text: "{} " }, second] },
      { ...QUESTION, documents: [{ ...first, unresolved }, second] },
      {
        ...QUESTION,
        documents: [{ ...first, unresolved: [{ ...unresolved[0], expression: "var.y" }] }, second],
      },
    ];
    expect(new Set([QUESTION, ...others].map(questionKey)).size).to.equal(others.length + 1);
  });

  it("does not take a part's end for the next one's beginning", () => {
    const one = { ...QUESTION, documents: [{ name: "a", text: "1:b" }] };
    const other = { ...QUESTION, documents: [{ name: "a1:", text: "b" }] };
    expect(questionKey(one)).not.to.equal(questionKey(other));
  });

  it("stays another after more tables than are remembered", () => {
    const keys = Array.from({ length: 1_100 }, (_, number) =>
      questionKey({ ...QUESTION, trust: { ...OWNER_ONLY, accounts: [String(number)] } }),
    );
    expect(new Set([questionKey(QUESTION), ...keys]).size).to.equal(1_101);
    expect(questionKey(QUESTION)).to.equal(questionKey(QUESTION));
  });
});
