import type { Exporter, Piece } from "../../model/exporter.ts";
import type { ResultsRecord } from "../../model/results.ts";
import { CLAUSES, clauseRows, COVERAGE, EXCEPTIONS, FINDINGS, GONE, header, line } from "./tables.ts";

export interface CsvOptions {
  /** A folder takes the coverage, the clauses, the exceptions and what is gone too, a file each. */
  readonly parts?: boolean;
}

/**
 * CSV (RFC 4180, UTF-8 with a byte order mark), one line a finding: failures first, then what is open, then passes. Safe to open
 * in a spreadsheet. Holds the lines of what is no failure until the end.
 */
export const csv: Exporter<CsvOptions> = {
  name: "csv",
  extension: "csv",
  open: ({ parts = false }) => {
    const piece = (part: string, text: string): Piece => (parts ? { part, text } : { text });
    const later = { NEEDS_REVIEW: [] as string[], NOT_EVALUATED: [] as string[], SUCCESS: [] as string[] };
    const inOrder = (): readonly Piece[] => {
      const text = [...later.NEEDS_REVIEW, ...later.NOT_EVALUATED, ...later.SUCCESS].join("");
      return text === "" ? [] : [piece("findings.csv", text)];
    };
    const only = (pieces: readonly Piece[]): readonly Piece[] => (parts ? pieces : []);
    return (record: ResultsRecord): readonly Piece[] => {
      switch (record.kind) {
        case "run":
          return [
            piece("findings.csv", header(FINDINGS)),
            ...only([piece("coverage.csv", header(COVERAGE)), piece("gone.csv", header(GONE))]),
          ];
        case "finding":
          if (record.status === "FAILURE") return [piece("findings.csv", line(FINDINGS, record))];
          later[record.status].push(line(FINDINGS, record));
          return [];
        case "coverage":
          return only([piece("coverage.csv", line(COVERAGE, record))]);
        case "gone":
          return only([piece("gone.csv", line(GONE, record))]);
        case "summary":
          return [
            ...inOrder(),
            ...only([
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
            ]),
          ];
      }
    };
  },
};
