import { expect } from "chai";
import {
  buildRun,
  logFrame,
  type RunShell,
  type SarifResult,
  type SarifRule,
} from "../../../src/exporters/sarif/builder.ts";

const SHELL: RunShell = { driver: { name: "Postern", version: "1.2.3" } };
const RULE: SarifRule = { id: "R-1", shortDescription: { text: "a rule" } };
const result = (choice: Partial<SarifResult> = {}): SarifResult => ({
  ruleId: "R-1",
  message: { text: "a message" },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: "a.tf", uriBaseId: "%SRCROOT%" },
        region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 8 },
      },
    },
  ],
  ...choice,
});

describe("what node-sarif-builder leaves wrong", () => {
  it("a region stays as it was given (initSimple would end it at column 1)", () => {
    const [built] = buildRun(SHELL, [RULE], [result()]).results ?? [];
    expect(built?.locations?.[0]?.physicalLocation?.region).to.deep.equal({
      startLine: 3,
      startColumn: 5,
      endLine: 3,
      endColumn: 8,
    });
  });

  it("data with its placeholder does not stop the export", () => {
    const run = buildRun(SHELL, [RULE], [result({ message: { text: "SARIF_BUILDER_INVALID@example.com" } })]);
    expect(run.results?.[0]?.message.text).to.equal("SARIF_BUILDER_INVALID@example.com");
  });

  it("a result without message, rule or file is refused, not written", () => {
    expect(() => buildRun(SHELL, [RULE], [result({ message: {} })])).to.throw("no message");
    expect(() => buildRun(SHELL, [RULE], [result({ ruleId: "R-1/sub" })])).to.throw("rule is not in the run");
    expect(() => buildRun(SHELL, [RULE], [result({ locations: [] })])).to.throw("no file");
    const nowhere = result({ locations: [{ physicalLocation: { region: { startLine: 1 } } }] });
    expect(() => buildRun(SHELL, [RULE], [nowhere])).to.throw("no file");
  });

  it("there is no list of artifacts without their base, and no index into it", () => {
    const run = buildRun(SHELL, [RULE], [result()]);
    expect(run).to.not.have.property("artifacts");
    expect(run.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation).to.deep.equal({
      uri: "a.tf",
      uriBaseId: "%SRCROOT%",
    });
  });

  it("a rule that is given twice is kept once, and pointed at", () => {
    const run = buildRun(SHELL, [RULE, { id: "R-2" }, { ...RULE }], [result()]);
    expect(run.tool.driver.rules?.map(({ id }) => id)).to.deep.equal(["R-1", "R-2"]);
    expect(run.results?.[0]?.ruleIndex).to.equal(0);
  });

  it("a driver without rules takes them, and is named by us, not by npm", () => {
    const { driver } = buildRun(SHELL, [RULE], []).tool;
    expect(driver.rules).to.have.length(1);
    expect(driver.name).to.equal("Postern");
  });

  it("what is handed over is not written to", () => {
    const given = result();
    const before = structuredClone(given);
    const shell = structuredClone(SHELL);
    const rule = structuredClone(RULE);
    buildRun(shell, [rule], [given]);
    expect({ ruleIndex: given.ruleIndex }).to.deep.equal({ ruleIndex: before.ruleIndex });
    expect(shell).to.deep.equal(SHELL);
    expect(rule).to.deep.equal(RULE);
  });

  it("what is no failure has the level none", () => {
    const levels = (["fail", "pass", "review", "open"] as const).map(
      (kind) => buildRun(SHELL, [RULE], [result({ kind, level: "error" })]).results?.[0]?.level,
    );
    expect(levels).to.deep.equal(["error", "none", "none", "none"]);
  });

  it("the schema is named by https", () => {
    expect(logFrame().head).to.equal(
      '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[\n',
    );
  });
});
