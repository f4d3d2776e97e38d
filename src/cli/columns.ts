import { visibleLine } from "../text/visible.ts";

/** Rows in columns that are as wide as their widest cell, two blanks between; the last column is not padded. */
export const columns = (rows: readonly (readonly string[])[]): string => {
  const shown = rows.map((row) => row.map(visibleLine));
  const widths =
    shown[0]?.map((_, column) => Math.max(...shown.map((row) => row[column]?.length ?? 0))) ?? [];
  return shown
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
};
