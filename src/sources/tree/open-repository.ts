import { realpathSync } from "node:fs";
import { join } from "node:path";
import { isTerraformCode, isValueFile } from "../file-kinds.ts";
import type { Repository } from "../terraform/read-terraform.ts";
import type { SourceFile } from "../written/text.ts";
import { listFiles } from "./list-files.ts";
import { readFlawedFile, readSourceFile, type EditedFiles } from "./read-file.ts";
import { isWithin } from "./repository.ts";

/**
 * The files below a root, each read once. A link that leads out of the root is not read.
 *
 * `known` are paths that were listed already, or named by the user; the names of other folders are listed when they are asked for.
 */
export const openRepository = (
  root: string,
  known: readonly string[],
  tree: string | null,
  edited?: EditedFiles,
): Repository => {
  const files = new Map<string, SourceFile | null>();
  const names = new Map<string, Set<string>>();
  const note = (path: string): void => {
    const at = path.lastIndexOf("/");
    const folder = at < 0 ? "" : path.slice(0, at);
    const own = names.get(folder) ?? new Set();
    names.set(folder, own.add(path.slice(at + 1)));
  };
  for (const path of known) note(path);
  const isListed = (folder: string): boolean =>
    tree !== null && (tree === "." || folder === tree || folder.startsWith(`${tree}/`));
  const listed = new Set<string>();
  return {
    read: (path) => {
      const before = files.get(path);
      if (before !== undefined) return before;
      const file = readWithin(root, path, edited);
      files.set(path, file);
      return file;
    },
    namesIn: (folder) => {
      if (!isListed(folder) && !listed.has(folder)) {
        listed.add(folder);
        for (const { path, kind } of listFiles(join(root, folder)))
          if (kind === "file" && !path.includes("/")) note(folder === "" ? path : `${folder}/${path}`);
      }
      return [...(names.get(folder) ?? [])];
    },
  };
};

const readWithin = (root: string, path: string, edited?: EditedFiles): SourceFile | null => {
  try {
    const absolute = realpathSync(join(root, path));
    if (!isWithin(root, absolute)) return null;
    if (isTerraformCode(path) || isValueFile(path)) return readFlawedFile(absolute, path, edited);
    const file = readSourceFile(absolute, path, edited);
    return "unreadable" in file ? null : file;
  } catch {
    return null;
  }
};
