import { expect } from "chai";
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { HEAVY } from "../support/heavy.ts";
import type { LargeRun } from "../support/large-organisation.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const TOOLS = join(ROOT, ".tools");

/** Runs the program in plain Node; it stands as deep in the project as its source, from where it reads the template. */
const largeRun = async (accounts: number): Promise<LargeRun> => {
  mkdirSync(TOOLS, { recursive: true });
  const folder = mkdtempSync(join(TOOLS, "large-organisation-"));
  const outfile = join(folder, "program", "large-organisation.mjs");
  try {
    await build({
      entryPoints: [join(ROOT, "test/support/large-organisation.ts")],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      packages: "external",
      logLevel: "warning",
    });
    const options = { encoding: "utf8", maxBuffer: 10_000_000 } as const;
    return JSON.parse(execFileSync(process.execPath, [outfile, String(accounts)], options)) as LargeRun;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

describe("the state machine over 500 accounts of 17 Regions", function () {
  this.timeout(1_800_000);

  (HEAVY ? it : it.skip)(
    "gives what one scan gives, with a fault in one shard of fifty and functions that die",
    async () => {
      const run = await largeRun(500);
      expect(run.shards).to.equal(8_500);
      expect(run.failed).to.be.within(100, 240);
      expect(run.deaths).to.be.greaterThan(50);
      expect(run.handedBack).to.be.greaterThan(20);
      expect(run.differing).to.equal(null);
      expect(run.lines[1]).to.equal(run.lines[0]);
      expect(run.lines[0]).to.be.greaterThan(8_500 - run.failed);
      expect([run.unread, run.unreadOnPurpose]).to.deep.equal([run.failed, run.failed]);
      expect(run.unchanged).to.equal(true);
      for (const execution of run.executions)
        expect(execution).to.deep.include({ status: "FAILED", error: "Postern.Incomplete", children: 8_500 });
    },
  );
});
