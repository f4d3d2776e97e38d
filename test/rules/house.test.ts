import { expect } from "chai";
import { generatedPages } from "../../scripts/docs/pages.ts";
import type { AnyRule } from "../../src/model/rule.ts";
import type { CaseExpectation } from "../../src/model/rule-case.ts";
import { RULES } from "../../src/rules/index.ts";
import { faultsOfHouse, pagesOnDisk, ruleFolders, type RuleHouse } from "../support/rule-structure.ts";

describe("rules and what belongs to them", () => {
  let house: RuleHouse;
  before(async () => {
    house = {
      folders: ruleFolders(),
      rules: RULES,
      generated: new Map([...(await generatedPages())].filter(([path]) => path.startsWith("rules/"))),
      pages: pagesOnDisk(),
    };
  });

  it("every rule has its folder, registration, cases, page and sources", () => {
    expect(Object.keys(house.folders).length).to.be.greaterThan(5);
    expect(faultsOfHouse(house)).to.deep.equal([]);
  });

  const change = (id: string, changed: (rule: AnyRule) => AnyRule): readonly string[] =>
    faultsOfHouse({ ...house, rules: RULES.map((rule) => (rule.meta.id === id ? changed(rule) : rule)) });

  const expecting = (expected: Partial<CaseExpectation>): readonly string[] =>
    change("SES-002", (rule) => ({
      ...rule,
      cases: [
        { name: "x", why: "y", record: { id: "z" }, expect: { status: "FAILURE" as const, ...expected } },
      ],
    }));

  const mapped = (compliance: AnyRule["meta"]["compliance"]): readonly string[] =>
    change("SES-001", (rule) => ({ ...rule, meta: { ...rule.meta, compliance } }));

  it("a page that is removed is missed", () => {
    const pages = new Map([...house.pages].filter(([path]) => path !== "rules/SES-003.md"));
    expect(faultsOfHouse({ ...house, pages }).join()).to.contain("docs/rules/SES-003.md");
  });

  it("a word that is changed in a case is missed on its page", async () => {
    const rules = RULES.map((rule) =>
      rule.meta.id === "SES-001"
        ? { ...rule, cases: rule.cases?.map((one) => ({ ...one, why: `${one.why}!` })) }
        : rule,
    );
    const { rulePage } = await import("../../src/cli/rule-page.ts");
    const generated = new Map([
      ...house.generated,
      ...rules.map((rule) => [`rules/${rule.meta.id}.md`, rulePage(rule as AnyRule)] as const),
    ]);
    expect(faultsOfHouse({ ...house, generated })).to.deep.equal([
      "docs/rules/SES-001.md is not what the code says; run npm run docs",
    ]);
  });

  it("a rule without cases, files or registration is missed", () => {
    expect(change("SES-002", (rule) => ({ ...rule, cases: [] }))).to.deep.equal(["SES-002 has no cases"]);
    const folders = { ...house.folders, "ses-002-identity-verification-status": ["rule.ts", "meta.ts"] };
    expect(faultsOfHouse({ ...house, folders })).to.deep.equal([
      "src/rules/ses-002-identity-verification-status has no cases.ts",
    ]);
    const rules = RULES.filter(({ meta }) => meta.id !== "SES-002");
    expect(faultsOfHouse({ ...house, rules }).join()).to.contain("index.ts does not list ses-002");
    expect(faultsOfHouse({ ...house, folders: { ...house.folders, "x-000-y": [] } })).to.have.length(4);
  });

  it("a case that expects what everything meets is missed", () => {
    const fault = 'SES-002: the case "x" expects something and does not say what';
    for (const empty of [{ evidence: [] }, { evidence: [{}] }, { data: {} }, { witness: {} }, { says: "" }])
      expect(expecting(empty), JSON.stringify(empty)).to.deep.equal([fault]);
    for (const said of [
      {},
      { evidence: [{ role: "grants" }] },
      { data: { a: "b" } },
      { faults: [] },
    ] as const)
      expect(expecting(said), JSON.stringify(said)).to.deep.equal([]);
  });

  it("a mapping without a source, of no clause, or that claims too much is missed", () => {
    const mapping = {
      standard: "NIST4",
      clause: "AC-3",
      strength: "supporting",
      why: "w",
      source: "s",
    } as const;
    expect(mapped([mapping])).to.deep.equal([]);
    expect(mapped([{ ...mapping, source: " " }])).to.deep.equal(["SES-001: NIST4 AC-3 has no source"]);
    expect(mapped([{ ...mapping, clause: "AC-99" }])).to.deep.equal(["SES-001: no clause NIST4 AC-99"]);
    expect(mapped([{ ...mapping, strength: "primary" }])).to.deep.equal([
      "SES-001: NIST4 AC-3 claims more than its source",
    ]);
  });
});
