// Joins the handlers for AWS Lambda, and every package that they need, into one file, so that nothing is installed where it
// runs: dist/function/index.mjs with its source map. Prints the size. Takes the folder to write to.
import { build } from "esbuild";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const root = resolve(import.meta.dirname, "..");
const folder = resolve(root, process.argv[2] ?? "dist/function");
mkdirSync(folder, { recursive: true });

/** These packages are loaded by `require` when they are first needed; a bundle has them inside. */
const LIBRARIES = {
  "src/text/yaml-library.ts": 'export const yamlLibrary = () => require("yaml");',
  "src/config/ajv-library.ts": 'export const ajvLibrary = () => require("ajv/dist/2020.js");',
};

const replaced = new Set();
const insideTheBundle = {
  name: "libraries inside the bundle",
  setup: ({ onLoad }) =>
    onLoad({ filter: /-library\.ts$/ }, ({ path }) => {
      const name = relative(root, path).replaceAll("\\", "/");
      const contents = LIBRARIES[name];
      if (contents === undefined) return undefined;
      replaced.add(name);
      return { contents, loader: "ts", resolveDir: root };
    }),
};

const { metafile } = await build({
  entryPoints: [resolve(root, "src/continuous/lambda.ts")],
  outfile: resolve(folder, "index.mjs"),
  bundle: true,
  format: "esm",
  platform: "node",
  // nodejs24.x on arm64; nothing in it depends on the processor.
  target: "node24",
  mainFields: ["module", "main"],
  minify: true,
  keepNames: true,
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  legalComments: "linked",
  logLevel: "warning",
  banner: {
    js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
  },
  plugins: [insideTheBundle],
});

const missed = Object.keys(LIBRARIES).filter((name) => !replaced.has(name));
if (missed.length > 0) throw new Error(`not in the bundle any more: ${missed.join(", ")}`);
const file = resolve(folder, "index.mjs");
const kilobytes = (bytes) => `${Math.round(bytes / 1024)} KB`;
console.log(
  `${relative(root, file)}: ${kilobytes(statSync(file).size)}, ${kilobytes(gzipSync(readFileSync(file)).length)} packed, ${Object.keys(metafile.inputs).length} modules`,
);
