// Joins modules into parts, each a script that needs no loader of Node: what is needed at once stands in few parts, and what
// is needed later, or by some only, in parts of its own.
import { build, transform } from "esbuild";
import { basename, join } from "node:path";

/** A part is the text of this function. It asks `bundle` where a module would say `import()`. */
const HEAD = '(function(module,exports,require,bundle,bundleUrl,bundleFolder){"use strict";';

/** Modules that get a part of their own with what they alone need: a scan asks for a while before it judges. */
const APART = [
  "assess/assess",
  "config/plugins",
  "config/validate",
  "policy/decide/decide",
  "policy/keys",
  "policy/messages",
  "policy/sets/pattern",
  "rules/index",
  "policy/decide/each-allow",
  "policy/narrow/narrow",
  "policy/narrow/outsiders",
  "policy/narrow/services",
  "policy/parse/parse-policy",
  "services/index",
  "text/json",
];

/** Each as an entry of esbuild, which makes a part of what a set of entries shares; `ending` of the modules below the folder. */
export const apart = (folder, ending) =>
  APART.map((path) => ({ in: join(folder, `${path}${ending}`), out: path.replaceAll("/", "-") }));

/**
 * `options` are esbuild's: entries, target, plugins. `from` is the folder that source maps are relative to.
 *
 * @returns by name, the text of each part and its source map; `metafile` and `outputs` (by name) are esbuild's, `comments` what
 *   licences want to be repeated
 */
export const joined = async ({ from, ...options }) => {
  const { target, minify, minifyWhitespace, minifySyntax } = options;
  const shared = { platform: "node", target, minify, minifyWhitespace, minifySyntax, logLevel: "warning" };
  const { metafile, outputFiles } = await build({
    ...options,
    ...shared,
    chunkNames: "[hash]",
    outdir: from,
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    mainFields: ["module", "main"],
    sourcemap: "inline",
    sourcesContent: false,
    metafile: true,
    legalComments: "linked",
    define: {
      "import.meta.url": "bundleUrl",
      "import.meta.dirname": "bundleFolder",
      "import.meta.filename": "bundleUrl",
    },
  });
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const parts = new Map();
  const comments = new Set();
  for (const { path, text } of outputFiles) {
    const name = basename(path);
    if (path.endsWith(".LEGAL.txt")) comments.add(text);
    else parts.set(name, await partOf(text, name, outputs.get(name), shared));
  }
  return { parts, outputs, metafile, comments: [...comments] };
};

const partOf = async (text, name, { imports }, shared) => {
  const form = {
    platform: "node",
    format: "cjs",
    target: shared.target,
    sourcesContent: false,
    legalComments: "none",
  };
  const module = await transform(text, { ...form, sourcefile: name, sourcemap: "inline" });
  const { code, map } = await transform(whenUsed(module.code), {
    ...form,
    ...shared,
    // A line of its own. A module is strict by itself, and a part is none any more.
    banner: HEAD,
    footer: "})",
    sourcefile: name,
    sourcemap: "external",
  });
  // A script that was compiled before knows no `import()`. As long as the word that stands for it, so that the source map stays right.
  const whole = imports
    .filter(({ kind }) => kind === "dynamic-import")
    .map(({ path, external }) => (external === true ? path : `./${basename(path)}`))
    .reduce((done, path) => done.replaceAll(`import("${path}")`, `bundle("${path}")`), code)
    .replaceAll(/(?<![.\w$])import\((?=[\w$(])/g, "bundle(");
  const missing = /(?<![.\w$])import\([^)]*\)/.exec(whole);
  if (missing !== null) throw new Error(`${name} loads what is not there: ${missing[0]}`);
  return { code: whole, map };
};

/**
 * Has a part load another when it first uses something of it: no module does more than define when it is loaded. esbuild takes
 * the digits that a part's name begins with out of the variable's name.
 */
const whenUsed = (code) => {
  const names = new Set();
  const later = code.replaceAll(/^var (import_[A-Z0-9]+) = (require\("\.\/[^"]+"\));$/gm, (_, name, load) => {
    names.add(name);
    return `let ${name}_loaded; const ${name} = () => ${name}_loaded ??= ${load};`;
  });
  return later.replaceAll(/\b(import_[A-Z0-9]+)\./g, (all, name) => (names.has(name) ? `(${name}()).` : all));
};
