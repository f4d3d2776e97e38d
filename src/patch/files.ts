import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isTerraformCode } from "../sources/file-kinds.ts";
import type { SourceFile } from "../sources/written/text.ts";

/** A file, and the byte order mark that it begins with; or why no patch can be made for it. */
type Opened = { readonly file: SourceFile; readonly mark: string } | { readonly wrong: string };

/** The files of a repository as a patch needs them; each is read once. */
export interface Files {
  read(path: string): SourceFile | null;
  /** Why a patch cannot be made for a file; null where it can. */
  whyNot(path: string): string | null;
  /** The text as a patch has to name it, a byte order mark included. */
  whole(file: SourceFile, text: string): string;
  absolute(path: string): string;
  /** The files of Terraform in the folder of a file. */
  beside(path: string): readonly SourceFile[];
}

const BYTE_ORDER_MARK = "\uFEFF";

export const openFiles = (root: string): Files => {
  const known = new Map<string, Opened>();
  const open = (path: string): Opened => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const now = opened(join(root, path), path);
    known.set(path, now);
    return now;
  };
  return {
    read: (path) => {
      const found = open(path);
      return "wrong" in found ? null : found.file;
    },
    whyNot: (path) => {
      const found = open(path);
      return "wrong" in found ? found.wrong : null;
    },
    whole: ({ path }, text) => {
      const found = open(path);
      return "wrong" in found ? text : found.mark + text;
    },
    absolute: (path) => join(root, path),
    beside: (path) => {
      const folder = path.slice(0, path.lastIndexOf("/") + 1);
      return readdirSync(join(root, folder))
        .filter(isTerraformCode)
        .flatMap((name) => {
          const found = open(folder + name);
          return "wrong" in found ? [] : [found.file];
        });
    },
  };
};

const opened = (absolute: string, path: string): Opened => {
  try {
    if (lstatSync(absolute).isSymbolicLink()) return { wrong: "it is a symbolic link" };
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(absolute));
    const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    return { file: { path, text: text.slice(mark.length) }, mark };
  } catch {
    return { wrong: "it cannot be read as UTF-8" };
  }
};
