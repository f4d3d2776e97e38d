import { expect } from "chai";
import { PassThrough, Readable } from "node:stream";
import { main } from "../../src/cli/main.ts";
import { emulated, KEY, REGION } from "../support/emulated.ts";
import { AWS_VARIABLES, variables } from "../support/variables.ts";

describe("the line of the progress on a terminal", () => {
  const set = variables(AWS_VARIABLES);

  it("reaches its total, and gives way to every message", async () => {
    const world = await emulated();
    set({ AWS_ACCESS_KEY_ID: KEY.accessKeyId, AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey });
    world.emulator.faults.add({
      service: "ses",
      operation: "ListIdentities",
      region: REGION,
      effect: { kind: "refuse" },
    });
    const stderr = Object.assign(new PassThrough(), { isTTY: true });
    const chunks: string[] = [];
    stderr.on("data", (chunk: Buffer) => chunks.push(chunk.toString("utf8")));
    try {
      const at = ["--endpoint-url", world.emulator.url, "--calls-per-second", "1000"];
      await main(["scan", ...at, "--debug", "-f", "json"], {
        stdin: Readable.from([]),
        stdout: new PassThrough().resume(),
        stderr,
        env: {},
        cwd: process.cwd(),
        signal: new AbortController().signal,
        clock: () => "2026-11-23T16:00:00.000Z",
      });
    } finally {
      await world.emulator.close();
    }
    const text = chunks.join("");
    expect(text).to.contain("\r\u001B[2K2 of 2 scopes read");
    expect(text).to.contain("postern: incomplete:");
    // What stands on the screen: each line behind the last thing that took the line away.
    const lines = text.split("\n").map((line) => line.split("\r\u001B[2K").at(-1) ?? "");
    expect(lines.filter((line) => /scopes read.*postern:/.test(line))).to.deep.equal([]);
  });
});
