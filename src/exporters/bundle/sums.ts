import type { WrittenFile } from "../../model/exporter.ts";
import { by } from "../../text/order.ts";

export const SUMS_FILE = "SHA256SUMS";

/** What `sha256sum -c` reads: hash, two blanks, name; by name. */
export const sumsText = (files: readonly WrittenFile[]): string =>
  files
    .toSorted(by(({ name }) => name))
    .map(({ name, sha256 }) => `${sha256}  ${name}\n`)
    .join("");

/**
 * The files that a list names, or the first line that is wrong.
 *
 * INVARIANT: a name leads nowhere but below the list's own folder: no absolute path, no step up, no control character.
 */
export const readSums = (
  text: string,
): readonly WrittenFile[] | { readonly line: number; readonly wrong: string } => {
  const files: WrittenFile[] = [];
  const names = new Set<string>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line === "" && index === text.split("\n").length - 1) break;
    const [, sha256, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    const wrong =
      sha256 === undefined || name === undefined
        ? "it is not a hash and a name"
        : !isBelow(name)
          ? "the name leads out of the folder"
          : names.has(name)
            ? "the name stands twice"
            : null;
    if (wrong !== null || sha256 === undefined || name === undefined)
      return { line: index + 1, wrong: wrong ?? "" };
    names.add(name);
    files.push({ name, sha256 });
  }
  return files.length === 0 ? { line: 1, wrong: "the list is empty" } : files;
};

const isBelow = (name: string): boolean =>
  // eslint-disable-next-line no-control-regex -- a name with one of these is not written by us
  !/[\u0000-\u001F\\:]/.test(name) &&
  name.split("/").every((part) => part !== "" && part !== "." && part !== "..");
