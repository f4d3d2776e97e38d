import { problem } from "../model/problem.ts";
import type { Coverage, Gone, Results, ResultsRecord, RunRecord, Summary } from "../model/results.ts";
import { isObject } from "../text/is-object.ts";
import { groupBy } from "../text/order.ts";
import type { Finding } from "../model/finding.ts";
import { parsedJson } from "../text/parsed-json.ts";

/**
 * Reads results, in either form: `json` (one object) or `jsonl` (the stream).
 *
 * @throws a problem with the line where the text is neither, is of another version, or was cut off before its summary.
 */
export const readResults = (text: string, file: string): Results => {
  const whole = parsedJson(text);
  if (isObject(whole) && whole["kind"] === "results") return checked(whole, file);
  return assembled(streamed(text, file), file);
};

/** The stream that a results object stands for. */
export function* resultsRecords(results: Results): Iterable<ResultsRecord> {
  const { run, rules, findings, coverage, gone, summary } = results;
  yield { kind: "run", version: 1, run, rules };
  const byScope = groupBy(findings, (finding) => finding.scope);
  for (const scope of coverage) {
    yield* byScope.get(scope.scope) ?? [];
    yield scope;
  }
  yield* gone;
  yield summary;
}

/** The object that a stream of records stands for. */
export const assembled = (records: readonly ResultsRecord[], file: string): Results => {
  const head = records.find((record): record is RunRecord => record.kind === "run");
  const summary = records.find((record): record is Summary => record.kind === "summary");
  if (head === undefined) throw notResults(file, "the file holds no results");
  if (summary === undefined) throw notResults(file, "the results were cut off: there is no summary");
  if (
    records.some(
      (record) =>
        (record.kind === "run" && record !== head) || (record.kind === "summary" && record !== summary),
    )
  )
    throw notResults(file, "the file holds the results of more than one run");
  return {
    kind: "results",
    version: 1,
    run: head.run,
    rules: head.rules,
    findings: records.filter((record): record is Finding => record.kind === "finding"),
    coverage: records.filter((record): record is Coverage => record.kind === "coverage"),
    gone: records.filter((record): record is Gone => record.kind === "gone"),
    summary,
  };
};

const notResults = (where: string, what: string): Error =>
  problem({ what, where, todo: "Give a file written with `-f json` or `-f jsonl`.", kind: "usage" });

const PARTS = ["rules", "findings", "coverage", "gone"] as const;

const checked = (value: Record<string, unknown>, file: string): Results => {
  if (value["version"] !== 1)
    throw notResults(file, `results version ${JSON.stringify(value["version"])} is not known`);
  const missing =
    PARTS.find((part) => !Array.isArray(value[part])) ??
    (["run", "summary"] as const).find((part) => !isObject(value[part]));
  if (missing !== undefined) throw notResults(file, `the results have no \`${missing}\``);
  const broken = [...(value["findings"] as readonly unknown[])].findIndex((finding) => !isFinding(finding));
  if (broken >= 0) throw notResults(file, `findings[${broken}] is not a finding`);
  return value as Record<string, unknown> & Results;
};

/** What every reader of results relies on; `postern schema results` has the whole. */
const isFinding = (value: unknown): boolean =>
  isObject(value) &&
  ["id", "ruleId", "scope", "status", "firstSeenAt"].every((name) => typeof value[name] === "string") &&
  isObject(value["resource"]) &&
  Array.isArray(value["faults"]);

const KINDS = new Set(["run", "finding", "coverage", "gone", "summary"]);

const isResultsRecord = (value: unknown): value is ResultsRecord =>
  isObject(value) && KINDS.has(String(value["kind"])) && (value["kind"] !== "finding" || isFinding(value));

const streamed = (text: string, file: string): readonly ResultsRecord[] =>
  text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const value = parsedJson(line);
    if (!isResultsRecord(value)) throw notResults(`${file}:${index + 1}`, "the line is not a results record");
    return [value];
  });
