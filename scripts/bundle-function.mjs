// Joins the handlers for AWS Lambda, and every package that they need, into one file, so that nothing is installed where it
// runs: dist/function/index.mjs. Prints the size. Takes the folder to write to.
//
// Most of a function's start would be the parsing of the file. So the file holds its parts as texts, which take next to
// nothing to read, and a part is compiled when it is first needed. A stack trace names parts; maps/ has a source map for each.
import { build, transform } from "esbuild";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const root = resolve(import.meta.dirname, "..");
const folder = resolve(root, process.argv[2] ?? "dist/function");
const maps = join(folder, "maps");
rmSync(maps, { recursive: true, force: true });
mkdirSync(maps, { recursive: true });

/** These modules load a package by `require` when it is first needed; it is a part of its own. */
const LIBRARIES = {
  "src/text/yaml-library.ts": { name: "yaml", path: "yaml" },
  "src/config/ajv-library.ts": { name: "ajv", path: "ajv/dist/2020.js" },
};

const replaced = new Set();
const insideTheBundle = {
  name: "libraries inside the bundle",
  setup: ({ onResolve, onLoad }) => {
    onLoad({ filter: /-library\.ts$/ }, ({ path }) => {
      const file = relative(root, path).replaceAll("\\", "/");
      const library = LIBRARIES[file];
      if (library === undefined) return undefined;
      replaced.add(file);
      const contents = `export const ${library.name}Library = () => require("part:${library.name}").default;`;
      return { contents, loader: "ts", resolveDir: root };
    });
    onResolve({ filter: /^part:/ }, ({ path }) => ({ path: `./${path.slice(5)}.js`, external: true }));
    onResolve({ filter: /^library:/ }, ({ path }) => ({ path: path.slice(8), namespace: "library" }));
    onLoad({ filter: /./, namespace: "library" }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
      resolveDir: root,
    }));
  },
};

// nodejs24.x on arm64; nothing in it depends on the processor.
const shared = { platform: "node", target: "node24", minify: true, logLevel: "warning" };

const { metafile, outputFiles } = await build({
  ...shared,
  entryPoints: [
    { in: resolve(root, "src/continuous/lambda.ts"), out: "handlers" },
    ...Object.values(LIBRARIES).map(({ name, path }) => ({ in: `library:${path}`, out: name })),
  ],
  chunkNames: "[hash]",
  // Wherever it is written to, parts and maps are the same.
  outdir: resolve(root, "dist/function/maps"),
  write: false,
  bundle: true,
  splitting: true,
  format: "esm",
  mainFields: ["module", "main"],
  keepNames: true,
  sourcemap: "inline",
  sourcesContent: false,
  metafile: true,
  legalComments: "linked",
  define: { "import.meta.url": "bundleUrl", "import.meta.dirname": "bundleFolder" },
  plugins: [insideTheBundle],
});
const missed = Object.keys(LIBRARIES).filter((file) => !replaced.has(file));
if (missed.length > 0) throw new Error(`not in the bundle any more: ${missed.join(", ")}`);

const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));

/** A part as CommonJS, which needs no loader: what it loads later it asks `bundle` for. */
const partOf = async (text, name) => {
  const { code, map } = await transform(text, {
    ...shared,
    format: "cjs",
    // A module is strict by itself, and a part is none any more.
    banner: '"use strict";',
    sourcefile: name,
    sourcemap: "external",
    sourcesContent: false,
    legalComments: "none",
  });
  writeFileSync(join(maps, `${name}.map`), map);
  const later = outputs.get(name).imports.filter(({ kind }) => kind === "dynamic-import");
  // As long as the word that it stands for, so that the source map stays right.
  return later.reduce(
    (done, { path }) => done.replaceAll(`import("./${basename(path)}")`, `bundle("./${basename(path)}")`),
    code,
  );
};

const parts = {};
const licences = new Set();
for (const { path, text } of outputFiles)
  if (path.endsWith(".LEGAL.txt")) licences.add(text);
  else parts[basename(path)] = await partOf(text, basename(path));
const missing = Object.values(parts)
  .join("")
  .match(/[^.\w$]import\("\.[^)]*\)/);
if (missing !== null) throw new Error(`loads a file that is not there: ${missing[0]}`);

/** In ASCII alone: of anything else Node keeps two bytes a character, and reads it more slowly. */
const asText = (value) =>
  JSON.stringify(value).replaceAll(
    /[\u0080-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
const file = join(folder, "index.mjs");
writeFileSync(
  file,
  `import { createRequire } from "node:module";
import { compileFunction, constants } from "node:vm";
const parts = ${asText(parts)};
const require = createRequire(import.meta.url);
const compiled = new Map();
const part = (path) => {
  const name = path.slice(2);
  if (!path.startsWith("./") || !Object.hasOwn(parts, name)) return require(path);
  const known = compiled.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  compiled.set(name, module);
  const run = compileFunction(
    parts[name],
    ["module", "exports", "require", "bundle", "bundleUrl", "bundleFolder"],
    { filename: name, importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER },
  );
  try {
    run(module, module.exports, part, async (path) => part(path), import.meta.url, import.meta.dirname);
  } catch (error) {
    compiled.delete(name);
    throw error;
  }
  return module.exports;
};
/*! For license information please see index.mjs.LEGAL.txt */
export const { ${outputs.get("handlers.js").exports.join(", ")} } = part("./handlers.js");
`,
);
writeFileSync(`${file}.LEGAL.txt`, [...licences].join("\n"));
const kilobytes = (bytes) => `${Math.round(bytes / 1024)} KB`;
console.log(
  `${relative(root, file)}: ${kilobytes(statSync(file).size)}, ${kilobytes(gzipSync(readFileSync(file)).length)} packed, ${Object.keys(metafile.inputs).length} modules in ${Object.keys(parts).length} parts`,
);
