import type { Exporter, Piece } from "../../model/exporter.ts";
import type { ResultsRecord } from "../../model/results.ts";
import { CLAUSES, clauseRows, COVERAGE, EXCEPTIONS, FINDINGS, GONE, header, line } from "./tables.ts";

export interface CsvOptions {
  /** A folder takes the coverage, the clauses, the exceptions and what is gone too, a file each. */
  readonly parts?: boolean;
}

/** CSV (RFC 4180), one line a finding, passes too; safe to open in a spreadsheet. */
export const csv: Exporter<CsvOptions> = {
  name: "csv",
  extension: "csv",
  open: ({ parts = false }) => {
    const piece = (part: string, text: string): Piece => (parts ? { part, text } : { text });
    const only = (pieces: readonly Piece[]): readonly Piece[] => (parts ? pieces : []);
    return (record: ResultsRecord): readonly Piece[] => {
      switch (record.kind) {
        case "run":
          return [
            piece("findings.csv", header(FINDINGS)),
            ...only([piece("coverage.csv", header(COVERAGE)), piece("gone.csv", header(GONE))]),
          ];
        case "finding":
          return [piece("findings.csv", line(FINDINGS, record))];
        case "coverage":
          return only([piece("coverage.csv", line(COVERAGE, record))]);
        case "gone":
          return only([piece("gone.csv", line(GONE, record))]);
        case "summary":
          return only([
            piece(
              "standards.csv",
              header(CLAUSES) +
                clauseRows(record)
                  .map((row) => line(CLAUSES, row))
                  .join(""),
            ),
            piece(
              "exceptions.csv",
              header(EXCEPTIONS) + record.exceptions.map((entry) => line(EXCEPTIONS, entry)).join(""),
            ),
          ]);
      }
    };
  },
};
