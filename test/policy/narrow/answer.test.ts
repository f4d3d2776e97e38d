import { expect } from "chai";
import { answer } from "../../../src/policy/narrow/answer.ts";
import { opened, type Document } from "../../../src/policy/narrow/open-document.ts";
import type { Proposal } from "../../../src/policy/narrow/proposal.ts";
import { allow, policy, remediesOf } from "./support.ts";

const documents = [policy(allow({ Sid: "a" }), allow(), allow({ Effect: "Deny" })), policy(allow())].flatMap(
  (text, index): readonly Document[] => {
    const document = opened({ name: `p${index}`, text });
    return "none" in document ? [] : [document];
  },
);

const proposal: Proposal = { means: "principals", edits: [], says: "s", stops: ["t"], alternatives: [] };
const ALTERNATIVES = ["Name who is to keep sending: --to-account, --to-principal or --trusted-org."];

describe("the changes of all documents", () => {
  it("are none where nothing was chosen", () => {
    expect(answer(documents, [])).to.deep.equal({
      none: "no change of a single statement is known to end it",
    });
  });

  it("go from the last statement to the first, document by document", () => {
    const remedies = remediesOf(
      answer(documents, [
        { document: 1, index: 0, proposal },
        { document: 0, index: 0, proposal: null },
        { document: 0, index: 1, proposal },
      ]),
    );
    expect(remedies).to.deep.equal([
      { document: "p0", ...proposal },
      {
        document: "p0",
        means: "statement",
        edits: [{ op: "remove", path: "/Statement/0" }],
        says: 'Statement "a" is removed: nobody who may stay could use a narrower one.',
        stops: ["Everybody whom only this statement lets in."],
        alternatives: ALTERNATIVES,
      },
      { document: "p1", ...proposal },
    ]);
  });

  it("remove the policy of which nothing is left, and say who is locked out", () => {
    const removed: Proposal = { ...proposal, means: "statement", lockedOut: ["x"] };
    expect(remediesOf(answer(documents, [{ document: 1, index: 0, proposal: removed }]))).to.deep.equal([
      {
        document: "p1",
        means: "policy",
        edits: [],
        says: 'Policy "p1" is removed: nothing is left of it that may stay.',
        stops: ["Everybody whom only this policy lets in."],
        lockedOut: ["x"],
        alternatives: ALTERNATIVES,
      },
    ]);
    expect(remediesOf(answer(documents, [{ document: 1, index: 0, proposal: null }]))[0]).to.deep.include({
      means: "policy",
      lockedOut: [],
    });
  });

  it("keep a policy of which a Deny is left", () => {
    const all = [0, 1].map((index) => ({ document: 0, index, proposal: null }));
    expect(remediesOf(answer(documents, all)).map(({ means, edits }) => [means, edits])).to.deep.equal([
      ["statement", [{ op: "remove", path: "/Statement/1" }]],
      ["statement", [{ op: "remove", path: "/Statement/0" }]],
    ]);
  });
});
