import { visibleLine } from "../../text/visible.ts";

export type Cell = string | number | null;

/** A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection); full-width forms count too. */
const FORMULA = /^[\s]*[=+\-@＝＋－＠\t\r]/u;

/** A record of RFC 4180: every cell quoted, on one line, ended by CR LF; an apostrophe before what would be a formula. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(quoted).join(",")}\r\n`;

const quoted = (cell: Cell): string => {
  if (cell === null) return '""';
  if (typeof cell === "number") return `"${cell}"`;
  const text = visibleLine(cell);
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
};
