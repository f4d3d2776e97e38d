import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { AnyRule } from "../../src/model/rule.ts";
import type { CaseExpectation } from "../../src/model/rule-case.ts";
import { findClause } from "../../src/standards/catalogue.ts";

/** What a rule consists of beside its code: its folder, its registration, its page, its sources. */
export interface RuleHouse {
  /** Folder of src/rules → the names of its files. */
  readonly folders: Readonly<Record<string, readonly string[]>>;
  /** What src/rules/index.ts lists. */
  readonly rules: readonly AnyRule[];
  /** Pages as they have to be, by path below docs/. */
  readonly generated: ReadonlyMap<string, string>;
  /** Pages as they are. */
  readonly pages: ReadonlyMap<string, string>;
}

/** What is missing or wrong, a line each. */
export const faultsOfHouse = ({ folders, rules, generated, pages }: RuleHouse): readonly string[] => [
  ...Object.entries(folders).flatMap(([folder, files]) => [
    ...["rule.ts", "meta.ts", "cases.ts"]
      .filter((name) => !files.includes(name))
      .map((name) => `src/rules/${folder} has no ${name}`),
    ...(rules.some(({ meta }) => isOf(folder, meta.id))
      ? []
      : [`src/rules/index.ts does not list ${folder}`]),
  ]),
  ...rules.flatMap((rule) => faultsOfRule(rule, Object.keys(folders))),
  ...[...generated]
    .filter(([path, text]) => pages.get(path) !== text)
    .map(([path]) => `docs/${path} is not what the code says; run npm run docs`),
  ...[...pages.keys()]
    .filter((path) => !generated.has(path))
    .map((path) => `docs/${path} belongs to no rule`),
];

const isOf = (folder: string, id: string): boolean => folder.startsWith(`${id.toLowerCase()}-`);

const faultsOfRule = ({ meta, cases = [] }: AnyRule, folders: readonly string[]): readonly string[] => [
  ...(folders.some((folder) => isOf(folder, meta.id)) ? [] : [`${meta.id} has no folder of its id`]),
  ...(cases.length > 0 ? [] : [`${meta.id} has no cases`]),
  ...cases
    .filter(({ expect }) => saysNothing(expect))
    .map(({ name }) => `${meta.id}: the case "${name}" expects something and does not say what`),
  ...meta.compliance.flatMap(({ standard, clause, source, strength }) => [
    ...(findClause(standard, clause) === undefined ? [`${meta.id}: no clause ${standard} ${clause}`] : []),
    ...(source.trim() === "" ? [`${meta.id}: ${standard} ${clause} has no source`] : []),
    // One's own reading may call a rule helpful; that it tests the clause, somebody else has to say.
    ...(strength === "primary" && !source.startsWith("https://")
      ? [`${meta.id}: ${standard} ${clause} claims more than its source`]
      : []),
  ]),
];

/** Whether something is expected that everything meets. */
const saysNothing = ({ data, evidence, witness, says }: CaseExpectation): boolean =>
  says === "" ||
  evidence?.length === 0 ||
  [data, witness, ...(evidence ?? [])].some((one) => one !== undefined && Object.keys(one).length === 0);

const ROOT = resolve(import.meta.dirname, "../..");

export const ruleFolders = (): RuleHouse["folders"] =>
  Object.fromEntries(
    readdirSync(join(ROOT, "src/rules"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => [name, readdirSync(join(ROOT, "src/rules", name))]),
  );

export const pagesOnDisk = (): RuleHouse["pages"] =>
  new Map(
    readdirSync(join(ROOT, "docs/rules")).map((name) => [
      `rules/${name}`,
      readFileSync(join(ROOT, "docs/rules", name), "utf8"),
    ]),
  );
