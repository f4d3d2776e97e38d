// Joins the modules of the command that tsc has written, and the packages that most runs need, into parts below command/ beside
// them, and writes the door to them, cli.cjs. Takes the folder that tsc wrote to. Other packages stay where npm has put them.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { apart, joined } from "./bundle/parts.mjs";
import { licencesOf } from "./bundle/licences.mjs";

const root = resolve(import.meta.dirname, "..");
const dist = resolve(root, process.argv[2] ?? "dist");
const folder = join(dist, "command");

/** Large, of one piece each, and needed by some commands only. */
const APART = [
  "@lezer/common",
  "@lezer/javascript",
  "@lezer/python",
  "ajv",
  "handlebars",
  "node-sarif-builder",
  "web-tree-sitter",
  "yaml",
];

/** Data, and the modules of threads, lie beside the module that asks for them, and the module has moved. */
const whereItWas = {
  name: "where a module was",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.js$/ }, async ({ path }) => {
      if (path.includes("node_modules")) return undefined;
      const text = await readFile(path, "utf8");
      if (!text.includes("import.meta.")) return undefined;
      const was = JSON.stringify(relative(folder, path).replaceAll("\\", "/"));
      const contents = text
        .replaceAll("import.meta.url", `new URL(${was}, import.meta.url).href`)
        .replaceAll("import.meta.filename", `(import.meta.dirname + ${was})`);
      return { contents };
    }),
};

const { parts, metafile } = await joined({
  entryPoints: [{ in: join(dist, "cli/start.js"), out: "start" }, ...apart(dist, ".js")],
  from: folder,
  absWorkingDir: root,
  outExtension: { ".js": ".cjs" },
  target: "node20.19",
  // Names stay, for whoever reads where something went wrong.
  minifyWhitespace: true,
  minifySyntax: true,
  external: APART.flatMap((name) => [name, `${name}/*`]),
  plugins: [whereItWas],
});

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const isOfPackages = (map) => JSON.parse(map).sources.every((path) => path.includes("node_modules/"));
const build = createHash("sha256");
for (const [name, { code, map }] of parts) {
  // Read as one byte a letter, which takes no decoding.
  if (/\P{ASCII}/u.test(code))
    throw new Error(`${name} has a letter beyond ASCII: in a regular expression write it as \\u`);
  writeFileSync(join(folder, name), code);
  // Of a part that is of packages alone nobody here reads the sources.
  if (!isOfPackages(map)) writeFileSync(join(folder, `${name}.map`), map);
  build.update(code);
}
writeFileSync(join(folder, "LICENSES.txt"), licencesOf(metafile, root));

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const named = build.digest("hex").slice(0, 16);
const door = join(dist, "cli.cjs");
writeFileSync(
  door,
  readFileSync(join(import.meta.dirname, "bundle/door.cjs"), "utf8")
    .replace("// late.js stands here.", readFileSync(join(import.meta.dirname, "bundle/late.txt"), "utf8"))
    .replace('VERSION = ""', `VERSION = "${version}"`)
    .replace('BUILD = ""', `BUILD = "${named}"`),
);
chmodSync(door, 0o755);

const compiled = join(folder, `${named}-${process.version}-${process.platform}-${process.arch}.bin`);
const env = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR };
execFileSync(process.execPath, [join(import.meta.dirname, "bundle/compile.mjs"), door, compiled], {
  stdio: ["ignore", "ignore", "pipe"],
  env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
});
