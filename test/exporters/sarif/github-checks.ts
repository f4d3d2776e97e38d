import type { SarifLog, SarifResult, SarifRun } from "../../../src/exporters/sarif/builder.ts";
import { gzipSync } from "node:zlib";

/**
 * What GitHub's upload action and its server are known to check, written anew from their documentation and from the
 * behaviour of github/codeql-action 4.36: every breach as a line.
 */
export const githubRefuses = (file: string): readonly string[] => {
  if (file.startsWith("\uFEFF")) return ["byte order mark"];
  const log = JSON.parse(file) as SarifLog;
  return [
    ...when(log.$schema === undefined || log.version !== "2.1.0", "no $schema, or another version"),
    ...when(log.runs.length > 20, "more than 20 runs"),
    ...when(gzipSync(file).length > 10 * 1024 * 1024, "more than 10 MB compressed"),
    ...repeatedRuns(log),
    ...log.runs.flatMap(runRefused),
  ];
};

/** The action merges a folder's files into one payload before it checks. */
export const merged = (logs: readonly SarifLog[]): SarifLog => ({
  version: "2.1.0",
  runs: logs.flatMap((log) => log.runs),
});

/** "does not support uploading multiple SARIF runs with the same category" */
export const repeatedRuns = (log: SarifLog): readonly string[] => {
  const keys = log.runs.map(({ tool: { driver }, automationDetails }) =>
    JSON.stringify([
      driver.name,
      driver.fullName,
      driver.version,
      driver.semanticVersion,
      driver.guid,
      automationDetails?.id,
    ]),
  );
  return when(new Set(keys).size < keys.length, "two runs with one category");
};

/** Between uploads of one job, ids are compared with everything but letters and digits as `_`, in capitals. */
export const categoryKey = ({ automationDetails, tool }: SarifRun): string =>
  `${automationDetails?.id ?? ""}_${tool.driver.name}`.replaceAll(/[^A-Za-z0-9_]/g, "_").toUpperCase();

const runRefused = (run: SarifRun): readonly string[] => [
  ...when(!Array.isArray(run.results), "no results array"),
  ...when((run.results ?? []).length > 25_000, "more than 25,000 results in a run"),
  ...when(!(run.automationDetails?.id ?? "").endsWith("/"), "a category without its final slash"),
  ...when((run.automationDetails?.id ?? "").match(/\d{4}-\d{2}-\d{2}/) !== null, "a date in the category"),
  ...(run.tool.driver.rules ?? []).flatMap((rule) => [
    ...when(rule.id === "" || (rule.shortDescription?.text ?? "") === "", `${rule.id}: no short description`),
    ...when((rule.fullDescription?.text ?? "") === "", `${rule.id}: no full description`),
    ...when((rule.help?.text ?? "") === "", `${rule.id}: no help`),
    ...when((rule.shortDescription?.text ?? "").length > 1024, `${rule.id}: long short description`),
    ...when((rule.fullDescription?.text ?? "").length > 1024, `${rule.id}: long full description`),
    ...when((rule.name ?? "").length > 255, `${rule.id}: long name`),
    ...when((rule.properties?.tags ?? []).length > 10, `${rule.id}: tags that are not shown`),
    ...severityRefused(rule.id, rule.properties?.["security-severity"]),
  ]),
  ...(run.results ?? []).flatMap(resultRefused),
  ...repeatedAlerts(run),
];

const severityRefused = (id: string, severity: unknown): readonly string[] => {
  if (severity === undefined) return [];
  if (typeof severity !== "string") return [`${id}: expected string near offset`];
  const score = Number(severity);
  return [
    ...when(!(score > 0 && score <= 10), `${id}: invalid security severity value`),
    ...when(score === 9, `${id}: 9.0 is in no band`),
  ];
};

const resultRefused = (result: SarifResult): readonly string[] => {
  const name = `${result.ruleId ?? "?"}: `;
  const [location] = result.locations ?? [];
  const uri = location?.physicalLocation?.artifactLocation?.uri;
  const region = location?.physicalLocation?.region;
  const everyUri = [
    ...(result.locations ?? []),
    ...(result.relatedLocations ?? []),
    ...(result.codeFlows ?? []).flatMap(({ threadFlows }) =>
      threadFlows.flatMap(({ locations }) =>
        locations.flatMap(({ location }) => (location === undefined ? [] : [location])),
      ),
    ),
  ].map(({ physicalLocation }) => physicalLocation?.artifactLocation?.uri ?? "");
  return [
    ...when(location === undefined, `${name}expected at least one location`),
    ...when(uri === undefined || uri === "", `${name}expected artifact location`),
    ...everyUri.flatMap((each) => when(!isGoodUri(each), `${name}an invalid URI was provided: ${each}`)),
    ...when(
      region?.startLine === undefined ||
        region.startColumn === undefined ||
        region.endLine === undefined ||
        region.endColumn === undefined,
      `${name}a region without its four numbers`,
    ),
    ...when(region?.endLine !== region?.startLine, `${name}a region of several lines`),
    ...when(
      (region?.endColumn ?? 0) <= (region?.startColumn ?? 0),
      `${name}a region that ends before it starts`,
    ),
    ...when(
      (region?.startLine ?? 0) < 1 || (region?.startColumn ?? 0) < 1,
      `${name}a region that starts at 0`,
    ),
    ...when((result.message.text ?? "") === "", `${name}no message`),
    ...when(
      !/^[0-9a-f]{16}:\d+$/.test(result.partialFingerprints?.["primaryLocationLineHash"] ?? ""),
      `${name}no fingerprint of ours: the action would compute its own`,
    ),
    ...when(
      (result.locations ?? []).length + (result.relatedLocations ?? []).length > 100,
      `${name}locations that are not shown`,
    ),
  ];
};

/** Relative to the repository's root, no scheme, no `./`, no back slash, legal characters alone. */
const isGoodUri = (uri: string): boolean =>
  /^(?!\.{1,2}\/)(?!\/)[A-Za-z0-9\-._~!$&'()*+,;=@%][A-Za-z0-9\-._~!$&'()*+,;=@%/]*$/.test(uri) &&
  !uri.includes("/../") &&
  !/%(?![0-9A-F]{2})/.test(uri);

/** The same rule, file and hash twice is one alert, and the second is lost. */
const repeatedAlerts = (run: SarifRun): readonly string[] => {
  const keys = (run.results ?? []).map((result) =>
    JSON.stringify([
      result.ruleId,
      result.locations?.[0]?.physicalLocation?.artifactLocation?.uri,
      result.partialFingerprints?.["primaryLocationLineHash"],
    ]),
  );
  return when(new Set(keys).size < keys.length, "two results that would be one alert");
};

/** What GitHub ignores, and therefore shows as an open alert. */
export const ignoredByGithub = (file: string): readonly string[] =>
  (JSON.parse(file) as SarifLog).runs
    .flatMap(({ results }) => results ?? [])
    .flatMap((result) => [
      ...when(result.suppressions !== undefined, "suppressions"),
      ...when(result.baselineState !== undefined, "baselineState"),
      ...when(result.kind !== undefined && result.kind !== "fail", "kind"),
    ]);

const when = (wrong: boolean, says: string): readonly string[] => (wrong ? [says] : []);
