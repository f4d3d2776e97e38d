import { unifiedDiff } from "./unified-diff.ts";

/** A file before and after, by its path from the root of its repository, with forward slashes. */
export interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** A patch that `git apply` takes in the root of the repository; empty where nothing is changed. */
export const gitPatch = (files: readonly ChangedFile[]): string =>
  files
    .flatMap(({ path, before, after }) =>
      unifiedDiff(before, after, { before: nameOf(`a/${path}`), after: nameOf(`b/${path}`) }),
    )
    .map((line) => `${line}\n`)
    .join("");

/** As git writes names: in quotes where a character of it would end the name, and with a tab behind a blank. */
const nameOf = (name: string): string => {
  // eslint-disable-next-line no-control-regex -- these are what git quotes
  if (/["\\\u0000-\u001F\u007F]/.test(name))
    return `"${Array.from(name, (one) => QUOTED[one] ?? octal(one)).join("")}"`;
  return name.includes(" ") ? `${name}\t` : name;
};

const QUOTED: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
};

const octal = (one: string): string =>
  /^[ -~]$/.test(one)
    ? one
    : Array.from(new TextEncoder().encode(one), (byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
