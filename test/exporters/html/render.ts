import type { ResultsRecord } from "../../../src/model/results.ts";
import { html } from "../../../src/exporters/html/html.ts";
import type { HtmlOptions } from "../../../src/exporters/html/options.ts";

/** The page for a stream, through the exporter's own door. */
export const rendered = (records: readonly ResultsRecord[], options: HtmlOptions = {}): string => {
  const take = html.open(options);
  return records
    .flatMap((record) => [...take(record)])
    .map(({ text }) => text)
    .join("");
};

export const COVER: HtmlOptions = {
  title: "Who can send as us",
  entity: "Example Financial Pty Ltd",
  classification: "Confidential",
  preparedBy: "A. Tanaka, Cloud Security",
  written: () => [{ name: "results.json", sha256: "1d".repeat(32) }],
};
