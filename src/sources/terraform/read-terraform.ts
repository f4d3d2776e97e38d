import { posix } from "node:path";
import type { FileNote } from "../../model/snapshot.ts";
import { groupBy } from "../../text/order.ts";
import { identitiesOf } from "../written/attached.ts";
import type { Account, WrittenIdentity } from "../written/identity.ts";
import { fileText, type SourceFile, type Text } from "../written/text.ts";
import { calledElsewhere, calledInUnparsed, mayCallForSes } from "./called-elsewhere.ts";
import { evaluateTemplate } from "./evaluate.ts";
import { bind, type Files } from "./frame.ts";
import { collectAttached } from "./collect.ts";
import { parseTemplate } from "./json-syntax.ts";
import { loadedVariableFiles, readModule, type ModuleSource } from "./module-source.ts";
import { localFolder, openModule, type Module, type Root } from "./module.ts";
import { loadHcl, type ParseHcl } from "./parser.ts";
import { providersOf } from "./providers.ts";
import { bothViews, isTofu, READS, type Tool } from "./tools.ts";

/** The files of a repository that may be read; a path is relative to its root. */
export interface Repository {
  readonly read: (path: string) => SourceFile | null;
  /** The names of the files of a folder. */
  readonly namesIn: (folder: string) => readonly string[];
}

export interface TerraformOutcome {
  readonly identities: readonly WrittenIdentity[];
  readonly notes: readonly FileNote[];
  /** Files that were read beside the code: values, policies, templates. */
  readonly used: ReadonlySet<string>;
}

/** Steps of evaluation for one root module; a large one takes some ten thousand. */
const STEPS = 3_000_000;

/** What a module must say somewhere to be of any concern: a type of SES, a command that writes a policy, a call of a local module, or an escape that could hide such. */
const CONCERNS = /aws_ses|identity-policy|"\.\.?\/|"\.\.?"|\\u/;

/**
 * Reads the Terraform of a repository: every module that no other of these calls is a root, and what it calls is
 * evaluated with its inputs.
 */
export const readTerraform = async (
  paths: readonly string[],
  repository: Repository,
  signal: AbortSignal,
): Promise<TerraformOutcome> => {
  const parse = await loadHcl();
  const read = (tool: Tool): TerraformOutcome => readAs(tool, paths, repository, parse, signal);
  const opentofu = read("OpenTofu");
  return paths.some(isTofu) ? bothViews(read("Terraform"), opentofu) : opentofu;
};

/** What one of the two tools makes of the files. */
const readAs = (
  tool: Tool,
  paths: readonly string[],
  repository: Repository,
  parse: ParseHcl,
  signal: AbortSignal,
): TerraformOutcome => {
  const project = openProject(repository, READS[tool], parse);
  const folders = [...groupBy(paths, folderOf).keys()].filter(project.concernsSes);
  const called = new Set(folders.flatMap((folder) => project.callsOf(folder)));
  const roots = folders.filter((folder) => !called.has(folder));
  // Modules that call each other in a circle have no root; each is looked at by itself.
  const identities = (roots.length === 0 ? folders : roots).flatMap((folder) => {
    signal.throwIfAborted();
    return project.identitiesOf(folder);
  });
  return { identities, used: project.used, notes: notesOf(paths, project) };
};

export const folderOf = (path: string): string => (path.includes("/") ? posix.dirname(path) : "");

interface Project {
  readonly used: ReadonlySet<string>;
  /** Folders of root modules that took too long. */
  readonly exhausted: ReadonlySet<string>;
  readonly concernsSes: (folder: string) => boolean;
  readonly callsOf: (folder: string) => readonly string[];
  readonly identitiesOf: (folder: string) => readonly WrittenIdentity[];
  readonly read: Repository["read"];
  /** Null where the folder was not parsed. */
  readonly parsed: (folder: string) => ModuleSource | null;
}

const openProject = (repository: Repository, reads: (typeof READS)[Tool], parse: ParseHcl): Project => {
  const used = new Set<string>();
  const exhausted = new Set<string>();
  const sources = new Map<string, ModuleSource | null>();
  const filesIn = (folder: string, names: readonly string[]): readonly SourceFile[] =>
    names
      .map((name) => repository.read(folder === "" ? name : `${folder}/${name}`))
      .filter((file) => file !== null);
  const sourceOf = (folder: string): ModuleSource | null => {
    const known = sources.get(folder);
    if (known !== undefined) return known;
    const names = repository.namesIn(folder);
    const files = filesIn(folder, reads(names));
    const variables = filesIn(folder, loadedVariableFiles(names));
    const source = files.length === 0 ? null : readModule(folder, files, variables, parse);
    if (source !== null) for (const { path } of variables) used.add(path);
    sources.set(folder, source);
    return source;
  };
  const open = (folder: string, source: ModuleSource, account: Account | null): Module => {
    const root: Root = {
      folder,
      as: account,
      files: filesOf(folder, repository, parse, used),
      budget: { left: STEPS, depth: 0 },
      sourceOf,
    };
    return openModule(root, source, {
      prefix: "",
      calledIn: null,
      providers: (frame, origin) => providersOf({ source, frame, origin }),
      open: null,
      caller: null,
      input: null,
    });
  };
  return {
    used,
    exhausted,
    read: repository.read,
    parsed: (folder) => sources.get(folder) ?? null,
    concernsSes: (folder) =>
      filesIn(folder, reads(repository.namesIn(folder))).some(
        ({ text }) => CONCERNS.test(text) || mayCallForSes(text),
      ),
    callsOf: (folder) =>
      Array.from(sourceOf(folder)?.calls.values() ?? [], (call) => localFolder(folder, call)).filter(
        (target): target is string => target !== null && target !== folder,
      ),
    identitiesOf: (folder) => {
      const source = sourceOf(folder);
      if (source === null) return [];
      return identitiesOf((account) => {
        const module = open(folder, source, account);
        const attached = collectAttached(module);
        if (module.root.budget.left <= 0) exhausted.add(folder);
        return attached;
      });
    },
  };
};

/** Functions read files relative to the root module; a path that begins with `//` is one from the repository's root. */
const filesOf = (folder: string, repository: Repository, parse: ParseHcl, used: Set<string>): Files => ({
  read: (path) => {
    const within = posix
      .normalize(path.startsWith("//") ? path.slice(2) : posix.join(folder, path))
      .replace(/^\//, "");
    const file =
      within.startsWith("..") || posix.isAbsolute(path) !== path.startsWith("//")
        ? null
        : repository.read(within);
    if (file === null) return null;
    used.add(file.path);
    return fileText(file);
  },
  render: (template: Text, variables, frame) => {
    const parts = parseTemplate(template, parse);
    const range = { unit: template, from: 0, to: template.text.length };
    return parts === null
      ? null
      : evaluateTemplate(parts, range, bind({ ...frame, lookUp: () => null }, variables));
  },
});

const notesOf = (paths: readonly string[], project: Project): readonly FileNote[] =>
  paths.flatMap((path): readonly FileNote[] => {
    const source = project.parsed(folderOf(path));
    if (source === null) {
      const file = project.read(path);
      const calls = file === null ? [] : calledInUnparsed(file);
      return [{ path, status: "skipped", reason: "Terraform without SES" }, ...calls];
    }
    if (project.exhausted.has(source.folder))
      return [
        {
          path,
          status: "not-understood",
          reason: "the module takes too long to evaluate; not all of it is judged",
        },
      ];
    const own = source.notes.filter((note) => note.path === path);
    return [
      ...(own.length === 0 ? [{ path, status: "judged" } as const] : own),
      ...calledElsewhere(source, path),
    ];
  });
