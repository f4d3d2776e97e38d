import { spawnSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync, type Dirent } from "node:fs";
import { join } from "node:path";
import ignore, { type Ignore } from "ignore";
import { byCodeUnits } from "../../text/order.ts";

/** Never walked: what tools put there is not the repository's own. */
const LEFT_OUT: ReadonlySet<string> = new Set([".git", "node_modules", ".terraform"]);

/** A file of a tree, its path relative to the tree with forward slashes. */
export interface Listed {
  readonly path: string;
  /** `unread`: a file or a folder that this user may not look at · `absent`: git tracks it, and the working tree is sparse. */
  readonly kind: "file" | "link" | "other" | "unread" | "absent";
}

/**
 * Every file below a directory as git sees it: tracked and untracked ones, no ignored ones, sorted by code units.
 *
 * Without git, or outside of a repository, the `.gitignore` files are honoured by hand. Links are listed and never followed.
 */
export const listFiles = (directory: string): readonly Listed[] =>
  (fromGit(directory) ?? walk(directory)).toSorted((a, b) => byCodeUnits(a.path, b.path));

const isLeftOut = (path: string): boolean => path.split("/").some((part) => LEFT_OUT.has(part));

const fromGit = (directory: string): Listed[] | null => {
  const output = git(directory, ["ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard"]);
  // Of a folder that is ignored as a whole, and that the user named all the same, git lists nothing.
  if (output === null || (output === "" && git(directory, ["check-ignore", "."]) !== null)) return null;
  // Each path behind the letter of its state.
  const states = new Map(output.split("\0").map((line) => [line.slice(2), line[0]]));
  const kindIn = openKinds(directory);
  return [...states].flatMap(([path, state]): readonly Listed[] => {
    if (path === "" || isLeftOut(path)) return [];
    const plain = path.replace(/\/$/, "");
    const kind = kindIn(plain);
    if (kind === null) return state === SKIPPED_BY_GIT ? [{ path, kind: "absent" }] : [];
    // A submodule, or a repository inside: git names the folder alone.
    if (kind === "directory")
      return listFiles(join(directory, plain)).map((file) => ({ ...file, path: `${plain}/${file.path}` }));
    return [{ path, kind }];
  });
};

/** A file that a sparse working tree leaves out (git-ls-files, "-t"). */
const SKIPPED_BY_GIT = "S";

/**
 * What git answers; null where it fails, is not there, or passes over a folder that it may not open.
 *
 * The repository's own configuration must not be able to run a program.
 */
const git = (directory: string, command: readonly string[]): string | null => {
  const { status, stdout, stderr } = spawnSync("git", ["-c", "core.fsmonitor=false", ...command], {
    cwd: directory,
    encoding: "utf8",
    maxBuffer: 1 << 30,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" },
  });
  return status === 0 && !stderr.includes("could not open directory") ? stdout : null;
};

type Kind = Listed["kind"] | "directory";

/** Tells kinds by listing each folder once, which takes a fraction of the time of asking about each file. */
const openKinds = (directory: string): ((path: string) => Kind | null) => {
  const folders = new Map<string, ReadonlyMap<string, Kind>>();
  return (path) => {
    const at = path.lastIndexOf("/");
    const folder = at < 0 ? "" : path.slice(0, at);
    const known =
      folders.get(folder) ??
      new Map((entriesOf(join(directory, folder)) ?? []).map((entry) => [entry.name, kindOfEntry(entry)]));
    folders.set(folder, known);
    return known.get(path.slice(at + 1)) ?? kindOf(join(directory, path));
  };
};

const kindOfEntry = (entry: Dirent): Kind =>
  entry.isFile() ? "file" : entry.isSymbolicLink() ? "link" : entry.isDirectory() ? "directory" : "other";

const kindOf = (path: string): Kind | null => {
  try {
    const stat = lstatSync(path);
    if (stat.isFile()) return "file";
    if (stat.isSymbolicLink()) return "link";
    return stat.isDirectory() ? "directory" : "other";
  } catch (error) {
    // Git names what was deleted and not yet committed, too.
    return error instanceof Error && "code" in error && error.code === "ENOENT" ? null : "unread";
  }
};

/** The rules of one `.gitignore` and the folder that they hold for. */
interface IgnoreRules {
  readonly base: string;
  readonly rules: Ignore;
}

const walk = (directory: string): Listed[] => {
  const found: Listed[] = [];
  const pending: { readonly path: string; readonly ignores: readonly IgnoreRules[] }[] = [
    { path: "", ignores: [] },
  ];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const ignores = [...folder.ignores, ...rulesOf(directory, folder.path)];
    const entries = entriesOf(join(directory, folder.path));
    if (entries === null) found.push({ path: folder.path || ".", kind: "unread" });
    for (const entry of entries ?? []) {
      const path = folder.path === "" ? entry.name : `${folder.path}/${entry.name}`;
      if (LEFT_OUT.has(entry.name) || isIgnored(ignores, entry.isDirectory() ? `${path}/` : path)) continue;
      if (entry.isDirectory()) pending.push({ path, ignores });
      else found.push({ path, kind: entry.isFile() ? "file" : entry.isSymbolicLink() ? "link" : "other" });
    }
  }
  return found;
};

const entriesOf = (directory: string): ReturnType<typeof readFolder> | null => {
  try {
    return readFolder(directory);
  } catch {
    return null;
  }
};

const readFolder = (directory: string) => readdirSync(directory, { withFileTypes: true });

const rulesOf = (directory: string, folder: string): readonly IgnoreRules[] => {
  try {
    const text = readFileSync(join(directory, folder, ".gitignore"), "utf8");
    return [{ base: folder === "" ? "" : `${folder}/`, rules: ignore().add(text) }];
  } catch {
    return [];
  }
};

/** The innermost `.gitignore` that says something about a path decides. */
const isIgnored = (ignores: readonly IgnoreRules[], path: string): boolean => {
  for (const { base, rules } of ignores.toReversed()) {
    const { ignored, unignored } = rules.test(path.slice(base.length));
    if (ignored || unignored) return ignored;
  }
  return false;
};
