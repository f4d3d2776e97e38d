// Joins the handlers for AWS Lambda, and every package that they need, into one file, so that nothing is installed where it
// runs: dist/function/index.mjs. Prints the size. Takes the folder to write to.
//
// Most of a function's start would be the parsing of the file. So the file holds its parts as texts, which take next to
// nothing to read, and a part is compiled when it is first needed. A stack trace names parts; maps/ has a source map for each.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { licencesOf } from "./bundle/licences.mjs";
import { apart, joined } from "./bundle/parts.mjs";

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

const { parts, outputs, metafile, comments } = await joined({
  entryPoints: [
    { in: resolve(root, "src/continuous/lambda.ts"), out: "handlers" },
    ...Object.values(LIBRARIES).map(({ name, path }) => ({ in: `library:${path}`, out: name })),
    ...apart(resolve(root, "src"), ".ts"),
  ],
  absWorkingDir: root,
  // Wherever it is written to, parts and maps are the same.
  from: resolve(root, "dist/function/maps"),
  // nodejs24.x on arm64; nothing in it depends on the processor.
  target: "node24",
  minify: true,
  keepNames: true,
  plugins: [insideTheBundle],
});
const missed = Object.keys(LIBRARIES).filter((file) => !replaced.has(file));
if (missed.length > 0) throw new Error(`not in the bundle any more: ${missed.join(", ")}`);

for (const [name, { map }] of parts) writeFileSync(join(maps, `${name}.map`), map);

/** In ASCII alone: of anything else Node keeps two bytes a character, and reads it more slowly. */
const asText = (value) =>
  JSON.stringify(value).replaceAll(
    /[\u0080-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
/** A line of comment for each part, and by name where it lies: how far before the end of the file, and how long. */
const lines = [...parts].map(([name, { code }]) => ({ name, text: asText(code) }));
const places = {};
let rest = 0;
for (const { name, text } of lines.toReversed()) {
  places[name] = [rest + text.length + 1, text.length];
  rest += text.length + 3;
}
const file = join(folder, "index.mjs");
writeFileSync(
  file,
  `import { fstatSync, openSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { Script } from "node:vm";
const places = ${JSON.stringify(places)};
const require = createRequire(import.meta.url);
const file = openSync(new URL(import.meta.url));
const { size } = fstatSync(file);
const textOf = ([rest, length]) => {
  const bytes = Buffer.allocUnsafeSlow(length);
  readSync(file, bytes, 0, length, size - rest);
  return JSON.parse(bytes.latin1Slice());
};
${readFileSync(join(root, "scripts/bundle/late.txt"), "utf8")}
const loaded = new Map();
const part = (path) => {
  const known = loaded.get(path);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(path, module);
  const name = path.slice(2);
  if (!path.startsWith("./") || !Object.hasOwn(places, name)) return (module.exports = moduleOf(path, require));
  const script = new Script(textOf(places[name]), { filename: name });
  try {
    script.runInThisContext()(module, module.exports, part, later, import.meta.url, import.meta.dirname);
  } catch (error) {
    loaded.delete(path);
    throw error;
  }
  return module.exports;
};
const later = async (path) => (/^(?:\\.\\/|node:)/.test(path) ? part(path) : import(path));
/*! For license information please see index.mjs.LEGAL.txt */
export const { ${outputs.get("handlers.js").exports.join(", ")} } = part("./handlers.js");
// A line for each part, read when it is needed.
${lines.map(({ text }) => `//${text}\n`).join("")}`,
);
writeFileSync(`${file}.LEGAL.txt`, `${licencesOf(metafile, root)}\n${comments.join("\n")}`);
const kilobytes = (bytes) => `${Math.round(bytes / 1024)} KB`;
console.log(
  `${relative(root, file)}: ${kilobytes(statSync(file).size)}, ${kilobytes(gzipSync(readFileSync(file)).length)} packed, ${Object.keys(metafile.inputs).length} modules in ${parts.size} parts`,
);
