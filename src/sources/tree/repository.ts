import { existsSync, realpathSync, statSync, type Stats } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { EditedFiles } from "./read-file.ts";

/** A path that was asked for and the root that its reports are relative to. */
export interface Argument {
  /** Absolute, links resolved. */
  readonly absolute: string;
  readonly isDirectory: boolean;
  /** The repository's root; outside of one the working directory, or else the argument's own folder. Absolute. */
  readonly root: string;
  /** Relative to the root, with forward slashes; `.` for the root itself. */
  readonly tree: string;
  /** Read in place of what is on the disk. */
  readonly edited?: EditedFiles;
}

/** Finds what a path of the command line means; null where there is no file or folder. */
export const argumentOf = (path: string, cwd: string): Argument | null => {
  const given = resolve(cwd, path);
  const stats = statsOf(given);
  if (stats === null || !(stats.isFile() || stats.isDirectory())) return null;
  const absolute = realpathSync(given);
  const isDirectory = stats.isDirectory();
  const folder = isDirectory ? absolute : dirname(absolute);
  const root = repositoryRoot(folder) ?? outermost(folder, realpathSync(cwd));
  return { absolute, isDirectory, root, tree: relativePath(root, absolute) };
};

/** What a path leads to; null where nothing is there, or a part of the path is no folder. */
export const statsOf = (path: string): Stats | null => (existsSync(path) ? statSync(path) : null);

export const relativePath = (root: string, absolute: string): string =>
  relative(root, absolute).split(sep).join("/") || ".";

/** Whether a path lies in a folder, or is it. */
export const isWithin = (folder: string, absolute: string): boolean =>
  absolute === folder || absolute.startsWith(folder.endsWith(sep) ? folder : folder + sep);

const outermost = (folder: string, cwd: string): string => (isWithin(cwd, folder) ? cwd : folder);

const repositoryRoot = (folder: string): string | null => {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return null;
  }
};
