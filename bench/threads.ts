import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { writeEstate } from "./estate.ts";
import { judged } from "./judged.ts";

const CLI = join(import.meta.dirname, "../src/cli.js");

/** How many times as fast one thread beside the main one makes it; a machine that does other things shows less. */
const FASTER = 1.15;

/**
 * Measures `analyze -f jsonl` of 50,000 identities, or with `--full` of 1,000,000, on two cores over one; exits 1 where it is not
 * faster or the results differ. Needs two cores.
 */
export const bench = async (): Promise<void> => {
  if (availableParallelism() < 2) {
    console.log("skipped: it needs two cores");
    return;
  }
  const identities = process.argv.includes("--full") ? 1_000_000 : 50_000;
  const cwd = mkdtempSync(join(tmpdir(), "postern-threads-"));
  try {
    writeEstate(join(cwd, "estate.jsonl"), identities);
    const one = await timed(cwd, 0);
    const two = await timed(cwd, 1);
    judged(
      [
        {
          name: `${identities} identities in one thread over two`,
          says: `${one.seconds.toFixed(1)} s over ${two.seconds.toFixed(1)} s`,
          value: one.seconds / two.seconds,
          limit: { atLeast: FASTER },
          isOfMachine: true,
        },
      ],
      process.argv.includes("threads"),
    );
    if (one.sha256 !== two.sha256) throw new Error("the results of one thread and of two differ");
  } finally {
    rmSync(cwd, { recursive: true });
  }
};

interface Timed {
  readonly seconds: number;
  readonly sha256: string;
}

const timed = async (cwd: string, threads: number): Promise<Timed> => {
  const argv = [
    CLI,
    "analyze",
    "estate.jsonl",
    "--threads",
    String(threads),
    "--now",
    "2026-12-01T00:00:00Z",
  ];
  const begun = performance.now();
  spawnSync(process.execPath, [...argv, "-f", "jsonl=results.jsonl"], { cwd, stdio: "ignore" });
  const seconds = (performance.now() - begun) / 1000;
  const hash = createHash("sha256");
  await pipeline(createReadStream(join(cwd, "results.jsonl")), hash);
  return { seconds, sha256: hash.digest("hex") };
};
