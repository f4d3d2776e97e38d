import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isResourceRecord } from "../src/model/snapshot.ts";
import { analyzeSource } from "../src/sources/tree/analyze-source.ts";
import { terraformFiles } from "./trees.ts";

const generate = (folder: string): number => {
  let count = 0;
  for (const { path, content } of terraformFiles()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
    count += 1;
  }
  return count;
};

/** Analyses a generated monorepo of 2,000 Terraform files and prints how many files a second that is. */
export const bench = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "postern-bench-"));
  try {
    const files = generate(folder);
    for (const run of ["cold", "warm"]) {
      const start = performance.now();
      let identities = 0;
      const source = analyzeSource([folder], { cwd: folder, stdin: process.stdin });
      for await (const record of source.read(new AbortController().signal))
        if (isResourceRecord(record)) identities += 1;
      const seconds = (performance.now() - start) / 1000;
      process.stdout.write(
        `analyze, ${run}: ${files} Terraform files, ${identities} identities in ${seconds.toFixed(2)} s = ${Math.round(files / seconds)} files/s\n`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
};

if (process.argv[1] === import.meta.filename) await bench();
