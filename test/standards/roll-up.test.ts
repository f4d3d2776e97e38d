import { expect } from "chai";
import * as fc from "fast-check";
import type { ClauseStatus, StatusCounts } from "../../src/model/results.ts";
import type { Mapping } from "../../src/model/rule.ts";
import { findClause, STANDARDS } from "../../src/standards/catalogue.ts";
import { RULES } from "../../src/rules/index.ts";
import { ROLL_UP_RULE, rollUp } from "../../src/standards/roll-up.ts";

const counts = (choice: Partial<StatusCounts>): StatusCounts => ({
  success: 0,
  failure: 0,
  needsReview: 0,
  notEvaluated: 0,
  excepted: 0,
  ...choice,
});

const mapping = (choice: Partial<Mapping> = {}): Mapping => ({
  standard: "NIST4",
  clause: "AC-3",
  strength: "primary",
  why: "It asks for it.",
  source: "own reading",
  ...choice,
});

const statusOf = (
  rules: Parameters<typeof rollUp>[0],
  found: Parameters<typeof rollUp>[1],
): ClauseStatus | undefined => rollUp(rules, found)[0]?.clauses[0]?.status;

const RULE = { id: "SES-003", compliance: [mapping()] };

describe("roll-up by standard", () => {
  const cases: readonly (readonly [string, Partial<StatusCounts>, ClauseStatus])[] = [
    [
      "one failure among passes and unread ones fails",
      { success: 9, failure: 1, notEvaluated: 1, needsReview: 1 },
      "fail",
    ],
    ["a failure with an exception still fails", { success: 9, failure: 1, excepted: 1 }, "fail"],
    ["a success that another rule's failure covers fails", { success: 9, coveredFailure: 1 }, "fail"],
    ["an unread resource leaves it undetermined", { success: 9, notEvaluated: 1 }, "not-determined"],
    ["a resource under review leaves it undetermined", { success: 9, needsReview: 1 }, "not-determined"],
    ["all passing passes", { success: 9 }, "pass"],
    ["an empty population is not applicable, not a pass", {}, "not-applicable"],
  ];
  for (const [title, found, status] of cases) {
    it(title, () => {
      expect(statusOf([RULE], { "SES-003": counts(found) })).to.equal(status);
    });
  }

  it("a rule without findings counts as an empty population", () => {
    expect(statusOf([RULE], {})).to.equal("not-applicable");
  });

  it("adds the findings of every deciding rule, each rule once", () => {
    const twice = { id: "SES-003", compliance: [mapping(), mapping({ strength: "supporting" })] };
    const other = { id: "SES-001", compliance: [mapping()] };
    const [standard] = rollUp([twice, other], {
      "SES-003": counts({ success: 2, failure: 1 }),
      "SES-001": counts({ success: 4 }),
    });
    expect(standard?.clauses[0]?.counts).to.deep.equal(counts({ success: 6, failure: 1 }));
    expect(standard?.clauses[0]?.rules).to.have.length(3);
  });

  it("lists a context mapping and lets it decide nothing", () => {
    const rule = { id: "SES-003", compliance: [mapping({ strength: "context" })] };
    const [standard] = rollUp([rule], { "SES-003": counts({ failure: 3 }) });
    expect(standard?.clauses[0]?.status).to.equal("not-applicable");
    expect(standard?.clauses[0]?.rules).to.have.length(1);
  });

  it("keeps the catalogue's order of standards and clauses, whatever the rules' order", () => {
    const rule = {
      id: "SES-003",
      compliance: [
        mapping({ clause: "SC-7" }),
        mapping({ clause: "AC-3" }),
        mapping({ standard: "GDPR", clause: "Art. 32" }),
      ],
    };
    const standards = rollUp([rule], {});
    expect(standards.map(({ standard }) => standard)).to.deep.equal(["GDPR", "NIST4"]);
    expect(standards[1]?.clauses.map(({ clause }) => clause)).to.deep.equal(["AC-3", "SC-7"]);
  });

  it("keeps what the catalogue does not have, and says so", () => {
    const rule = {
      id: "ACME-001",
      compliance: [mapping({ standard: "ACME", clause: "4.2" }), mapping({ clause: "ZZ-99" })],
    };
    const [nist, acme] = rollUp([rule], {});
    expect(nist?.clauses[0]).to.include({ clause: "ZZ-99", title: "Not in the catalogue" });
    expect(acme?.note).to.contain("not in the catalogue");
    expect(acme?.clauses[0]).to.include({ clause: "4.2" });
  });

  it("never passes while anything failed, was unread or is under review", () => {
    const natural = fc.nat({ max: 3 });
    fc.assert(
      fc.property(natural, natural, natural, natural, (success, failure, needsReview, notEvaluated) => {
        const status = statusOf([RULE], {
          "SES-003": counts({ success, failure, needsReview, notEvaluated }),
        });
        expect(status === "pass").to.equal(
          success > 0 && failure === 0 && needsReview === 0 && notEvaluated === 0,
        );
      }),
    );
  });

  it("has a printed sentence for each status", () => {
    expect(ROLL_UP_RULE.map(({ status }) => status)).to.have.members([
      "fail",
      "not-determined",
      "pass",
      "not-applicable",
    ]);
  });
});

describe("catalogue of standards", () => {
  for (const standard of STANDARDS) {
    it(`${standard.id} has an edition, an https source, and each clause once with a title`, () => {
      expect(standard.edition).to.match(/\d{4}/);
      expect(standard.url).to.match(/^https:\/\//);
      expect(standard.confirmedIn).to.match(/\S/);
      expect(standard.clauses.length).to.be.greaterThan(0);
      expect(new Set(standard.clauses.map(({ id }) => id))).to.have.property("size", standard.clauses.length);
      for (const { title } of standard.clauses) expect(title).to.match(/\S/);
    });
  }

  it("gives every control of NIST 800-53 its title in Revision 5", () => {
    const nist = STANDARDS.find(({ id }) => id === "NIST4");
    for (const clause of nist?.clauses ?? []) expect(clause.successor?.title).to.match(/\S/);
  });

  for (const { meta } of RULES) {
    it(`has every clause that ${meta.id} is mapped to`, () => {
      expect(meta.compliance.length).to.be.greaterThan(0);
      for (const { standard, clause } of meta.compliance)
        expect(findClause(standard, clause), `${standard} ${clause}`).to.not.equal(undefined);
    });
  }
});
