import { visibleLine } from "../text/visible.ts";

/**
 * Rows as left-aligned columns, two blanks apart; numbers to the right, what is invisible shown.
 *
 * The first column gives way where the width is short.
 */
export const columns = (
  rows: readonly (readonly string[])[],
  {
    width = Number.POSITIVE_INFINITY,
    indent = 0,
  }: { readonly width?: number; readonly indent?: number } = {},
): string => {
  const shown = rows.map((row) => row.map(visibleLine));
  const widths = (shown[0] ?? []).map((_, column) =>
    shown.reduce((widest, row) => Math.max(widest, (row[column] ?? "").length), 0),
  );
  const rest = widths.slice(1).reduce((sum, one) => sum + one + 2, 0);
  const first = Math.max(8, Math.min(widths[0] ?? 0, width - rest - indent));
  return shown
    .map(
      (row) =>
        `${" ".repeat(indent)}${row
          .map((cell, i) => fitted(cell, i === 0 ? first : (widths[i] ?? 0)))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
};

const fitted = (cell: string, width: number): string => {
  if (/^\d+$/.test(cell)) return cell.padStart(width);
  return cell.length > width ? `${cell.slice(0, width - 1)}…` : cell.padEnd(width);
};

/** Texts broken at blanks to a width, each line indented; a word longer than a line stays whole, so that it can be copied. */
export const wrapped = (texts: readonly string[], width: number, indent: number): string => {
  const lines = texts.flatMap((text) => brokenAt(text, Math.max(20, width - indent)));
  return lines.map((line) => " ".repeat(indent) + line).join("\n");
};

const brokenAt = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
};
