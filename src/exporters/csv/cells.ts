import { visibleLine } from "../../text/visible.ts";
import type { Cell, Columns } from "../tables.ts";

/** Without it Excel takes a UTF-8 file for one of the system's code page. */
const BYTE_ORDER_MARK = "\uFEFF";

/** A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection); full-width forms count too. */
const FORMULA = /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]/u;

/**
 * An account's id as the AWS console shows it, 1111-2222-3333: twelve digits alone are a number to a spreadsheet, which drops
 * leading zeros and shows the rest as 1.11E+11.
 */
const accountCell = (id: Cell): Cell =>
  typeof id === "string" ? id.replace(/^(\d{4})(\d{4})(\d{4})$/, "$1-$2-$3") : id;

/** A record of RFC 4180: every cell quoted, on one line, ended by CR LF; an apostrophe before what would be a formula. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(quoted).join(",")}\r\n`;

const quoted = (cell: Cell): string => {
  if (cell === null) return '""';
  if (typeof cell !== "string") return `"${cell}"`;
  const text = visibleLine(cell);
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
};

export const header = <T>(columns: Columns<T>): string =>
  BYTE_ORDER_MARK + csvLine(columns.map(([name]) => name));

export const line = <T>(columns: Columns<T>, row: T): string =>
  csvLine(columns.map(([, cell, kind]) => (kind === "account" ? accountCell(cell(row)) : cell(row))));
