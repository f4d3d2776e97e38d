import { problem, type Problem } from "../model/problem.ts";

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
  EFBIG: "the file would be larger than this process may write",
  EMFILE: "this process has too many files open",
  ENFILE: "the whole system has too many files open",
  ENOMEM: "there is no memory left",
  EPIPE: "whoever was reading has gone",
};

/** What helps against an error of the whole process or system, wherever it comes up. */
const HELP: Readonly<Record<string, string>> = {
  EMFILE: "Allow more, as `ulimit -n 4096`, and run it again.",
  ENFILE: "End what holds them, or raise fs.file-max, and run it again.",
  ENOMEM: "Free some, or allow more, and run it again.",
  ENOSPC: "Make room, and run it again.",
  EDQUOT: "Make room, and run it again.",
  EFBIG: "Allow more, as `ulimit -f unlimited`, and run it again.",
  EPIPE: "Run it again with a reader that reads to the end.",
};

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

/** Errors that another place would not help against. */
const isOfProcess = (error: unknown): boolean => /^(EMFILE|ENFILE|ENOMEM)$/.test(codeOf(error));

/** An error of the system that no part of the program foresaw, as an output problem; null for any other. */
export const systemProblem = (error: unknown): Problem | null => {
  const todo = HELP[codeOf(error)];
  if (todo === undefined) return null;
  const where = error instanceof Error && "path" in error ? String(error.path) : undefined;
  return { what: whyOf(error), ...(where === undefined ? {} : { where }), todo, kind: "output" };
};

/** What the file system has against it, in words where its code is known. */
export const whyOf = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  return WHY[code] ?? code;
};

/** @throws an output problem that says in words why the place cannot be written. */
export const fail = (path: string, error: unknown): never => {
  throw problem({
    what: `the file cannot be written: ${whyOf(error)}`,
    where: path,
    todo: isOfProcess(error)
      ? (HELP[codeOf(error)] ?? "")
      : "Choose a place that can be written, with room left; nothing was left half-written.",
    kind: "output",
  });
};
