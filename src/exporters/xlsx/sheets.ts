import type { BytesPiece } from "../../model/exporter.ts";
import type { Columns } from "../tables.ts";
import { openArchive } from "./archive.ts";
import { headCells, numbered } from "./cells.ts";
import { partsOf, sheetFoot, sheetHead, type Sheet } from "./workbook.ts";

/** How much one sheet takes. */
export interface SheetLimits {
  /** The head counts too. */
  readonly rows: number;
  /** Characters of XML. */
  readonly length: number;
}

/** Excel's rows (Excel specifications and limits), and a file that stays far from the 4 GiB of a ZIP entry. */
export const EXCEL: SheetLimits = { rows: 1_048_576, length: 2 ** 29 };

/** The sheets of a workbook, written one behind the other. */
export interface Sheets {
  /** A table, row by row: what one sheet does not take goes on in a second one, which has the head too. */
  begin<T>(name: string, columns: Columns<T>): Iterable<BytesPiece>;
  row(cells: string): Iterable<BytesPiece>;
  end(): Iterable<BytesPiece>;
  /** The rest of the file. The sheet that was written last is the one that is shown first. */
  close(time: string): Iterable<BytesPiece>;
}

interface Table {
  readonly name: string;
  /** Of the sheets that it takes. */
  readonly part: number;
  readonly head: string;
  readonly widths: readonly number[];
}

export const openSheets = (limits: SheetLimits): Sheets => {
  const archive = openArchive();
  const done: Sheet[] = [];
  let table: Table = { name: "", part: 1, head: "", widths: [] };
  let file = "";
  let rows = 0;
  let length = 0;
  const add = function* (text: string): Iterable<BytesPiece> {
    length += text.length;
    for (const bytes of archive.append(text)) yield { bytes };
  };
  const begin = function* (): Iterable<BytesPiece> {
    file = `worksheets/sheet${done.length + 1}.xml`;
    rows = 1;
    length = 0;
    archive.begin(`xl/${file}`);
    yield* add(sheetHead(table.widths, table.name === SHOWN_FIRST) + numbered(table.head, 1));
  };
  const end = function* (): Iterable<BytesPiece> {
    const columns = table.widths.length;
    yield* add(sheetFoot(columns, rows));
    for (const bytes of archive.end()) yield { bytes };
    done.push({ name: table.part === 1 ? table.name : `${table.name} ${table.part}`, file, columns, rows });
  };
  return {
    begin: (name, columns) => {
      table = { name, part: 1, head: headCells(columns), widths: columns.map(widthOf) };
      return begin();
    },
    *row(cells) {
      if (rows >= limits.rows || length >= limits.length) {
        yield* end();
        table = { ...table, part: table.part + 1 };
        yield* begin();
      }
      rows += 1;
      yield* add(numbered(cells, rows));
    },
    end,
    *close(time) {
      const inOrder = [...done.slice(-1), ...done.slice(0, -1)];
      for (const [name, text] of Object.entries(partsOf(inOrder, time))) {
        archive.begin(name);
        yield* add(text);
        for (const bytes of archive.end()) yield { bytes };
      }
      for (const bytes of archive.close()) yield { bytes };
    },
  };
};

export const SHOWN_FIRST = "Summary";

/** Columns with texts of a line or more; a user can widen each. */
const WIDE: Readonly<Record<string, number>> = {
  message: 70,
  resource_id: 50,
  title: 36,
  resource: 34,
  value: 60,
  item: 30,
  scope: 36,
  rules: 60,
  reason: 40,
  file: 34,
};

/** A time takes 23 characters; a head has the button of its filter too. */
const widthOf = ([name, , kind]: Columns<never>[number]): number =>
  WIDE[name] ?? Math.max(kind === "time" ? 24 : 14, name.length + 4);
