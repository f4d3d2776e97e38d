import { expect } from "chai";
import * as fc from "fast-check";
import { asffProblems, converted } from "../support/asff-problems.ts";
import { aFinding } from "../support/findings.ts";
import { findings } from "../support/random-findings.ts";
import { HEAVY } from "../support/heavy.ts";

const id = (name: string): string | undefined => converted(aFinding({ resource: { name } })).Id;

const COUNT = HEAVY ? 10_000 : 300;

describe("asff with hostile text", () => {
  it(`gives a valid finding for each of ${COUNT} random results`, function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(findings, (finding) => {
        expect(asffProblems(converted(finding))).to.deep.equal([]);
      }),
      { numRuns: COUNT },
    );
  });

  it("keeps ids apart that differ in what cannot be seen or only beyond the limit", () => {
    const long = "x".repeat(600);
    const names = ["a", "a\u200b", "a\u200c", "a\ud83d", "a\ud83e", `${long}1`, `${long}2`];
    expect(new Set(names.map(id)).size).to.equal(names.length);
  });

  it("cuts by code points: 320 emoji stay 320 emoji and no half is left at any limit", () => {
    const name = "😀".repeat(320);
    const finding = converted(
      aFinding({ resource: { name }, title: "😀".repeat(300), message: "😀".repeat(2000) }),
    );
    expect(finding.Resources?.[0]?.Details?.Other?.["Name"]).to.equal(name);
    expect(finding.Title).to.equal(`${"😀".repeat(255)}…`);
    expect(asffProblems(finding)).to.deep.equal([]);
  });

  it("stays below 240 KB when every text is as large as it may be", () => {
    const emoji = "😀".repeat(5_000);
    const finding = converted(
      aFinding({
        resource: { name: emoji },
        title: emoji,
        message: emoji,
        data: Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`${index}${emoji}`, emoji])),
        documents: Array.from({ length: 20 }, () => ({ name: emoji, text: emoji, sha256: emoji })),
        evidence: [{ document: emoji, at: "/Statement", role: "grants", says: emoji }],
      }),
    );
    expect(asffProblems(finding)).to.deep.equal([]);
  });
});
