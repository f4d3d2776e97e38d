import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pinnedChromium } from "../test/browser/chromium.ts";
import { judged } from "./judged.ts";
import { writeEstate } from "./estate.ts";
import { watchTree } from "./tree-memory.ts";

const CLI = join(import.meta.dirname, "../src/cli.js");

/** Seconds and MB that a PDF of any size may take, the command and the browser together. */
const LIMIT = { seconds: 20, megabytes: 500 } as const;

/** Prints the PDF of 1,000 and of 10,000 identities; exits 1 where one misses its limit. Needs Linux on x64. */
export const bench = async (): Promise<void> => {
  // Browsers that are installed differ: Debian's whole Chromium holds 400 MB more than this one before it has shown a page.
  const found = await pinnedChromium();
  if (found === null) {
    console.log("skipped: it needs Linux on x64");
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "postern-pdf-"));
  try {
    // The first one is not counted: a browser that never ran here fills its caches.
    for (const size of [1, 1_000, 10_000]) {
      writeEstate(join(folder, "estate.jsonl"), size);
      const begun = performance.now();
      const argv = [CLI, "analyze", "estate.jsonl", "-f", "pdf=report.pdf"];
      const env = { ...process.env, ...found.env, POSTERN_CHROMIUM: found.path };
      const child = spawn(process.execPath, argv, { cwd: folder, env, stdio: "ignore" });
      const tree = watchTree(child.pid ?? 0);
      await once(child, "exit");
      const [seconds, megabytes] = [(performance.now() - begun) / 1000, tree.end()];
      const report = join(folder, "report.pdf");
      if (!existsSync(report)) throw new Error(`no PDF of ${size} identities was written`);
      if (size === 1) continue;
      const pdf = `a PDF of ${(statSync(report).size / 1e6).toFixed(1)} MB`;
      judged(
        [
          {
            name: `the PDF of ${size} identities, in seconds`,
            says: pdf,
            value: seconds,
            limit: { atMost: LIMIT.seconds },
            isOfMachine: true,
          },
          {
            name: `the PDF of ${size} identities, in MB`,
            says: "the command and the browser together",
            value: megabytes,
            limit: { atMost: LIMIT.megabytes },
            isOfMachine: true,
          },
        ],
        process.argv.includes("pdf"),
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
};
