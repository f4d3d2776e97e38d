import { expect } from "chai";
import type { JournalLine, Remediation } from "../../../src/model/remediation.ts";
import { estate } from "./estate.ts";
import { PAYLOADS } from "./hostile.ts";
import { markupProblems, shownText } from "./markup.ts";
import { rendered } from "./render.ts";

const ID = "arn:aws:ses:eu-west-1:111122223333:identity/a.example.com";
const CALLER = "arn:aws:iam::111122223333:role/Writer";

const line = (event: string, at: string): JournalLine => ({
  at,
  caller: CALLER,
  event,
  id: ID,
  name: "a.example.com",
  document: "mail",
  says: `It is ${event}.`,
  requestId: event === "written" ? "request-1" : null,
});

const remediation = (events: readonly string[], poison = ""): Remediation => ({
  plan: {
    tool: `postern 0.1.0${poison}`,
    now: "2026-11-23T16:00:00Z",
    sha256: "ab".repeat(32),
    refused: [{ id: `arn:other${poison}`, why: `an expression${poison}` }],
  },
  resources: [
    {
      id: `${ID}${poison}`,
      name: `a.example.com${poison}`,
      rules: ["SES-003"],
      choices: [`Statement "Open" names 444455556666${poison}.`],
      exposure: { before: "exposed", after: "private" },
      documents: [{ name: "mail", says: "", edits: [] }],
    },
  ],
  journal: events.map((event, index) => {
    const one = line(event, `2026-11-23T16:0${index}:00Z`);
    return {
      ...one,
      id: `${ID}${poison}`,
      caller: `${CALLER}${poison}`,
      says: `${one.says}${poison}`,
      document: `mail${poison}`,
      requestId: one.requestId === null ? null : `${one.requestId}${poison}`,
    };
  }),
});

const chapterOf = (page: string): string =>
  shownText(/<section id="remediation"[^]*?<\/section>/.exec(page)?.[0] ?? "").replaceAll(/\s+/g, " ");

describe("the report's chapter on remediation", () => {
  it("is not there where neither a plan nor a journal was given", () => {
    expect(rendered(estate())).not.to.contain('href="#remediation"').and.not.to.contain('id="remediation"');
  });

  it("says what was planned, what was done, when and by whom", () => {
    const page = rendered(estate(), { remediation: remediation(["begun", "written", "verified"]) });
    expect(page).to.contain('href="#remediation"');
    const text = chapterOf(page);
    expect(text).to.contain("Applied and verified");
    expect(text).to.contain("Mends SES-003; exposure exposed → private.");
    expect(text).to.contain(
      "written policy mail · 2026-11-23 16:01:00 UTC · by arn:aws:iam::111122223333:role/Writer",
    );
    expect(text).to.contain("Request request-1.");
    expect(text).to.contain("Not planned arn:other an expression");
  });

  for (const [events, state] of [
    [[], "Planned"],
    [["begun"], "Begun, not finished"],
    [["begun", "refused"], "Refused"],
    [["begun", "written", "unverified"], "Applied, check failed"],
    [["begun", "written", "verified", "undoing", "undone"], "Undone"],
    [["begun", "written", "verified", "left"], "Not undone: changed since"],
  ] as const)
    it(`calls a resource ${state} after ${events.join(", ") || "nothing"}`, () => {
      expect(chapterOf(rendered(estate(), { remediation: remediation(events) }))).to.contain(
        `${state} a.example.com`,
      );
    });

  it("shows a journal without a plan", () => {
    const { journal } = remediation(["begun", "written"]);
    const text = chapterOf(rendered(estate(), { remediation: { plan: null, resources: [], journal } }));
    expect(text).to.contain("No plan was given").and.contain("Written, not checked a.example.com");
  });

  for (const [index, poison] of PAYLOADS.entries())
    it(`holds nothing that acts, whatever a plan or a journal says: ${index + 1}`, () => {
      const page = rendered(estate(), { remediation: remediation(["begun", "written", "verified"], poison) });
      expect(markupProblems(page)).to.deep.equal([]);
    });
});
