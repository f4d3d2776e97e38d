import type { SarifLog, SarifResult, SarifRun } from "../../../src/exporters/sarif/builder.ts";
import type { SarifOptions } from "../../../src/exporters/sarif/options.ts";
import { sarif } from "../../../src/exporters/sarif/sarif.ts";
import type { ResultsRecord } from "../../../src/model/results.ts";

/** Runs the exporter over a stream and gathers its files by part name; the first file's is "". */
export const files = (
  records: readonly ResultsRecord[],
  options: SarifOptions = {},
): ReadonlyMap<string, string> => {
  const feed = sarif.open(options);
  const gathered = new Map<string, string[]>();
  for (const { part = "", text } of records.flatMap((record) => [...feed(record)])) {
    const pieces = gathered.get(part);
    if (pieces === undefined) gathered.set(part, [text]);
    else pieces.push(text);
  }
  return new Map([...gathered].map(([part, pieces]) => [part, pieces.join("")]));
};

export const text = (records: readonly ResultsRecord[], options: SarifOptions = {}): string =>
  [...files(records, options).values()].join("");

export const parse = (file: string): SarifLog => JSON.parse(file) as SarifLog;

export const log = (records: readonly ResultsRecord[], options: SarifOptions = {}): SarifLog =>
  parse(text(records, options));

export const runs = (records: readonly ResultsRecord[], options: SarifOptions = {}): readonly SarifRun[] =>
  log(records, options).runs;

export const results = (
  records: readonly ResultsRecord[],
  options: SarifOptions = {},
): readonly SarifResult[] => runs(records, options).flatMap((run) => run.results ?? []);

export const uriOf = (result: SarifResult | undefined): string =>
  result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? "";

export const hashOf = (result: SarifResult | undefined): string =>
  result?.partialFingerprints?.["primaryLocationLineHash"] ?? "";
