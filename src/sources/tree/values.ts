import { resolve } from "node:path";
import { problem } from "../../model/problem.ts";
import type { CodeKind } from "../written/code-kind.ts";
import type { GivenValue } from "../terraform/given-values.ts";
import type { ValueOptions } from "../terraform/read-terraform.ts";
import { isValueFile } from "../file-kinds.ts";
import { mayGiveValues } from "../terraform/tools.ts";
import { differentVerdicts, type StatusesOf } from "./different-verdicts.ts";
import { readSourceFile } from "./read-file.ts";
import { isWithin, relativePath, statsOf, type Argument } from "./repository.ts";

/** A value for Terraform's variables as the user gives it: a file of values, or one value. */
export type ChosenValue = { readonly file: string } | { readonly name: string; readonly value: string };

export interface ValueChoice {
  /** Relative paths of files are below it. */
  readonly cwd: string;
  readonly values?: readonly ChosenValue[];
  /** How the source asks whether a value file that is not loaded would change a verdict. */
  readonly statusesOf?: StatusesOf;
}

/** @throws a problem (usage) where a file of values cannot be read. */
export const valueOptions = (
  { values = [], statusesOf, cwd }: ValueChoice,
  { root, tree }: Argument,
  kind: CodeKind,
  paths: readonly string[],
): ValueOptions => ({
  given: values.map((value) => ("file" in value ? { file: readValues(value.file, cwd, root) } : value)),
  files: paths.filter(mayGiveValues),
  differ: differentVerdicts(tree, kind, statusesOf ?? null),
});

const readValues = (
  path: string,
  cwd: string,
  root: string,
): Extract<GivenValue, { file: unknown }>["file"] => {
  const absolute = resolve(cwd, path);
  if (statsOf(absolute)?.isFile() === false)
    throw problem({ what: "it is no file", where: path, todo: "Check --var-file.", kind: "usage" });
  const file = readSourceFile(absolute, isWithin(root, absolute) ? relativePath(root, absolute) : path);
  if ("unreadable" in file)
    throw problem({ what: file.unreadable, where: path, todo: "Check --var-file.", kind: "usage" });
  if (!isValueFile(path))
    throw problem({
      what: "it is not a file of Terraform's values",
      where: path,
      todo: "Give a .tfvars or .tfvars.json file.",
      kind: "usage",
    });
  return file;
};
