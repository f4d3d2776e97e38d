import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";

/** A tree or a file of a git revision, laid out in a folder of its own until it is removed. */
export interface CheckedOut {
  /** The root of what stands for the repository. */
  readonly cwd: string;
  /** Below `cwd`, as it lies in the repository. */
  readonly path: string;
  remove(): void;
}

/**
 * Lays out what `git show REVISION` would name, without touching the repository or its index: `main` is the current folder
 * at that revision, `main:infra` a path from the repository's root, `main:./infra` one from the current folder.
 *
 * Null where git knows no such thing, or is not there.
 */
export const checkOut = (revision: string, cwd: string): CheckedOut | null => {
  const spec = revision.includes(":") ? revision : `${revision}:./`;
  const named = git(cwd, ["rev-parse", "--verify", "--quiet", "--end-of-options", spec]);
  if (named === null) return null;
  const object = named.toString("utf8").trim();
  const root = mkdtempSync(join(tmpdir(), "postern-revision-"));
  const remove = (): void => rmSync(root, { recursive: true, force: true });
  try {
    const folder = join(root, "tree");
    // What is analysed takes the folder that holds .git for the root of the repository.
    mkdirSync(join(folder, ".git"), { recursive: true });
    const path = pathOf(spec, cwd);
    const isTree = text(cwd, ["cat-file", "-t", object]) === "tree";
    if (isTree) layOut(cwd, object, join(root, "index"), `${posix.join(folder, path)}/`);
    else {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), required(cwd, ["cat-file", "blob", object]));
    }
    return { cwd: folder, path, remove };
  } catch (error) {
    remove();
    throw error;
  }
};

/** Where what a revision names lies below the repository's root; `.` for the root itself. */
const pathOf = (spec: string, cwd: string): string => {
  const path = spec.slice(spec.indexOf(":") + 1);
  const isRelative = path === "." || path.startsWith("./") || path.startsWith("../");
  const prefix = isRelative ? text(cwd, ["rev-parse", "--show-prefix"]) : "";
  return posix.join(prefix, path).replace(/(?<=.)\/$/, "");
};

const layOut = (cwd: string, tree: string, index: string, prefix: string): void => {
  const top = text(cwd, ["rev-parse", "--show-toplevel"]);
  const env = { GIT_INDEX_FILE: index };
  mkdirSync(prefix, { recursive: true });
  required(top, ["read-tree", tree], env);
  required(top, ["checkout-index", "--all", "--quiet", `--prefix=${prefix}`], env);
};

/** A policy has some kilobytes; a file that holds many may have some megabytes. */
const LARGEST = 256 * 1024 * 1024;

const required = (cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Buffer =>
  execFileSync("git", ["-c", "core.fsmonitor=false", ...args], {
    cwd,
    env: { ...process.env, ...env },
    maxBuffer: LARGEST,
    stdio: ["ignore", "pipe", "pipe"],
  });

const git = (cwd: string, args: readonly string[]): Buffer | null => {
  try {
    return required(cwd, args);
  } catch {
    return null;
  }
};

const text = (cwd: string, args: readonly string[]): string => required(cwd, args).toString("utf8").trim();
