import { readFileSync } from "node:fs";
import { FUNCTIONS } from "../../src/sources/terraform/functions/functions.ts";

const PAGE = new URL("../../docs/source-code.md", import.meta.url);

/** Functions that evaluation itself knows, since they may be given what fails. */
const LAZY = ["can", "try"];

const WIDTH = 118;

/** docs/source-code.md with the list of Terraform's functions that are evaluated; the rest is written by hand. */
export const sourceCodePage = (): string =>
  readFileSync(PAGE, "utf8").replace(/(?<=- the functions `)[^`]+(?=`;)/, () => wrapped(functionNames()));

const functionNames = (): readonly string[] => [...Object.keys(FUNCTIONS), ...LAZY].sort();

const wrapped = (words: readonly string[]): string => {
  const lines = ["- the functions `"];
  for (const word of words) {
    const line = lines.at(-1) ?? "";
    if (line.length + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = /`$|^$/.test(line) ? line + word : `${line} ${word}`;
  }
  return lines.join("\n").slice("- the functions `".length);
};
