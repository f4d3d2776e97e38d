import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { problem } from "../../model/problem.ts";
import type { Draft } from "./draft.ts";
import { VERSION } from "../../version.ts";
import { template } from "./template.ts";

const FILES = [
  "package.json",
  "index.js",
  "rules/few-policies/rule.js",
  "rules/few-policies/meta.js",
  "rules/few-policies/cases.js",
  "test/rules.test.js",
  "README.md",
] as const;

/** A package with one rule that works, its cases and their test, in plain JavaScript. */
export const pluginFiles = async (name: string, cwd: string): Promise<Draft> => {
  if (!/^[a-z0-9][a-z0-9._-]{0,100}$/.test(name)) {
    throw problem({
      what: `"${name}" is no name for a package`,
      todo: "Use small letters, digits, dots and dashes: postern-plugin-acme.",
      kind: "usage",
    });
  }
  const words = { __NAME__: name, __RULE_ID__: `${prefixOf(name)}-001`, __VERSION__: VERSION };
  const files = await Promise.all(
    FILES.map(
      async (file) => [`${name}/${file}`, await template(`plugin/${inTemplates(file)}`, words)] as const,
    ),
  );
  return {
    files: Object.fromEntries(files),
    notes: [`Next: cd ${name} && ${installing(resolve(cwd, name))}npm test`],
  };
};

/** The folder of the Postern that runs. */
const OWN = fileURLToPath(new URL("../../../", import.meta.url)).replace(/[/\\]$/, "");

/** The rule's test needs a Postern: nothing is to be done where Node finds one from the folder, else the one that runs is put there. */
const installing = (folder: string): string =>
  isBesideOrAbove(folder) ? "" : `npm install --no-save "${OWN}" && `;

const isBesideOrAbove = (folder: string): boolean =>
  existsSync(join(folder, "node_modules", "postern")) ||
  (dirname(folder) !== folder && isBesideOrAbove(dirname(folder)));

/** A second package.json inside of the package would be taken for one. */
const inTemplates = (file: string): string => (file === "package.json" ? "package.template.json" : file);

/** Letters and digits of the name's last word: postern-plugin-acme → ACME. */
const prefixOf = (name: string): string => {
  const word = (name.split(/[._-]/).at(-1) ?? "").toUpperCase().slice(0, 12);
  return /^[A-Z][A-Z0-9]+$/.test(word) ? word : "OWN";
};
