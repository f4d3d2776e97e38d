import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { Script } from "node:vm";
import { ROOT, type Tools } from "./tools.ts";

/** Compiled modules by path. */
export type Code = ReadonlyMap<string, string>;

/** What is only for people and takes long: a set on which the answers differ is not made smaller. */
const SHORT: ReadonlyMap<string, string> = new Map([
  [join(ROOT, "proof/agreement/report.ts"), "export const report = (): string => 'the two answers differ';"],
]);

const REQUIRED = /\brequire\("(\.[^"]+)"\)/g;

/** The modules that the files need, themselves included: read once, so that a change in the meantime is not half seen. */
export const compileAll = (entries: readonly string[], { compile }: Tools): Code => {
  const code = new Map<string, string>();
  const open = [...entries];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (code.has(path)) continue;
    const compiled = compile(path, SHORT.get(path) ?? readFileSync(path, "utf8"));
    code.set(path, compiled);
    for (const [, name = ""] of compiled.matchAll(REQUIRED)) open.push(resolve(dirname(path), name));
  }
  return code;
};

type Evaluate = (module: { exports: unknown }, exports: unknown, require: (name: string) => unknown) => void;

const external = createRequire(join(ROOT, "package.json"));

/**
 * Loads modules, each time anew: what a module remembers or works out when it is loaded belongs to one load. Compiled
 * code is shared by all loads.
 */
export const loader = (code: Code): ((changed: Code) => (path: string) => unknown) => {
  const scripts = new Map<string, Script>();
  const scriptOf = (path: string, text: string): Script => {
    const known = scripts.get(path);
    if (known !== undefined) return known;
    const script = compiled(path, text);
    scripts.set(path, script);
    return script;
  };
  return (changed) => {
    const loaded = new Map<string, { exports: unknown }>();
    const load = (path: string): unknown => {
      const known = loaded.get(path);
      if (known !== undefined) return known.exports;
      const module = { exports: {} };
      loaded.set(path, module);
      const other = changed.get(path);
      const script = other === undefined ? scriptOf(path, code.get(path) ?? "") : compiled(path, other);
      const run = script.runInThisContext() as Evaluate;
      run(module, module.exports, (name) =>
        name.startsWith(".") ? load(resolve(dirname(path), name)) : external(name),
      );
      return module.exports;
    };
    return load;
  };
};

const compiled = (path: string, text: string): Script =>
  new Script(`(function (module, exports, require) {${text}\n})`, { filename: path });
