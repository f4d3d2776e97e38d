import { posix } from "node:path";
import type { FileNote } from "../../model/snapshot.ts";
import type { WrittenIdentity } from "../written/identity.ts";
import type { SourceFile } from "../written/text.ts";
import { lineAndColumn } from "../written/text.ts";
import { valuesOf, type Values } from "./given-values.ts";
import type { ParseHcl } from "./parser.ts";

/** The root modules of a tree, and what each comes to with other values for its variables. */
export interface Roots {
  readonly folders: readonly string[];
  readonly variablesOf: (folder: string) => ReadonlySet<string>;
  readonly identitiesOf: (folder: string, values: Values) => readonly WrittenIdentity[];
}

/** Whether the identities of a module get other verdicts. */
export type DifferentVerdicts = (
  before: readonly WrittenIdentity[],
  after: readonly WrittenIdentity[],
) => boolean;

/** Each file costs an evaluation of its root modules; more of one tree are not tried, and named instead. */
const MOST_TRIALS = 200;

/**
 * What the value files of a tree would change that Terraform loads only where `-var-file` names them: a file under which
 * an identity gets another verdict is one that was not read.
 */
export const unloadedNotes = (
  files: readonly SourceFile[],
  roots: Roots,
  parse: ParseHcl,
  differ: DifferentVerdicts,
): readonly FileNote[] => {
  let trials = 0;
  const isDecisive = (folder: string, values: Values): boolean => {
    trials += 1;
    return differ(roots.identitiesOf(folder, new Map()), roots.identitiesOf(folder, values));
  };
  return files.flatMap((file): readonly FileNote[] => {
    const { values, errors } = valuesOf(file, parse);
    const owners = ownersOf(file.path, [...values.keys()], roots);
    if (owners.length === 0) return [];
    const [broken] = errors;
    if (broken !== undefined || file.flaw !== undefined)
      return [note(file, file.flaw ?? "a part of it is not Terraform that can be parsed", broken)];
    if (trials > MOST_TRIALS)
      return [note(file, "too many value files that are not loaded; choose one with --var-file")];
    const decisive = owners.flatMap((folder) => {
      const own = ofVariables(values, roots.variablesOf(folder));
      if (!isDecisive(folder, own)) return [];
      const alone =
        own.size === 1 ? own : new Map([...own].filter((one) => isDecisive(folder, new Map([one]))));
      return [...(alone.size === 0 ? own : alone).keys()];
    });
    if (decisive.length === 0)
      return [
        { path: file.path, status: "skipped", reason: "values that are not loaded, and change no verdict" },
      ];
    const names = [...new Set(decisive)].map((name) => `var.${name}`).join(", ");
    const first = values.get(decisive[0] ?? "");
    return [
      note(
        file,
        `it sets ${names}, which a verdict depends on, and is not loaded; choose values with --var-file`,
        first?.from,
      ),
    ];
  });
};

const note = (file: SourceFile, reason: string, offset?: number): FileNote => ({
  path: file.path,
  status: "not-understood",
  reason,
  ...(offset === undefined ? {} : { line: lineAndColumn(file, offset).line }),
});

const ofVariables = (values: Values, declared: ReadonlySet<string>): Values =>
  new Map([...values].filter(([name]) => declared.has(name)));

/**
 * The root modules that a value file is meant for: the nearest above it that declares one of its variables, otherwise
 * every one that does and has none of its own beside it.
 */
const ownersOf = (path: string, names: readonly string[], roots: Roots): readonly string[] => {
  const declaring = roots.folders.filter((folder) => {
    const declared = roots.variablesOf(folder);
    return names.some((name) => declared.has(name));
  });
  const above = declaring
    .filter((folder) => folder === "" || posix.dirname(path) === folder || path.startsWith(`${folder}/`))
    .toSorted((a, b) => b.length - a.length);
  const [nearest] = above;
  return nearest === undefined ? declaring : [nearest];
};
