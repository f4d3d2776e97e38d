import type { FileNote } from "../../model/snapshot.ts";
import { isDocumentation, isValueFile } from "../file-kinds.ts";
import { lineAndColumn, type SourceFile } from "../written/text.ts";
import type { WrittenIdentity } from "../written/identity.ts";
import type { DifferentVerdicts } from "../terraform/unloaded-values.ts";
import { unknown } from "../written/value.ts";
import { givenInText, type Given } from "./given-in-text.ts";
import type { Settable, SettableName } from "../written/settable.ts";

/** What the values of other files change. */
export interface OtherValues {
  /** What the code comes to with them, where that is judged otherwise; an address ends in `@file:line`. */
  readonly identities: readonly WrittenIdentity[];
  readonly notes: readonly FileNote[];
}

/** Each value costs an evaluation; more of one tree are not tried, and their files named instead. */
const MOST_TRIALS = 300;

/**
 * What values that a deployment gives would change: parameter files, options of commands, variables of CI.
 *
 * Terraform is told which values hold by `--var`, so that a value of another file is named; anything else is judged with that
 * value too.
 */
export const otherValues = (
  settables: readonly Settable[],
  files: Iterable<SourceFile>,
  differ: DifferentVerdicts,
): OtherValues => {
  const identities: WrittenIdentity[] = [];
  const notes: FileNote[] = [];
  let trials = 0;
  const texts = [...files];
  const named = valueFilesNamed(texts);
  const valueFiles = ({ path }: SourceFile): boolean =>
    !isValueFile(path) && named.some(({ pattern }) => pattern.test(path));
  for (const { file, at, pattern } of named)
    if (
      !texts.some(({ path }) => pattern.test(path)) &&
      settables.some((one) => one.isNamed === true && restsOnValues(one, differ))
    )
      notes.push(note(file, "a command in it names a file of values that is not in this tree", at));
  const declaring = new Set(settables.map(({ path }) => path));
  const names = distinctNames(settables);
  for (const file of texts) {
    const all = givenInText(file, names, valueFiles(file));
    if (all.length === 0) continue;
    for (const settable of settables) {
      if (file.path === settable.path || (settable.isUsed === true && declaring.has(file.path))) continue;
      const given = all.filter(({ name, ways }) => declares(settable, name, ways));
      if (given.length === 0) continue;
      trials += given.length;
      if (trials > MOST_TRIALS) {
        notes.push(note(file, "it gives values, and too many are given in this tree to try each"));
        break;
      }
      const changed = changedBy(given, settable, differ);
      if (settable.isNamed === true)
        notes.push(
          ...changed.map(({ given: [first] }) =>
            note(
              file,
              `it sets var.${first.name}, which a verdict depends on, and is not loaded; choose values with --var`,
              first.value.span.from,
            ),
          ),
        );
      else identities.push(...changed.flatMap((one) => addressed(one, file)));
    }
  }
  return { identities, notes };
};

/** Many modules declare the same names, and each name is searched for once. */
const distinctNames = (settables: readonly Settable[]): readonly SettableName[] => [
  ...new Map(
    settables.flatMap(({ names }) => names.map((one) => [`${one.name} ${one.ways.join()}`, one] as const)),
  ).values(),
];

const declares = ({ names }: Settable, name: string, ways: SettableName["ways"]): boolean =>
  names.some((one) => one.name === name && one.ways.join() === ways.join());

interface Changed {
  readonly given: readonly [Given, ...Given[]];
  readonly identities: readonly WrittenIdentity[];
}

/** Each value by itself, and the first value of each name together. */
const changedBy = (
  given: readonly Given[],
  { identitiesWith }: Settable,
  differ: DifferentVerdicts,
): readonly Changed[] => {
  const standard = identitiesWith(new Map());
  const attempt = (values: readonly [Given, ...Given[]]): readonly Changed[] => {
    const identities = identitiesWith(new Map(values.map(({ name, value }) => [name, value])));
    return differ(standard, identities) ? [{ given: values, identities }] : [];
  };
  const alone = given.flatMap((one) => attempt([one]));
  const [first, ...rest] = given.filter(
    ({ name }, index) => given.findIndex((one) => one.name === name) === index,
  );
  return alone.length > 0 || first === undefined || rest.length === 0 ? alone : attempt([first, ...rest]);
};

const addressed = (
  { given: [first], identities }: Changed,
  { path }: SourceFile,
): readonly WrittenIdentity[] =>
  identities.map((identity) => ({
    ...identity,
    address: `${identity.address}@${path}:${lineOf(first)}`,
  }));

const lineOf = ({ value: { span } }: Given): number => lineAndColumn(span.file, span.from).line;

const note = (file: SourceFile, reason: string, at?: number): FileNote => ({
  path: file.path,
  status: "not-understood",
  reason,
  ...(at === undefined ? {} : { line: lineAndColumn(file, at).line }),
});

/** Paths as `-var-file` names them; what is expanded in one stands for anything. */
const VAR_FILE = /-var-file["']?(?:=|,?\s{1,9})\\?["']{0,2}([^\s"',;\\]{1,300})/g;

/** Every file that a command of the tree names as one of Terraform's values, whatever it is called. */
const valueFilesNamed = (
  files: readonly SourceFile[],
): readonly { readonly file: SourceFile; readonly at: number; readonly pattern: RegExp }[] =>
  files
    .filter(({ path, text }) => text.includes("-var-file") && !isDocumentation(path))
    .flatMap((file) =>
      Array.from(file.text.matchAll(VAR_FILE), ({ index, 1: path = "" }) => ({
        file,
        at: index,
        pattern: patternOf(path),
      })),
    )
    .filter((one): one is { file: SourceFile; at: number; pattern: RegExp } => one.pattern !== null);

/** Null for a path that is a variable as a whole, which may be any file. */
const patternOf = (path: string): RegExp | null => {
  const parts = path
    .replace(/^(?:\.{1,2}\/)+/, "")
    .split(/\$\{\{[^}]*\}?\}?|\$\{[^}]*\}|\$\([^)]*\)|\$\w+|\{\{[^}]*\}?\}?/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`));
  return parts.every((part) => part === "")
    ? null
    : new RegExp(`(?:^|/)${parts.join("[^/]*").replace(/^\[\^\/\]\*\\\//, "")}$`);
};

/** Whether a verdict would be another if none of the values were known. */
const restsOnValues = ({ names, identitiesWith, path }: Settable, differ: DifferentVerdicts): boolean => {
  const span = { file: { path, text: "" }, from: 0, to: 0 };
  return differ(
    identitiesWith(new Map()),
    identitiesWith(new Map(names.map(({ name }) => [name, unknown(name, span)]))),
  );
};
