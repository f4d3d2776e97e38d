import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { writeEstate } from "./estate.ts";
import { judged } from "./judged.ts";

const CLI = join(import.meta.dirname, "../src/cli.js");

const ROUNDS = 3;

/** How many times as fast one thread beside the main one makes it; a machine that does other things shows less. */
const FASTER = 1.3;

/**
 * Measures `analyze -f jsonl` of 20,000 identities, or with `--full` of 1,000,000, on two cores over one; exits 1 where it is not
 * faster or the results differ. Needs two cores.
 */
export const bench = async (): Promise<void> => {
  if (availableParallelism() < 2) {
    console.log("skipped: it needs two cores");
    return;
  }
  const identities = process.argv.includes("--full") ? 1_000_000 : 20_000;
  const cwd = mkdtempSync(join(tmpdir(), "postern-threads-"));
  try {
    writeEstate(join(cwd, "estate.jsonl"), identities);
    const rounds: Timed[][] = [];
    while (rounds.length < (identities > 100_000 ? 1 : ROUNDS))
      rounds.push([await timed(cwd, 0), await timed(cwd, 1)]);
    const quickest = [0, 1].map((side) =>
      Math.min(...rounds.map((round) => round[side]?.seconds ?? Infinity)),
    );
    const [one = Infinity, two = Infinity] = quickest;
    judged(
      [
        {
          name: `${identities} identities in one thread over two`,
          says: `${one.toFixed(1)} s over ${two.toFixed(1)} s`,
          value: one / two,
          limit: { atLeast: FASTER },
          isOfMachine: true,
        },
      ],
      process.argv.includes("threads"),
    );
    if (new Set(rounds.flat().map(({ sha256 }) => sha256)).size !== 1)
      throw new Error("the results of one thread and of two differ");
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
