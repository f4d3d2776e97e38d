import { build, type Plugin } from "esbuild";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const FOLDERS = ["src", "action"];
const SETTINGS = [
  "tsconfig.json",
  "package-lock.json",
  "scripts/bundle-command.mjs",
  ...["compile.mjs", "door.cjs", "late.txt", "licences.mjs", "parts.mjs"].map(
    (name) => `scripts/bundle/${name}`,
  ),
];
const CACHE = join(ROOT, ".tools/command");

/** In milliseconds. */
const PATIENCE = 120_000;
const PAUSE = 100;

const folderOfSources = async (): Promise<string> => {
  const folder = join(CACHE, hashOfSources());
  // Suites run side by side: the first compiles, the others wait for it.
  for (let waited = 0; !existsSync(folder); waited += PAUSE) {
    if (isFirst(`${folder}.lock`)) return compile(folder);
    if (waited > PATIENCE) throw new Error(`nobody finishes ${folder}; remove ${CACHE}`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
  return folder;
};

const isFirst = (lock: string): boolean => {
  mkdirSync(CACHE, { recursive: true });
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
};

/** In milliseconds: what was compiled from sources of another day is taken away. */
const KEPT = 86_400_000;

/** Each module stays a file, as tsc leaves it; in a tenth of tsc's time, since nothing is checked. */
const aFileEach: Plugin = {
  name: "a file for each module",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^/ }, ({ kind, path }) =>
      kind === "entry-point" ? undefined : { path: path.replace(/\.ts$/, ".js"), external: true },
    ),
};

const compile = async (folder: string): Promise<string> => {
  const staged = `${folder}.part`;
  try {
    if (existsSync(folder)) return folder;
    for (const name of readdirSync(CACHE)) {
      const old = join(CACHE, name);
      if (statSync(old).mtimeMs < Date.now() - KEPT) rmSync(old, { recursive: true, force: true });
    }
    await build({
      entryPoints: sources()
        .filter((name) => name.endsWith(".ts"))
        .map((name) => join(ROOT, name)),
      outdir: staged,
      outbase: ROOT,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20.19",
      logLevel: "warning",
      plugins: [aFileEach],
    });
    const grammar = "src/sources/terraform/grammar";
    cpSync(join(ROOT, grammar), join(staged, grammar), { recursive: true });
    symlinkSync(join(ROOT, "templates"), join(staged, "templates"), "junction");
    const toJoin = [join(ROOT, "scripts/bundle-command.mjs"), join(staged, "src")];
    execFileSync(process.execPath, toJoin, { stdio: "pipe" });
    renameSync(staged, folder);
    return folder;
  } finally {
    rmSync(`${folder}.lock`, { recursive: true, force: true });
  }
};

const sources = (): readonly string[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") || name.endsWith(".wasm"))
      .map((name) => `${folder}/${name}`),
  );

const hashOfSources = (): string => {
  // What Node has compiled is of its version alone, and a checkout is tested with several.
  const hash = createHash("sha256").update(process.version);
  for (const file of [...sources(), ...SETTINGS].sort())
    hash.update(`${file}\n`).update(readFileSync(join(ROOT, file)));
  return hash.digest("hex").slice(0, 16);
};

/**
 * The folder that holds the command (`src/cli.cjs`) joined as npm gets it, the same a file for each module
 * (`src/cli.js`), and the Action (`action/main.js`), from the sources as they are now. A process starts from it
 * in a tenth of the time that it takes from the sources. It is compiled once for all tests and again when a source
 * changes, while a test file is loaded: no test's time limit pays for it.
 */
export const COMPILED: string = await folderOfSources();
