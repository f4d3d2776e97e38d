import { expect } from "chai";
import { PassThrough, Readable } from "node:stream";
import { counting, progress } from "../../src/cli/progress.ts";
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

describe("a line of the progress", () => {
  it("fits a terminal of 80 columns, and defuses what AWS is said to have answered", () => {
    const said: string[] = [];
    const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    stderr.on("data", (chunk: Buffer) => said.push(chunk.toString("utf8")));
    const { show, end } = progress(
      {
        stdin: Readable.from([]),
        stdout: new PassThrough(),
        stderr,
        env: {},
        cwd: process.cwd(),
        signal: new AbortController().signal,
        clock: () => "2026-11-23T16:00:00.000Z",
      },
      {},
    );
    show({ kind: "planned", scopes: 1, accounts: new Map([["111122223333", 1]]) });
    const code = `\u001B[31mA\n${"x".repeat(200)}`;
    const unread = { operation: "ListIdentities", code, message: "", attempts: 1 };
    show({ kind: "closed", scope: { kind: "scope", id: at("r1"), status: "unread", listed: 0, unread } });
    end();
    const lines = said
      .join("")
      .split("\r\u001B[2K")
      .filter((line) => line !== "");
    expect(lines.at(-1)).to.match(/^1 of 1 scopes read.*refused 1: ListIdentities ⟨U\+001B⟩/);
    for (const line of lines) {
      expect(line.length).to.be.below(80);
      expect(line).not.to.include("\u001B").and.not.to.include("\n");
    }
  });
});

const at = (region: string): `aws/${string}/${string}/${string}` => `aws/111122223333/${region}/ses`;

describe("what the progress counts", () => {
  it("tells accounts, scopes and resources, their rate, the time that is left, and what was refused", () => {
    let now = 0;
    const { take, reading } = counting(() => now);
    const refusal = { operation: "ListIdentities", code: "AccessDenied", message: "", attempts: 1 };
    take({
      kind: "planned",
      scopes: 4,
      accounts: new Map([
        ["111122223333", 3],
        ["444455556666", 1],
      ]),
    });
    take({ kind: "known", scope: at("eu-west-1") });
    take({ kind: "listed", scope: at("us-east-1"), resources: 100 });
    for (let read = 0; read < 20; read += 1) {
      take({
        kind: "resource",
        scope: at("us-east-1"),
        record: { kind: "aws.ses.identity", scope: at("us-east-1"), id: `${read}`, policies: [] },
      });
      now += 500;
    }
    take({
      kind: "closed",
      scope: { kind: "scope", id: at("us-west-2"), status: "unread", listed: 0, unread: refusal },
    });
    expect(reading()).to.deep.equal({
      accounts: 2,
      accountsDone: 0,
      scopes: 4,
      scopesDone: 2,
      resources: 20,
      listed: 100,
      rate: 2,
      secondsLeft: 40,
      refused: [["ListIdentities AccessDenied", 1]],
    });
    take({
      kind: "closed",
      scope: { kind: "scope", id: at("us-east-1"), status: "complete", listed: 100 },
    });
    expect(reading()).to.include({ accountsDone: 1, scopesDone: 3 });
  });
});
