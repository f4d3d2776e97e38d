import type { Exporter, Piece } from "../../model/exporter.ts";
import type { ResultsRecord, Summary } from "../../model/results.ts";
import { packedTexts } from "../packed-texts.ts";
import { CLAUSES, clauseRows, COVERAGE, EXCEPTIONS, FINDINGS, GONE } from "../tables.ts";
import { header, line } from "./cells.ts";

export interface CsvOptions {
  /** A folder takes the coverage, the clauses, the exceptions and what is gone too, a file each. */
  readonly parts?: boolean;
}

/**
 * CSV (RFC 4180, UTF-8 with a byte order mark), one line a finding: failures first, then what is open, then passes. Safe to open
 * in a spreadsheet. Holds the lines of what is no failure until the end, packed.
 */
export const csv: Exporter<CsvOptions> = {
  name: "csv",
  extension: "csv",
  open: ({ parts = false }) => {
    const piece = (part: string, text: string): Piece => (parts ? { part, text } : { text });
    const later = { NEEDS_REVIEW: packedTexts(), NOT_EVALUATED: packedTexts(), SUCCESS: packedTexts() };
    const only = (pieces: readonly Piece[]): readonly Piece[] => (parts ? pieces : []);
    const last = function* (record: Summary): Iterable<Piece> {
      for (const lines of [later.NEEDS_REVIEW, later.NOT_EVALUATED, later.SUCCESS])
        for (const text of lines.part(0, lines.count())) yield piece("findings.csv", text);
      if (!parts) return;
      const clauses = clauseRows(record).map((row) => line(CLAUSES, row));
      yield piece("standards.csv", [header(CLAUSES), ...clauses].join(""));
      const exceptions = record.exceptions.map((entry) => line(EXCEPTIONS, entry));
      yield piece("exceptions.csv", [header(EXCEPTIONS), ...exceptions].join(""));
    };
    return (record: ResultsRecord): Iterable<Piece> => {
      switch (record.kind) {
        case "run":
          return [
            piece("findings.csv", header(FINDINGS)),
            ...only([piece("coverage.csv", header(COVERAGE)), piece("gone.csv", header(GONE))]),
          ];
        case "finding":
          if (record.status === "FAILURE") return [piece("findings.csv", line(FINDINGS, record))];
          later[record.status].add(line(FINDINGS, record));
          return [];
        case "coverage":
          return only([piece("coverage.csv", line(COVERAGE, record))]);
        case "gone":
          return only([piece("gone.csv", line(GONE, record))]);
        case "summary":
          return last(record);
      }
    };
  },
};
