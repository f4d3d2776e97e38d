import { problem } from "../model/problem.ts";

const WHY: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "the file system is read-only",
  EISDIR: "it is a directory",
  ENOTDIR: "it, or a part of the path, is not a directory",
  EEXIST: "it, or a part of the path, is not a directory",
  ENOENT: "no folder can be made there",
  ELOOP: "it is a symbolic link, or there are too many on the way to it",
  ENAMETOOLONG: "the name is too long",
  EDQUOT: "the disk quota is used up",
};

/** What the file system has against it, in words where its code is known. */
export const whyOf = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  return WHY[code] ?? code;
};

/** @throws a problem (exit 4) that says in words why the place cannot be written. */
export const fail = (path: string, error: unknown): never => {
  throw problem({
    what: `the file cannot be written: ${whyOf(error)}`,
    where: path,
    todo: "Choose a place that can be written, with room left; nothing was left half-written.",
    kind: "output",
  });
};
