import { readFileSync } from "node:fs";
import { EXIT, MEANINGS } from "../../src/cli/exit-codes.ts";

const README = new URL("../../README.md", import.meta.url);

/** Every exit code and its meaning, as docs/command-line.md and README.md have them. */
export const exitCodeRows: readonly (readonly string[])[] = Object.values(EXIT).map((code) => [
  String(code),
  MEANINGS[code],
]);

/** README.md with its table of exit codes; the rest is written by hand. */
export const readmePage = (): string =>
  readFileSync(README, "utf8").replace(/(?<=^## Exit codes\n\n)(?:\|.*\n)+/m, () => padded());

const padded = (): string => {
  const rows = [["code", "meaning"], ...exitCodeRows];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |\n`;
  const [head = "", ...body] = rows.map(line);
  return [head, line(widths.map((width) => "-".repeat(width))), ...body].join("");
};
