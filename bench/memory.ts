import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeEstate } from "./estate.ts";
import { processCost } from "./process-cost.ts";

const CLI = join(import.meta.dirname, "../src/cli.js");

/** In MB of old objects: what docs/performance.md says is enough. A process that needs more dies. */
const HEAP = 128;

/** How much more of memory the ten times larger estate may take. */
const LIMIT = 1.6;

/** The last file is there only if the process wrote all that it was to write. */
const WRITINGS: readonly (readonly [name: string, flags: readonly string[], last: string | null])[] = [
  ["the table", [], null],
  ["-o DIR: five formats and the table", ["-o", "out"], "postern-manifest.json"],
  ["--bundle", ["--bundle", "-o", "out"], "SHA256SUMS"],
];

/** Analyses 1,000 and 10,000 identities within a heap of 128 MB; exits 1 where memory grows with the estate. */
export const bench = (): void => {
  const folder = mkdtempSync(join(tmpdir(), "postern-memory-"));
  try {
    const sizes = [1_000, 10_000] as const;
    for (const size of sizes) writeEstate(join(folder, `${size}.jsonl`), size);
    for (const [name, flags, last] of WRITINGS) {
      const [small, large] = sizes.map((size) => {
        const argv = [`--max-old-space-size=${HEAP}`, CLI, "analyze", `${size}.jsonl`, ...flags];
        const { megabytes } = processCost(argv, folder);
        if (last !== null && !existsSync(join(folder, "out", last)))
          throw new Error(`${name} of ${size} identities wrote no ${last}`);
        rmSync(join(folder, "out"), { recursive: true, force: true });
        return megabytes;
      });
      const ratio = (large ?? 0) / (small ?? 1);
      console.log(
        `${name}: ${(small ?? 0).toFixed(0)} MB for ${sizes[0]}, ${(large ?? 0).toFixed(0)} MB for ${sizes[1]} identities = × ${ratio.toFixed(2)}, wanted at most ${LIMIT}`,
      );
      if (ratio > LIMIT) process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
};
