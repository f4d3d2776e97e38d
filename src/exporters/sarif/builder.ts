import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from "node-sarif-builder";

export type SarifLog = SarifBuilder["log"];
export type SarifRun = SarifRunBuilder["run"];
export type SarifRule = SarifRuleBuilder["rule"];
export type SarifResult = SarifResultBuilder["result"];
export type SarifLocation = NonNullable<SarifResult["locations"]>[number];
export type SarifPhysicalLocation = NonNullable<SarifLocation["physicalLocation"]>;
export type SarifRegion = NonNullable<SarifPhysicalLocation["region"]>;
export type SarifCodeFlow = NonNullable<SarifResult["codeFlows"]>[number];
export type SarifComponent = SarifRun["tool"]["driver"];
export type SarifRelationship = NonNullable<SarifRule["relationships"]>[number];

/** https, where the library writes http. */
const SCHEMA_URI = "https://json.schemastore.org/sarif-2.1.0.json";

/** What one run holds beside its rules and results; the driver's rules are handed over apart. */
export type RunShell = Omit<SarifRun, "results" | "tool"> & {
  readonly driver: Omit<SarifComponent, "rules">;
};

/**
 * Builds one run with node-sarif-builder, and mends what version 4.1.0 leaves wrong; each mend has a test.
 *
 * Only its constructors and `buildSarifOutput` are used: `initSimple` makes regions that end before they start, and
 * `buildSarifJsonString` throws where any data, a policy's name for one, holds the text of its placeholder.
 */
export const buildRun = (
  { driver, ...rest }: RunShell,
  rules: readonly SarifRule[],
  results: readonly SarifResult[],
): SarifRun => {
  // Options are kept by reference and written to: everything handed over is a fresh object. The driver needs its
  // `rules`, or addRule throws; its name would otherwise be npm's.
  const run = new SarifRunBuilder({ ...rest, tool: { driver: { ...driver, rules: [] } }, results: [] });
  for (const rule of uniqueRules(rules)) run.addRule(new SarifRuleBuilder({ ...rule }));
  for (const result of results) run.addResult(new SarifResultBuilder(withLevel(result)));
  const log = new SarifBuilder({ $schema: SCHEMA_URI, version: "2.1.0" });
  log.addRun(run);
  const [built] = log.buildSarifOutput().runs;
  if (built === undefined) throw new Error("the run was not built");
  return checked(withoutArtifacts(built));
};

/** The library keeps a rule that is given twice, and points at the last. */
const uniqueRules = (rules: readonly SarifRule[]): readonly SarifRule[] => [
  ...new Map(rules.map((rule) => [rule.id, rule])).values(),
];

/** The library's level is `error` where none is given, even on a result that is no failure (SARIF 3.27.10: `none`). */
const withLevel = (result: SarifResult): SarifResult =>
  result.kind === undefined || result.kind === "fail" ? { ...result } : { ...result, level: "none" };

/**
 * The library lists an artifact for each uri, without its base and with a guessed language (`unknown`, `JSON`): nothing
 * that the locations do not say better, so that the list goes, and the indices into it.
 */
const withoutArtifacts = (run: SarifRun): SarifRun => {
  delete run.artifacts;
  for (const { locations = [] } of run.results ?? [])
    for (const { physicalLocation } of locations) delete physicalLocation?.artifactLocation?.index;
  return run;
};

/** Relative uris start at the repository's root. */
export const SOURCE_ROOT = "%SRCROOT%";

/** The library writes placeholders and empty messages without a word; GitHub refuses a file for one result without a uri. */
const checked = (run: SarifRun): SarifRun => {
  for (const result of run.results ?? []) {
    const wrong = WRONG.find(([, isWrong]) => isWrong(result));
    if (wrong !== undefined) throw new Error(`SARIF result of ${result.ruleId ?? "no rule"}: ${wrong[0]}`);
  }
  return run;
};

const WRONG: readonly (readonly [string, (result: SarifResult) => boolean])[] = [
  ["its rule is not in the run", ({ ruleIndex }) => ruleIndex === undefined],
  ["it has no message", ({ message }) => message.text === undefined || message.text === ""],
  [
    "it has no file",
    ({ locations }) => (locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? "") === "",
  ],
];

/** The text before, between and after the runs of a file: a log of no runs, taken apart. */
export const logFrame = (): { readonly head: string; readonly tail: string } => {
  const { $schema, version } = new SarifBuilder({ $schema: SCHEMA_URI }).buildSarifOutput();
  return { head: `${JSON.stringify({ $schema, version }).slice(0, -1)},"runs":[\n`, tail: "\n]}\n" };
};
