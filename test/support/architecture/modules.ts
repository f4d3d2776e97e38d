import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** A file of src and what it imports, in whatever way: static, dynamic, types alone, re-exports. */
export interface Module {
  /** Below src: `policy/keys.ts`. */
  readonly path: string;
  /** Files below src. */
  readonly imports: readonly string[];
  /** Names of packages and of Node's own modules, with what follows them. */
  readonly packages: readonly string[];
}

const IMPORTS = /^(?:import|export)\b[^;"']*?\bfrom\s*"([^"]+)"|^import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;

const isOwn = (specifier: string): boolean => specifier.startsWith(".");

/** Every module below a folder. */
export const readModules = (root: string): readonly Module[] =>
  files(root).map((file) => {
    const specifiers = [...readFileSync(file, "utf8").matchAll(IMPORTS)].map(
      (match) => match[1] ?? match[2] ?? match[3] ?? "",
    );
    return {
      path: relative(root, file),
      imports: specifiers.filter(isOwn).map((own) => relative(root, resolve(dirname(file), own))),
      packages: specifiers.filter((specifier) => !isOwn(specifier)),
    };
  });

const files = (directory: string): readonly string[] =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return files(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
