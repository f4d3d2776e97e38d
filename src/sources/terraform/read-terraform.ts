import type { TerraformOutcome } from "./outcome.ts";
import { posix } from "node:path";
import type { FileNote } from "../../model/snapshot.ts";
import { problem } from "../../model/problem.ts";
import { groupBy } from "../../text/order.ts";
import { mayHoldEncoded } from "../writers/encoded.ts";
import { identitiesOf } from "../written/attached.ts";
import type { CodeKind } from "../written/code-kind.ts";
import type { Account, WrittenIdentity } from "../written/identity.ts";
import { fileText, type SourceFile, type Text } from "../written/text.ts";
import { calledElsewhere, mayCallForKind, stacksElsewhere } from "./called-elsewhere.ts";
import { attributeTables } from "./attributes.ts";
import { evaluateTemplate } from "./evaluate.ts";
import { forgottenNotes } from "./forgotten.ts";
import { bind, type Files } from "./frame.ts";
import { givenValues, NO_VALUES, type GivenValue, type Values } from "./given-values.ts";
import { collectAttached } from "./collect.ts";
import { parseTemplate } from "./json-syntax.ts";
import { ignoredChanges } from "./ignored-changes.ts";
import { loadedVariableFiles, readModule, type ModuleSource } from "./module-source.ts";
import { localFolder, openModule, type Module, type Root } from "./module.ts";
import { loadHcl, type ParseHcl } from "./parser.ts";
import { otherWriters } from "./other-writers.ts";
import { providersOf } from "./providers.ts";
import type { Settable } from "../written/settable.ts";
import { settableModule } from "./settable-module.ts";
import { bothViews, folderOf, isTofu, READS, type Tool } from "./tools.ts";
import { unparsedNotes } from "./unparsed-notes.ts";
import { unusedStatements } from "./unused-statements.ts";
import { unloadedNotes, type DifferentVerdicts } from "./unloaded-values.ts";

/** The files of a repository that may be read; a path is relative to its root. */
export interface Repository {
  readonly read: (path: string) => SourceFile | null;
  /** The names of the files of a folder. */
  readonly namesIn: (folder: string) => readonly string[];
}

/** What a user says about values, and how what depends on them is compared. */
export interface ValueOptions {
  readonly given: readonly GivenValue[];
  /** Value files of the tree; those that no module loads by itself are tried. */
  readonly files: readonly string[];
  readonly differ: DifferentVerdicts;
}

/** Nothing is given, and nothing tried. */
export const LOADED_VALUES: ValueOptions = { given: [], files: [], differ: () => false };

/** Steps of evaluation for one root module; a large one takes some ten thousand. */
const STEPS = 3_000_000;

