import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { folderStore } from "../src/continuous/folder-store.ts";
import { partKey, planKey } from "../src/continuous/keys.ts";
import { keepList } from "../src/continuous/lists.ts";
import { keepManifest } from "../src/continuous/manifest.ts";
import { partBytes } from "../src/continuous/part.ts";
import type { RunPlan, Shard, ShardSummary } from "../src/continuous/run.ts";
import { sha256 } from "../src/continuous/settings.ts";
import { mergeStep } from "../src/continuous/steps.ts";
import type { SnapshotHead } from "../src/model/snapshot.ts";
import { estateLines } from "./estate.ts";
import { report } from "./pairs.ts";
import { processCost } from "./process-cost.ts";

const CLI = join(import.meta.dirname, "../src/cli.js");
const RUN = "merge";
const FINISHED = "2026-11-23T16:00:41Z";
const SETTINGS = "0".repeat(64);

/** Times the processor time of `analyze`. */
const OVER_ANALYZE = 1.5;
/** In MB. */
const MEMORY = 300;

/**
 * Merges the objects of many shards, and analyses the one snapshot of all of them: 40 shards of 100 identities, or with
 * `--full` 1,000 of 1,000, which takes 20 minutes. Exits 1 where the merge takes more than 1.5 times as long, or 300 MB.
 */
export const bench = async (): Promise<void> => {
  const [shards, identities] = process.argv.includes("--full") ? [1_000, 1_000] : [40, 100];
  const cwd = mkdtempSync(join(tmpdir(), "postern-merge-"));
  try {
    await writeRun(cwd, shards, identities);
    const merge = [import.meta.filename, MERGE, cwd];
    const analyze = [CLI, "analyze", "estate.jsonl", "--threads", "0", "-f", "jsonl=results.jsonl"];
    const [own, other] = [processCost(merge, cwd), processCost(analyze, cwd)];
    report(
      `${shards} shards of ${identities} identities`,
      [own.seconds, other.seconds],
      "analyze",
      OVER_ANALYZE,
    );
    console.log(`the merge held ${own.megabytes.toFixed(0)} MB, wanted at most ${MEMORY}`);
    if (own.megabytes > MEMORY) process.exitCode = 1;
  } finally {
    rmSync(cwd, { recursive: true });
  }
};

/** Writes the objects of a run, and the snapshot of the same identities. */
const writeRun = async (cwd: string, shards: number, identities: number): Promise<void> => {
  const store = folderStore(cwd);
  const texts = [...estateLines(identities)].filter((line) => line.includes('"scope":"aws/111111111111/'));
  const head: SnapshotHead = JSON.parse([...estateLines(0)][0] ?? "") as SnapshotHead;
  const file = createWriteStream(join(cwd, "estate.jsonl"));
  const write = async (text: string): Promise<void> => {
    if (!file.write(text)) await new Promise<void>((done) => file.once("drain", () => done()));
  };
  await write(`${JSON.stringify(head)}\n`);
  const all: Shard[] = [];
  const told: ShardSummary[] = [];
  for (let index = 0; index < shards; index += 1) {
    const account = String(200_000_000_000 + index);
    const shard: Shard = { run: RUN, settings: SETTINGS, scope: `aws/${account}/eu-west-1/ses`, part: 0 };
    const lines = linesOf(texts, account);
    const end = { kind: "scope", id: shard.scope, status: "complete", listed: lines.length } as const;
    const bytes = partBytes(shard, lines, lines.length, end);
    const key = partKey(RUN, shard.scope, 0);
    await store.put(key, bytes);
    await write([...lines, JSON.stringify(end), ""].join("\n"));
    all.push(shard);
    const size = { sha256: sha256(bytes), bytes: bytes.length, resources: lines.length };
    told.push({ kind: "read", version: 1, ...shard, key, ...size, status: "complete", next: null });
  }
  await write(`${JSON.stringify({ kind: "end", finishedAt: FINISHED })}\n`);
  await new Promise<void>((done) => file.end(done));
  const plan: RunPlan = {
    kind: "plan",
    version: 1,
    run: RUN,
    settings: SETTINGS,
    head,
    trust: {},
    shards: await keepList(store, RUN, "shards", () => all),
    settled: await keepList(store, RUN, "settled", () => []),
  };
  await store.put(planKey(RUN), Buffer.from(`${JSON.stringify(plan)}\n`));
  await keepManifest(RUN, store, () => told, FINISHED);
};

/** The identities of one account in one region, sorted by id. */
const linesOf = (texts: readonly string[], account: string): readonly string[] =>
  texts
    .map((line) => line.trimEnd().replaceAll("111111111111", account).replaceAll("us-east-1", "eu-west-1"))
    .map((line, index) => line.replaceAll(/identity\/d\d+/g, `identity/d${String(index).padStart(6, "0")}`));

const MERGE = "merge";

if (pathToFileURL(process.argv[1] ?? "").href === import.meta.url && process.argv[2] === MERGE)
  await mergeStep(
    { run: RUN },
    { store: folderStore(process.argv[3] ?? ""), reading: { now: FINISHED }, formats: ["jsonl"] },
  );
