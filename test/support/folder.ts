import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Runs with a new folder that holds the files given, and removes it afterwards. */
export const inFolder = async <T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  run: (folder: string) => T | Promise<T>,
): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), "postern-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** A new empty folder for each test of a suite, removed after it. */
export const aFolder = (): (() => string) => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "postern-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
};
