import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { main } from "../../src/cli/main.ts";
import { inParallel } from "../../src/sources/aws/in-parallel.ts";
import { postern } from "../support/command.ts";
import { aFolder } from "../support/folder.ts";
import { COMMAND, shell } from "../support/shell.ts";

const OPEN =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}';

describe("what goes wrong around a run", () => {
  const folder = aFolder();
  beforeEach(() => writeFileSync(join(folder(), "p.json"), OPEN));
  const parts = (): readonly string[] => readdirSync(folder()).filter((name) => name.endsWith(".part"));

  it("an error that nobody foresaw is one line and not the exit code of findings", async () => {
    const stderr = new PassThrough();
    const code = await main(["rules"], {
      stdin: Readable.from([]),
      stdout: Object.assign(new PassThrough(), {
        write: () => {
          throw new TypeError("boom\u001b[2J");
        },
      }),
      stderr,
      env: {},
      cwd: folder(),
      signal: new AbortController().signal,
      clock: () => "2026-11-23T16:00:00Z",
    });
    expect(code).to.equal(3);
    const said = String(stderr.read());
    expect(said).to.match(/^postern: TypeError: boom⟨U\+001B⟩\[2J at .*report this line[^\n]*\n$/);
  });

  it("few open files are enough, or are said in one line", () => {
    // Parts are read one after the other. Below 22 Node itself ends, and below 24 it cannot say what its coverage was.
    const runs = [96, 64, 40, 28, 26, 24].map((limit) => {
      rmSync(join(folder(), "all.json"), { force: true });
      const run = "$POSTERN analyze p.json -f json=all.json";
      const { status, stderr } = shell(`ulimit -n ${limit}; ${run} >/dev/null`, folder());
      expect(parts(), `${limit}`).to.deep.equal([]);
      const isWritten = existsSync(join(folder(), "all.json"));
      if (isWritten) {
        expect(stderr, `${limit}`).to.match(/^wrote all\.json\npostern: 1 failed, [^\n]*; exit 1: [^\n]*\n$/);
        expect(status, `${limit}`).to.equal(1);
      } else {
        expect(stderr, `${limit}`).to.match(/^postern: [^\n]+\n$/);
        expect(status, `${limit}`).to.equal(4);
      }
      return stderr;
    });
    expect(runs[0]).to.include("wrote all.json");
  }).timeout(120_000);

  it("the same outside of the command", () => {
    const preload =
      "data:text/javascript,const t=setInterval(()=>{if(process.listenerCount('uncaughtException')){clearInterval(t);throw new Error('boom')}},5)";
    const { status, stderr } = shell("$POSTERN emulator", folder(), preload);
    expect(stderr).to.match(/postern: Error: boom/);
    expect(status).to.equal(3);
  }).timeout(30_000);

  it("a reader that has seen enough changes neither the exit code nor the files", () => {
    const { stdout } = shell(
      "$POSTERN analyze p.json -f jsonl -f json=all.json | true; echo ${PIPESTATUS[0]}",
      folder(),
    );
    expect(stdout).to.equal("1\n");
    expect(readdirSync(folder())).to.include("all.json");
    expect(parts()).to.deep.equal([]);
  }).timeout(30_000);

  it("an interruption while it waits for its standard input ends it", async () => {
    const child = spawn(process.execPath, [COMMAND, "analyze", "-"], { cwd: folder() });
    const said: string[] = [];
    child.stderr.on("data", (chunk: Buffer) => said.push(chunk.toString("utf8")));
    // More than a pipe holds: it is written once somebody reads.
    child.stdin.write(" ".repeat(1_000_000), () => child.kill("SIGINT"));
    const [code] = (await once(child, "close")) as [number | null];
    expect(said.join("")).to.equal("postern: interrupted\n");
    expect(code).to.equal(130);
  }).timeout(30_000);

  it("a standard output that is full is said, with exit 4", function () {
    if (process.platform !== "linux") return this.skip();
    const { status, stderr } = shell("$POSTERN rules > /dev/full", folder());
    expect(stderr).to.equal("postern: the standard output cannot be written: ENOSPC\n");
    expect(status).to.equal(4);
  }).timeout(30_000);

  it("a second place that cannot be written leaves nothing of the first", async () => {
    const outcome = await postern(["analyze", "p.json", "-f", "json=a.json", "-f", "csv=p.json/x.csv"], {
      cwd: folder(),
    });
    expect(outcome.code).to.equal(4);
    expect(readdirSync(folder())).to.deep.equal(["p.json"]);
  });

  it("two formats for one place, and a format without one, are refused before anything is written", async () => {
    const twice = await postern(["analyze", "p.json", "-f", "json=a", "-f", "csv=./a"], { cwd: folder() });
    expect(twice.stderr).to.match(/json and csv both want this place/);
    expect(twice.code).to.equal(2);
    expect((await postern(["analyze", "p.json", "-f", "json="], { cwd: folder() })).code).to.equal(2);
    expect(readdirSync(folder())).to.deep.equal(["p.json"]);
  });

  it("a folder in a file's place is refused before anything is read", async () => {
    const outcome = await postern(["analyze", "nothing.json", "-f", "json=."], { cwd: folder() });
    expect(outcome.stderr).to.match(/it is a directory/);
    expect(outcome.code).to.equal(4);
  });

  it("part of a scope at a time is no number of scopes", async () => {
    expect((await postern(["scan", "--concurrency", "0.5"])).code).to.equal(2);
  });
});

async function* silent(): AsyncIterable<string> {
  await new Promise(() => undefined);
  yield "never";
}

async function* quick(): AsyncIterable<string> {
  await Promise.resolve();
  yield* ["a", "b"];
}

describe("streams that are interrupted", () => {
  it("yield what the later ones have produced, though the first never answers", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("interrupted")), 10);
    const seen: string[] = [];
    const reading = (async () => {
      for await (const one of inParallel([silent, quick], 2, stop.signal)) seen.push(one);
    })();
    expect(await reading.catch(String)).to.equal("Error: interrupted");
    expect(seen).to.deep.equal(["a", "b"]);
  });
});
