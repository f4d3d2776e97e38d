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
const SETTINGS = ["tsconfig.json", "tsconfig.build.json", "tsconfig.command.json", "package-lock.json"];
const CACHE = join(ROOT, ".tools/command");

/** In milliseconds. */
const PATIENCE = 120_000;
const PAUSE = 100;

const folderOfSources = (): string => {
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

const compile = (folder: string): string => {
  const staged = `${folder}.part`;
  try {
    if (existsSync(folder)) return folder;
    for (const name of readdirSync(CACHE)) {
      const old = join(CACHE, name);
      if (statSync(old).mtimeMs < Date.now() - KEPT) rmSync(old, { recursive: true, force: true });
    }
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [tsc, "-p", join(ROOT, "tsconfig.command.json"), "--outDir", staged]);
    const grammar = "src/sources/terraform/grammar";
    cpSync(join(ROOT, grammar), join(staged, grammar), { recursive: true });
    symlinkSync(join(ROOT, "templates"), join(staged, "templates"), "junction");
    renameSync(staged, folder);
    return folder;
  } finally {
    rmSync(`${folder}.lock`, { recursive: true, force: true });
  }
};

const hashOfSources = (): string => {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") || name.endsWith(".wasm"))
      .map((name) => `${folder}/${name}`),
  );
  const hash = createHash("sha256");
  for (const file of [...files, ...SETTINGS].sort())
    hash.update(`${file}\n`).update(readFileSync(join(ROOT, file)));
  return hash.digest("hex").slice(0, 16);
};

/**
 * The folder that holds the command (`src/cli.js`) and the Action (`action/main.js`) compiled from the sources as they
 * are now. A process starts from it in a third of the time that it takes from the sources. It is compiled once for all
 * tests and again when a source changes, while a test file is loaded: no test's time limit pays for it.
 */
export const COMPILED: string = folderOfSources();
