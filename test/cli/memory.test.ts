import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeEstate } from "../../bench/estate.ts";
import { aFolder } from "../support/folder.ts";
import { HEAVY } from "../support/heavy.ts";
import { COMMAND } from "../support/shell.ts";

describe("a heap of 128 MB", () => {
  const folder = aFolder();
  const analyze = (flags: readonly string[]): { readonly status: number | null; readonly stderr: string } =>
    spawnSync(process.execPath, ["--max-old-space-size=128", COMMAND, "analyze", "10000.jsonl", ...flags], {
      cwd: folder(),
      encoding: "utf8",
      stdio: ["ignore", "ignore", "pipe"],
    });

  for (const [name, flags, last] of [
    ["all files of -o and the table", ["-o", "out"], "postern-manifest.json"],
    ["an evidence bundle", ["--bundle", "-o", "out"], "SHA256SUMS"],
  ] as const)
    it(`is enough for 10,000 identities: ${name} (POSTERN_HEAVY=1)`, function () {
      if (!HEAVY) return this.skip();
      writeEstate(join(folder(), "10000.jsonl"), 10_000);
      const { status, stderr } = analyze(flags);
      expect(status, stderr.slice(-2_000)).to.equal(1);
      expect(existsSync(join(folder(), "out", last))).to.equal(true);
    }).timeout(900_000);
});
