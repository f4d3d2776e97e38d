import { visibleLine } from "../../text/visible.ts";
import type { Column, Columns } from "../tables.ts";

/** Characters of one cell, in UTF-16 units (Excel specifications and limits). */
export const CELL_LIMIT = 32_767;

/** Places of the formats in `STYLES`. */
const STYLE = { head: 1, text: 2, time: 3, day: 4 } as const;

/** ECMA-376 part 1, 18.8. Texts have the format of texts (49), so that a cell stays one even where somebody edits it. */
export const STYLES: string =
  '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss&quot; UTC&quot;"/>' +
  '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>' +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>' +
  '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>';

/** Stands for a row's number, which is not known while the row is held; no XML text has such a character. */
const ROW = "\u0001";

/** The columns of a table as it has been asked for, each with its letters. */
export const headCells = <T>(columns: Columns<T>): string =>
  columns.map(([name], index) => textCell(letters(index), STYLE.head, escaped(name))).join("");

/** A row's cells; `cut` is told of each that is longer than a cell may be. */
export const rowCells = <T>(columns: Columns<T>, row: T, cut: () => void): string =>
  columns.map((column, index) => cellOf(letters(index), column, row, cut)).join("");

/** A whole row, with its number in the place of the one that was open. */
export const numbered = (cells: string, row: number): string =>
  `<row r="${row}">${cells.replaceAll(ROW, String(row))}</row>`;

const cellOf = <T>(column: string, [, cell, kind]: Column<T>, row: T, cut: () => void): string => {
  const value = cell(row);
  if (value === null || value === "") return "";
  if (typeof value === "number") return `<c r="${column}${ROW}"><v>${value}</v></c>`;
  if (typeof value === "boolean") return `<c r="${column}${ROW}" t="b"><v>${value ? 1 : 0}</v></c>`;
  const time = kind === "time" ? timeCell(column, value) : null;
  return time ?? textCell(column, STYLE.text, escaped(fitted(visibleLine(value), cut)));
};

const textCell = (column: string, style: number, xml: string): string =>
  `<c r="${column}${ROW}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xml}</t></is></c>`;

const TIME = /^(?:19[1-9]\d|[2-9]\d{3})-\d\d-\d\d(T\d\d:\d\d:\d\d(?:\.\d+)?Z)?$/;

/** Days since 30 December 1899, in UTC; null for what is no time: it stays a text. */
const timeCell = (column: string, text: string): string | null => {
  const match = TIME.exec(text);
  const milliseconds = match === null ? Number.NaN : Date.parse(text);
  if (Number.isNaN(milliseconds)) return null;
  const style = match?.[1] === undefined ? STYLE.day : STYLE.time;
  return `<c r="${column}${ROW}" s="${style}"><v>${milliseconds / 86_400_000 + 25_569}</v></c>`;
};

/** The text, or what a cell takes of it with the number of characters that it had. */
const fitted = (text: string, cut: () => void): string => {
  if (text.length <= CELL_LIMIT) return text;
  cut();
  const end = `… (cut: ${text.length} characters)`;
  // Half of a surrogate pair would be left.
  return text.slice(0, CELL_LIMIT - end.length).replace(/[\uD800-\uDBFF]$/, "") + end;
};

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML, in which `_x0041_` would be read as an A (ECMA-376 part 1, 22.9.2.19); two characters that XML has not are shown. */
export const escaped = (text: string): string =>
  text
    .replaceAll(/[\uFFFE\uFFFF]/g, (one) => `⟨U+${one.charCodeAt(0).toString(16).toUpperCase()}⟩`)
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replaceAll(/[&<>"]/g, (one) => ENTITIES[one] ?? "");

/** Of a column, counted from 0: A, B, … Z, AA. */
export const letters = (index: number): string =>
  (index < 26 ? "" : letters(Math.floor(index / 26) - 1)) + String.fromCodePoint(65 + (index % 26));
