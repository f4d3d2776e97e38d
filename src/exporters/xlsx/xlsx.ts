import type { BytesPiece, Exporter } from "../../model/exporter.ts";
import type { ResultsRecord, Run, Summary } from "../../model/results.ts";
import { packedTexts, type PackedTexts } from "../packed-texts.ts";
import {
  CLAUSES,
  clauseRows,
  COVERAGE,
  EXCEPTIONS,
  FINDINGS,
  GONE,
  type Cell,
  type Columns,
} from "../tables.ts";
import { CELL_LIMIT, rowCells } from "./cells.ts";
import { EXCEL, openSheets, SHOWN_FIRST, type SheetLimits } from "./sheets.ts";

export interface XlsxOptions {
  readonly limits?: SheetLimits;
  /** Told what the format has no place for. */
  readonly warn?: (message: string) => void;
}

/**
 * An Excel workbook (ECMA-376): a summary, and a sheet for each table that the CSV has, with the passes on one of their own. Account ids
 * are texts, times are times, and nothing is a formula. Holds the rows of what is no failure until the end, packed.
 */
export const xlsx: Exporter<XlsxOptions, BytesPiece> = {
  name: "xlsx",
  extension: "xlsx",
  open: ({ limits = EXCEL, warn }) => {
    const sheets = openSheets(limits);
    const held = {
      NEEDS_REVIEW: packedTexts(),
      NOT_EVALUATED: packedTexts(),
      SUCCESS: packedTexts(),
      coverage: packedTexts(),
      gone: packedTexts(),
    };
    let run: Run | null = null;
    let cuts = 0;
    const cells = <T>(columns: Columns<T>, row: T): string => rowCells(columns, row, () => (cuts += 1));
    const table = function* <T>(
      name: string,
      columns: Columns<T>,
      rows: Iterable<string>,
    ): Iterable<BytesPiece> {
      yield* sheets.begin(name, columns);
      for (const row of rows) yield* sheets.row(row);
      yield* sheets.end();
    };
    const written = <T>(columns: Columns<T>, rows: readonly T[]): readonly string[] =>
      rows.map((row) => cells(columns, row));
    const last = function* (summary: Summary): Iterable<BytesPiece> {
      for (const packed of [held.NEEDS_REVIEW, held.NOT_EVALUATED])
        for (const row of every(packed)) yield* sheets.row(row);
      yield* sheets.end();
      yield* table("Passes", FINDINGS, every(held.SUCCESS));
      yield* table("Coverage", COVERAGE, every(held.coverage));
      yield* table("Gone", GONE, every(held.gone));
      yield* table("Standards", CLAUSES, written(CLAUSES, clauseRows(summary)));
      yield* table("Exceptions", EXCEPTIONS, written(EXCEPTIONS, summary.exceptions));
      yield* table(SHOWN_FIRST, ITEMS, written(ITEMS, itemsOf(run, summary, cuts)));
      yield* sheets.close(run?.now ?? "");
      if (cuts > 0) warn?.(cutSaid(cuts));
    };
    return (record: ResultsRecord): Iterable<BytesPiece> => {
      switch (record.kind) {
        case "run":
          run = record.run;
          return sheets.begin("Findings", FINDINGS);
        case "finding":
          if (record.status === "FAILURE") return sheets.row(cells(FINDINGS, record));
          held[record.status].add(cells(FINDINGS, record));
          return [];
        case "coverage":
          held.coverage.add(cells(COVERAGE, record));
          return [];
        case "gone":
          held.gone.add(cells(GONE, record));
          return [];
        case "summary":
          return last(record);
      }
    };
  },
};

const every = (packed: PackedTexts): Iterable<string> => packed.part(0, packed.count());

type Item = readonly [item: string, value: Cell];

const ITEMS: Columns<Item> = [
  ["item", ([item]) => item],
  ["value", ([, value]) => value, "time"],
];

const cutSaid = (cuts: number): string =>
  `${cuts} ${cuts === 1 ? "text of the workbook is" : "texts of the workbook are"} longer than the ` +
  `${CELL_LIMIT.toLocaleString("en")} characters that a cell takes, and ${cuts === 1 ? "was" : "were"} cut: ` +
  "each says so at its end, and the json and csv formats hold it whole.";

/** What the run was, and how it ended. */
const itemsOf = (run: Run | null, summary: Summary, cuts: number): readonly Item[] => {
  const { counts, complete, incomplete, resources, changes, snapshotSha256 } = summary;
  return [
    ["Tool", run === null ? null : `${run.tool.name} ${run.tool.version}`],
    ["Judged as of", run?.now ?? null],
    ["Read as", run?.caller?.arn ?? null],
    ["Everything in scope was read", complete],
    ...incomplete.map((line): Item => ["Not read", line]),
    ["Resources", resources],
    ["Failed", counts.failure],
    ["To review", counts.needsReview],
    ["Not evaluated", counts.notEvaluated],
    ["Passed", counts.success],
    ["Accepted risks among them", counts.excepted],
    ...(changes === null
      ? []
      : ([
          ["New since the baseline", changes.new],
          ["Reopened", changes.reopened],
          ["Gone", changes.gone],
        ] satisfies readonly Item[])),
    ["SHA-256 of what was read", snapshotSha256],
    ...(cuts === 0 ? [] : ([["Cut", cutSaid(cuts)]] satisfies readonly Item[])),
  ];
};
