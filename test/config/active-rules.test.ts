import { configOf } from "../../src/config/read-config.ts";
import { expect } from "chai";
import { activeRules, type RuleChoices, type Selection } from "../../src/config/active-rules.ts";
import type { Config, LoadedConfig } from "../../src/config/config.ts";
import { RULES } from "../../src/rules/index.ts";
import { problemOf } from "../support/problems.ts";

const AVAILABLE = RULES.map((rule) => ({ rule, foreign: false }));

const loaded = (rules: Config["rules"]): LoadedConfig => ({
  config: { ...configOf({}), rules },
  name: "postern.config.yaml",
  folder: ".",
  sha256: "",
  explicit: false,
  where: (at) => `postern.config.yaml:${at}`,
});

const choose = (rules: Config["rules"], selection?: Selection): RuleChoices =>
  activeRules(AVAILABLE.toReversed(), loaded(rules), selection);

const ids = ({ active }: RuleChoices): readonly string[] => active.map(({ rule }) => rule.meta.id);

describe("the choice of rules", () => {
  it("all run, by id, where nothing is said", () => {
    const choices = activeRules(AVAILABLE.toReversed(), null);
    expect(ids(choices)).to.deep.equal([
      "PST-001",
      "PST-002",
      "PST-003",
      "SES-001",
      "SES-002",
      "SES-003",
      "SES-004",
    ]);
    expect(choices.disabled).to.deep.equal([]);
  });

  it("the file disables, and the flag wins over it", () => {
    expect(choose({ "SES-001": { enabled: false } }).disabled).to.deep.equal(["SES-001"]);
    expect(ids(choose({ "SES-001": { enabled: false } }, { ids: ["SES-001"] }))).to.deep.equal(["SES-001"]);
  });

  it("by risk, as it is overridden; by category; by standard; each narrows", () => {
    expect(ids(choose({ "SES-001": { riskLevel: "EXTREME" } }, { riskLevels: ["EXTREME"] }))).to.deep.equal([
      "SES-001",
    ]);
    expect(ids(choose({}, { categories: ["operational-excellence"] }))).to.deep.equal(["SES-002"]);
    expect(ids(choose({}, { standards: ["GDPR"] }))).to.deep.equal(["PST-003", "SES-003"]);
    expect(ids(choose({}, { standards: ["gdpr"] }))).to.deep.equal(["PST-003", "SES-003"]);
    expect(ids(choose({}, { standards: ["pci"] }))).to.deep.equal([
      "PST-001",
      "PST-003",
      "SES-003",
      "SES-004",
    ]);
    expect(ids(choose({}, { standards: ["iso"] }))).to.deep.equal(
      ids(choose({}, { standards: ["ISO27001"] })),
    );
  });

  it("a selection that names nothing that is there, or leaves nothing, is refused", async () => {
    const none: readonly Selection[] = [
      { standards: ["GDPR"], riskLevels: ["LOW"] },
      { standards: ["GPDR"] },
      { standards: ["nist"] },
      { categories: ["secrity" as "security"] },
    ];
    for (const selection of none)
      expect((await problemOf(() => choose({}, selection))).kind).to.equal("usage");
  });

  it("settings are the rule's own, then the file's", () => {
    const { active } = choose({ "SES-004": { settings: { friendlyAccounts: ["444455556666"] } } });
    const settings = active.find(({ rule }) => rule.meta.id === "SES-004")?.settings;
    expect(settings).to.deep.equal({ friendlyAccounts: ["444455556666"], friendlyOrganizations: [] });
  });

  it("what is unknown or of the wrong type is refused with its place", async () => {
    const rule = await problemOf(() => choose({ "SES-03": {} }));
    expect(rule).to.deep.include({
      what: 'unknown rule "SES-03"',
      where: "postern.config.yaml:/rules/SES-03",
    });
    expect(rule.todo).to.match(/Did you mean "SES-00\d"\?/);
    const setting = await problemOf(() => choose({ "SES-004": { settings: { friendlyAccount: [] } } }));
    expect(setting.todo).to.equal('Did you mean "friendlyAccounts"?');
    const value = await problemOf(() => choose({ "SES-004": { settings: { friendlyAccounts: ["4444"] } } }));
    expect(value.what).to.contain("12 digits");
    expect((await problemOf(() => choose({}, { ids: ["XYZ-999"] }))).what).to.contain("XYZ-999");
  });
});
