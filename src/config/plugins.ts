import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Exporter } from "../model/exporter.ts";
import type { Kind } from "../model/kind.ts";
import type { Plugin } from "../model/plugin.ts";
import { problem } from "../model/problem.ts";
import type { AnyRule } from "../model/rule.ts";
import { guardedExporter } from "./guarded-exporter.ts";
import { guardedKind } from "./guarded-kind.ts";
import { wrongPlugin } from "./plugin-shape.ts";

/** A plugin to load: a package's name or a path, and the folder from which it is looked up. */
export interface PluginRequest {
  readonly name: string;
  readonly folder: string;
}

/** The rules and kinds that are there without plugins. */
export interface BuiltIn {
  readonly rules: readonly AnyRule[];
  readonly kinds: readonly Kind[];
  readonly exporters?: readonly Exporter[];
}

/**
 * Loads plugins, each the default export of a module: the only place where foreign code is imported.
 *
 * Nothing is loaded that was not named. Loading runs the plugin's module with all rights of the process.
 *
 * @throws a usage problem where one cannot be found, loaded or used, or takes an id that is in use.
 */
export const loadPlugins = async (
  requests: readonly PluginRequest[],
  builtIn: BuiltIn,
): Promise<readonly Plugin[]> => {
  const plugins: Plugin[] = [];
  for (const request of requests) {
    const plugin = await loadPlugin(request);
    const clash = clashOf(plugin, [builtIn, ...plugins]);
    if (clash !== null) throw refusal(request.name, clash, "Load only one of the two, or rename yours.");
    plugins.push(plugin);
  }
  return plugins;
};

const loadPlugin = async ({ name, folder }: PluginRequest): Promise<Plugin> => {
  const file = fileOf(name, folder);
  let module: { readonly default?: unknown };
  try {
    module = (await import(pathToFileURL(file).href)) as typeof module;
  } catch (error) {
    throw refusal(
      name,
      `its module fails when it is loaded: ${reasonOf(error)}`,
      "Run it with node by itself to see why.",
    );
  }
  const wrong = wrongPlugin(module.default);
  if (wrong !== null) throw refusal(name, wrong, "docs/writing-a-rule.md shows what a plugin exports.");
  const plugin = module.default as Plugin;
  return {
    ...plugin,
    kinds: (plugin.kinds ?? []).map(guardedKind),
    exporters: (plugin.exporters ?? []).map(guardedExporter),
  };
};

const fileOf = (name: string, folder: string): string => {
  const path = resolve(folder, name);
  if (isAbsolute(name) || name.startsWith(".") || existsSync(path)) return entryOf(name, path);
  try {
    return createRequire(join(folder, "package.json")).resolve(name);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ERR_PACKAGE_PATH_NOT_EXPORTED") {
      throw refusal(
        name,
        "its package.json does not export a main file for Node",
        'Give it "exports": "./index.js".',
      );
    }
    throw refusal(name, "there is no such package and no such file", `Install it: npm install ${name}`);
  }
};

/** A folder stands for the package in it, which Node finds by its own name where it has exports, else as a folder. */
const entryOf = (name: string, path: string): string => {
  if (!existsSync(path))
    throw refusal(name, "there is no such file", "Give the path of a module or of a package's folder.");
  if (!statSync(path).isDirectory()) return path;
  const inside = createRequire(join(path, "package.json"));
  try {
    const { name: own, exports } = inside("./package.json") as {
      readonly name?: string;
      readonly exports?: unknown;
    };
    const entry = inside.resolve(own === undefined || exports === undefined ? path : own);
    if (existsSync(entry)) return entry;
  } catch {
    // No package.json, or none of its conditions holds: the same to whoever named the folder.
  }
  throw refusal(
    name,
    "the folder's package.json names no main file that is there",
    "Build the package first.",
  );
};

/** An id or a kind that is already taken, or a rule of a kind or over a fact that nobody has. */
const clashOf = (plugin: Plugin, others: readonly (BuiltIn | Plugin)[]): string | null => {
  const kinds = [...others.flatMap((other) => other.kinds ?? []), ...(plugin.kinds ?? [])];
  const ids = [...others.flatMap(({ rules }) => rules), ...plugin.rules].map(({ meta }) => meta.id);
  const formats = [...others.flatMap((other) => other.exporters ?? []), ...(plugin.exporters ?? [])];
  const twice =
    firstTwice(ids) ??
    firstTwice(kinds.map(({ kind }) => kind)) ??
    firstTwice(formats.map(({ name }) => name));
  if (twice !== null) return `${twice} is already there`;
  for (const { meta, kind, needs } of plugin.rules) {
    const of = kinds.find((one) => one.kind === kind);
    if (of === undefined) return `rule ${meta.id} judges the kind ${kind}, which nobody brings`;
    const fact = needs.find((need) => !Object.hasOwn(of.facts, need));
    if (fact !== undefined) return `rule ${meta.id} needs the fact "${fact}", which ${kind} does not have`;
  }
  return null;
};

const firstTwice = (names: readonly string[]): string | null =>
  names.find((name, index) => names.indexOf(name) !== index) ?? null;

const reasonOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ERR_UNKNOWN_FILE_EXTENSION")
    return "this Node does not run TypeScript; build it to JavaScript";
  return (message ?? String(error)).split("\n")[0] ?? "";
};

const refusal = (name: string, what: string, todo: string): Error =>
  problem({ what: `plugin ${name}: ${what}`, todo, kind: "usage" });
