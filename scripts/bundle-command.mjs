// Joins the modules of the command that tsc has written to dist/ into few files, dist/command/: Node finds, reads and links
// each module by itself, and analyze has 460 of them. What a command does not need stays in files of its own. Packages stay
// where npm has put them, but for one of many small modules, whose licence is copied.
import { build } from "esbuild";
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
// The suite joins what it has compiled elsewhere.
const dist = resolve(root, process.argv[2] ?? "dist");
const folder = resolve(dist, "command");

/** Each is an ES module without dependencies. */
const JOINED = ["unbash"];

const { dependencies } = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8"));
const external = Object.keys(dependencies).filter((name) => !JOINED.includes(name));

/** Data lies beside the module that reads it, and the module has moved. */
const whereItWas = {
  name: "where a module was",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      if (!text.includes("import.meta.url")) return undefined;
      const was = JSON.stringify(relative(folder, path).replaceAll("\\", "/"));
      return { contents: text.replaceAll("import.meta.url", `new URL(${was}, import.meta.url).href`) };
    }),
};

await build({
  entryPoints: [resolve(dist, "cli/start.js")],
  outdir: folder,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  external: external.flatMap((name) => [name, `${name}/*`]),
  // The modules themselves stay in dist/ for those who import the library.
  sourcemap: true,
  sourcesContent: false,
  logLevel: "warning",
  plugins: [whereItWas],
});

for (const name of JOINED)
  copyFileSync(resolve(root, "node_modules", name, "LICENSE"), resolve(folder, `LICENSE-${name}`));

const door = resolve(dist, "cli.js");
const text = readFileSync(door, "utf8");
const bundled = text.replace('"./cli/start.js"', '"./command/start.js"');
if (bundled === text) throw new Error("dist/cli.js does not load ./cli/start.js");
writeFileSync(door, bundled);
chmodSync(door, 0o755);