/** What makes a module of any concern beside the kind's own marks: a call of a local module, or an escape that could hide such. */
const CALLS = /"\.\.?\/|"\.\.?"|\\u|\bsource[ \t]*=[ \t]*(?:[a-z(]|"[^"\n]{0,300}\$\{)/;

/**
 * Reads the Terraform of a repository: every module that no other of these calls is a root, and what it calls is
 * evaluated with its inputs.
 */
export const readTerraform = async (
  paths: readonly string[],
  repository: Repository,
  kind: CodeKind,
  signal: AbortSignal,
  values: ValueOptions = LOADED_VALUES,
): Promise<TerraformOutcome> => {
  const parse = await loadHcl();
  const read = (tool: Tool): TerraformOutcome =>
    readAs(paths, openProject(repository, kind, READS[tool], parse, values.given), values, parse, signal);
  const opentofu = read("OpenTofu");
  return paths.some(isTofu) ? bothViews(read("Terraform"), opentofu) : opentofu;
};

/** What one of the two tools makes of the files. */
const readAs = (
  paths: readonly string[],
  project: Project,
  values: ValueOptions,
  parse: ParseHcl,
  signal: AbortSignal,
): TerraformOutcome => {
  const folders = [...groupBy(paths, folderOf).keys()].filter(project.concernsKind);
  const called: ReadonlySet<string> = new Set(folders.flatMap((folder) => project.callsOf(folder)));
  const uncalled = folders.filter((folder) => !called.has(folder));
  // Modules that call each other in a circle have no root; each is looked at by itself.
  const roots = uncalled.length === 0 ? folders : uncalled;
  refuseUndeclared(values.given, roots, project);
  const identities = roots.flatMap((folder) => {
    signal.throwIfAborted();
    return project.identitiesOf(folder, NO_VALUES);
  });
  const unloaded =
    values.given.length > 0 || roots.length === 0
      ? []
      : values.files
          .filter((path) => !project.used.has(path))
          .map(project.read)
          .filter((file) => file !== null);
  const notes = unloadedNotes(unloaded, { ...project, folders: roots }, parse, values.differ);
  return {
    identities,
    used: project.used,
    notes: [...notesOf(paths, project, identities, called), ...notes],
    settables: values.given.length > 0 ? [] : roots.map(project.settable),
  };
};

/** Terraform refuses a value for a variable that the root module does not declare. */
const refuseUndeclared = (given: readonly GivenValue[], roots: readonly string[], project: Project): void => {
  for (const one of given)
    if ("name" in one && roots.length > 0 && !roots.some((root) => project.variablesOf(root).has(one.name)))
      throw problem({
        what: `no root module that concerns ${project.kind.words.service} declares this variable`,
        where: `--var ${one.name}`,
        todo: "Check the name.",
        kind: "usage",
      });
};

interface Project {
  readonly kind: CodeKind;
  readonly used: ReadonlySet<string>;
  /** Folders of root modules that took too long. */
  readonly exhausted: ReadonlySet<string>;
  readonly concernsKind: (folder: string) => boolean;
  readonly callsOf: (folder: string) => readonly string[];
  /** The names of the variables that a folder declares. */
  readonly variablesOf: (folder: string) => ReadonlySet<string>;
  /** What a root module comes to; the values win over those that it loads. */
  readonly identitiesOf: (folder: string, values: Values) => readonly WrittenIdentity[];
  /** A root module as a deployment may give it values. */
  readonly settable: (folder: string) => Settable;
  readonly read: Repository["read"];
  /** Null where the folder was not parsed. */
  readonly parsed: (folder: string) => ModuleSource | null;
}

const openProject = (
  repository: Repository,
  kind: CodeKind,
  reads: (typeof READS)[Tool],
  parse: ParseHcl,
  given: readonly GivenValue[],
): Project => {
  const known = new Map<string, readonly WrittenIdentity[]>();
  const used = new Set<string>();
  const exhausted = new Set<string>();
  const attributes = attributeTables(kind);
  const sources = new Map<string, ModuleSource | null>();
  const filesIn = (folder: string, names: readonly string[]): readonly SourceFile[] =>
    names
      .map((name) => repository.read(folder === "" ? name : `${folder}/${name}`))
      .filter((file) => file !== null);
  const sourceOf = (folder: string): ModuleSource | null => {
    const before = sources.get(folder);
    if (before !== undefined) return before;
    const names = repository.namesIn(folder);
    const files = filesIn(folder, reads(names));
    const variables = filesIn(folder, loadedVariableFiles(names));
    const source = files.length === 0 ? null : readModule(folder, files, variables, parse, kind);
    if (source !== null) for (const { path } of variables) used.add(path);
    sources.set(folder, source);
    return source;
  };
  const open = (folder: string, source: ModuleSource, account: Account | null): Module => {
    const root: Root = {
      folder,
      kind,
      attributes,
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
  const project: Project = {
    kind,
    used,
    exhausted,
    settable: (folder) => settableModule(folder, sourceOf(folder), project.identitiesOf, parse),
    read: repository.read,
    parsed: (folder) => sources.get(folder) ?? null,
    concernsKind: (folder) =>
      filesIn(folder, reads(repository.namesIn(folder))).some(
        ({ text }) =>
          kind.terraform.mark.test(text) ||
          CALLS.test(text) ||
          mayCallForKind(text, kind) ||
          mayHoldStatement(text, kind),
      ),
    callsOf: (folder) =>
      Array.from(sourceOf(folder)?.calls.values() ?? [], (call) => localFolder(folder, call)).filter(
        (target): target is string => target !== null && target !== folder,
      ),
    variablesOf: (folder) => new Set(sourceOf(folder)?.variables.keys()),
    identitiesOf: (folder, values) => {
      const before = values.size === 0 ? known.get(folder) : undefined;
      if (before !== undefined) return before;
      const declared = sourceOf(folder);
      if (declared === null) return [];
      const source = {
        ...declared,
        given: new Map([...declared.given, ...givenValues(given, declared, parse), ...values]),
      };
      const identities = identitiesOf(kind, (account) => {
        const module = open(folder, source, account);
        const attached = collectAttached(module);
        if (module.root.budget.left <= 0) exhausted.add(folder);
        return attached;
      });
      if (values.size === 0) known.set(folder, identities);
      return identities;
    },
  };
  return project;
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

const notesOf = (
  paths: readonly string[],
  project: Project,
  identities: readonly WrittenIdentity[],
  called: ReadonlySet<string>,
): readonly FileNote[] =>
  paths.flatMap((path): readonly FileNote[] => {
    const source = project.parsed(folderOf(path));
    if (source === null) {
      const file = project.read(path);
      const more = file === null ? [] : unparsedNotes(file, project.kind, identities.length > 0);
      return [
        { path, status: "skipped", reason: `Terraform without ${project.kind.words.service}` },
        ...more,
      ];
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
      ...calledElsewhere(source, path, project.kind, identities.length > 0),
      ...forgottenNotes(source, path, project.kind, identities.length > 0),
      ...ignoredChanges(source, path, project.kind),
      ...stacksElsewhere(source, path, project.kind),
      ...writersIn(path, source, project, identities, called.has(source.folder)),
    ];
  });

/** Whether a file may hold a statement about the service with a principal, also in an encoding. */
const mayHoldStatement = (text: string, { actions }: CodeKind): boolean =>
  (actions.withinAnyCase.test(text) && /principal/i.test(text)) || mayHoldEncoded(text);

const writersIn = (
  path: string,
  source: ModuleSource,
  { read, kind }: Project,
  identities: readonly WrittenIdentity[],
  isCalled: boolean,
): readonly FileNote[] => {
  const file = read(path);
  if (file === null) return [];
  const others = otherWriters(file, source, kind);
  return others.length > 0 ? others : unusedStatements(source, file, kind, identities, isCalled);
};
