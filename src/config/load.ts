import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { readAtMost, whyUnread } from "../files/read-at-most.ts";
import type { Pointer } from "../model/fact.ts";
import { problem } from "../model/problem.ts";
import type { Config, LoadedConfig } from "./config.ts";
import { configOf, invalidConfig } from "./read-config.ts";
import { readYaml } from "./yaml-file.ts";

/** Looked for in this order where no file is named, in the working directory and above it up to the repository's root. */
export const CONFIG_FILES = ["postern.config.yaml", "postern.config.yml", "postern.config.json"] as const;

/** Where a configuration may come from. */
export interface ConfigPlace {
  /** `--config`. */
  readonly path: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/**
 * Finds, reads and checks the configuration: `--config`, else `POSTERN_CONFIG`, else a file of the working directory, else the
 * nearest one above it in the same repository.
 *
 * @returns null where none was named and none is there.
 * @throws a usage problem with file and line.
 */
export const loadConfig = ({ path, env, cwd }: ConfigPlace): LoadedConfig | null => {
  const named = path ?? namedConfig(env);
  const file = named ?? foundConfig(cwd);
  return file === undefined ? null : readConfig(resolve(cwd, file), file, named !== undefined);
};

/** The nearest file, relative to the working directory; outside a repository only its own. */
export const foundConfig = (cwd: string): string | undefined => {
  const folders = foldersUpToRoot(cwd);
  const files = folders.flatMap((folder) => CONFIG_FILES.map((name) => resolve(folder, name)));
  const file = files.find((path) => existsSync(path));
  return file === undefined ? undefined : relative(cwd, file);
};

/** The folder and those above it up to one with a `.git`; itself alone where there is none. */
const foldersUpToRoot = (folder: string): readonly string[] => {
  const folders = [resolve(folder)];
  for (let at = resolve(folder); !existsSync(join(at, ".git")); at = dirname(at)) {
    if (dirname(at) === at) return [resolve(folder)];
    folders.push(dirname(at));
  }
  return folders;
};

/** The configuration that the environment names; a variable that was set to nothing names none. */
export const namedConfig = (env: ConfigPlace["env"]): string | undefined =>
  env["POSTERN_CONFIG"] === "" ? undefined : env["POSTERN_CONFIG"];

const readConfig = (path: string, shown: string, explicit: boolean): LoadedConfig => {
  const text = readText(path, shown);
  const { value, line } = readYaml(text, shown);
  const where = (at: Pointer): string => `${shown}:${line(at)}`;
  const [wrong] = invalidConfig(value);
  if (wrong !== undefined) {
    const of = wrong.says.startsWith("unknown key") || wrong.at === "" ? "" : `${wrong.at.slice(1)}: `;
    throw problem({
      what: `${of}${wrong.says}`,
      where: where(wrong.at),
      todo:
        wrong.meant === undefined
          ? "docs/configuration.md lists what may stand here."
          : `Did you mean "${wrong.meant}"?`,
      kind: "usage",
    });
  }
  const sha256 = createHash("sha256").update(text).digest("hex");
  const config: Config = configOf(value);
  return { config, name: basename(path), folder: dirname(path), sha256, explicit, where };
};

/** In bytes; of what is larger than a million characters, the reader says so itself. */
const LARGEST = 10_000_000;

const readText = (path: string, shown: string): string => {
  try {
    return readAtMost(path, LARGEST).toString("utf8");
  } catch (error) {
    throw problem({
      what: whyUnread(error),
      where: shown,
      todo: "Name a configuration that is there, or write one with `postern init`.",
      kind: "usage",
    });
  }
};
