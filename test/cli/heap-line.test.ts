import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { heapLine } from "../../src/cli/heap-line.ts";
import { COMMAND } from "../support/shell.ts";

/** Lists the rules in a process whose heap may hold so many MB of old objects. */
const run = (heap: number): { readonly stdout: string; readonly stderr: string } =>
  spawnSync(process.execPath, [`--max-old-space-size=${heap}`, COMMAND, "rules"], {
    encoding: "utf8",
  });

describe("a heap that cannot grow", () => {
  it("is told with what is needed, and what to do", () => {
    for (const [version, young] of [
      ["20.19.0", 48],
      ["22.1.0", 48],
      ["24.0.0", 192],
    ] as const) {
      const limit = (old: number): number => (old + young) * 1_048_576;
      expect(heapLine(limit(40), version)).to.match(
        /may grow to 40 MB only; .* need 128 MB: .*max-old-space-size/,
      );
      expect(heapLine(limit(128), version)).to.equal(null);
    }
  });

  it("is told before anything is read, on stderr alone", () => {
    const small = run(64);
    expect(small.stderr).to.match(/^postern: the heap of Node may grow to \d+ MB only;.*\n$/);
    expect(small.stdout).to.include("SES-003");
    expect(run(512).stderr).to.equal("");
  }).timeout(60_000);
});
