import { expect } from "chai";
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { VERSION } from "../../src/version.ts";
import { aFolder } from "../support/folder.ts";
import { COMMAND } from "../support/shell.ts";

const PARTS = join(dirname(COMMAND), "command");

/** Has a process name on stderr each part that it loads, with what became of its compiled form, and each file of Node's own loader. */
const NAMES_LOADS = `data:text/javascript,${encodeURIComponent(`
import Module from "node:module";
import vm from "node:vm";
const { Script } = vm;
vm.Script = class extends Script {
  constructor(text, options) {
    super(text, options);
    process._rawDebug("part " + options.filename + " " + this.cachedDataRejected);
  }
};
const compile = Module.prototype._compile;
Module.prototype._compile = function (text, file) {
  process._rawDebug("file " + file);
  return compile.call(this, text, file);
};
const loaded = new Set(process.moduleLoadList);
process.on("exit", () => {
  for (const name of process.moduleLoadList)
    if (!loaded.has(name)) process._rawDebug(name.replace(/^NativeModule /, "node "));
});`)}`;

interface Loaded {
  readonly stdout: string;
  /** Of this project, by their paths below the compiled sources. */
  readonly modules: readonly string[];
  /** By name: those inside the parts, and those that stand as npm has put them. */
  readonly packages: readonly string[];
  /** Modules of Node. */
  readonly builtins: readonly string[];
  /** Of the parts, how many had to be compiled. */
  readonly compiled: number;
}

const PACKAGE = /.*node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/;

/** What a part was made of; the paths in its source map begin where it lies. One of packages alone has none. */
const madeOf = (part: string): readonly string[] => {
  if (!existsSync(`${part}.map`)) return [join(dirname(COMMAND), "node_modules/some-package/index.js")];
  const { sources } = JSON.parse(readFileSync(`${part}.map`, "utf8")) as { readonly sources: string[] };
  return sources.map((source) => resolve(PARTS, source));
};

const run = (argv: readonly string[], cwd: string, node: readonly string[] = []): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [...node, COMMAND, ...argv], { cwd, encoding: "utf8" });

const loadedBy = (argv: readonly string[], cwd: string, ...node: readonly string[]): Loaded => {
  const { stdout, stderr } = run(argv, cwd, ["--import", NAMES_LOADS, ...node]);
  const named = (what: string): readonly string[] =>
    [...stderr.matchAll(new RegExp(`^${what} (.+)$`, "gm"))].map(([, name = ""]) => name);
  const parts = named("part").map((line) => line.split(" "));
  const sources = parts.flatMap(([file = ""]) => madeOf(file));
  const files = [...sources, ...named("file")];
  return {
    stdout,
    modules: sources
      .filter((file) => !PACKAGE.test(file))
      .map((file) => relative(dirname(COMMAND), file).replaceAll("\\", "/")),
    packages: [...new Set(files.flatMap((file) => PACKAGE.exec(file)?.[1] ?? []))].sort(),
    builtins: named("node"),
    compiled: parts.filter(([, rejected]) => rejected !== "false").length,
  };
};

const folders = (modules: readonly string[]): ReadonlySet<string> =>
  new Set(modules.map((module) => module.split("/")[0] ?? ""));

/** They take long to load. */
const NETWORK = ["http", "https", "tls", "child_process", "internal/fs/promises", "zlib", "perf_hooks"];

describe("the start of the command", () => {
  const folder = aFolder();

  for (const words of [["--version"], ["-V"], ["version"]])
    it(`for ${words.join(" ")} loads nothing`, () => {
      const { stdout, modules, packages, builtins } = loadedBy(words, folder());
      expect(stdout).to.equal(`${VERSION}\n`);
      expect([modules, packages]).to.deep.equal([[], []]);
      expect(builtins.length, builtins.join(" ")).to.be.lessThan(4);
    });

  it("says the version on nothing that takes it as the whole command does", function () {
    if (process.platform !== "linux") this.skip();
    const { status, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${COMMAND}" -V > /dev/full`], {
      encoding: "utf8",
    });
    expect(stderr).to.equal("postern: the standard output cannot be written: ENOSPC\n");
    expect(status).to.equal(4);
  });

  it("for --help is the command line, and nothing that judges", () => {
    const { modules, packages, builtins, compiled } = loadedBy(["--help"], folder());
    expect(modules).to.include("cli/program.js");
    expect(modules.length, modules.join(" ")).to.be.lessThan(26);
    for (const far of ["aws", "sources", "snapshot", "assess", "rules", "exporters", "config", "emulator"])
      expect([...folders(modules)], modules.join(" ")).to.not.include(far);
    expect(packages).to.deep.equal(["commander"]);
    expect(builtins).to.not.include.members(["crypto"]);
    for (const late of NETWORK) expect(builtins).to.not.include(late);
    expect(compiled).to.equal(0);
  });

  describe("for a policy", () => {
    beforeEach(() =>
      writeFileSync(
        join(folder(), "policy.json"),
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}',
      ),
    );
    const analyze = ["analyze", "policy.json"];

    it("is no SDK, no grammar of a language, and no format that nobody asked for", () => {
      const { modules, packages, builtins, compiled } = loadedBy(analyze, folder());
      expect(modules).to.include("analyze.js");
      const far = /^(?:aws|deliver|emulator)\/|^exporters\/(?:asff|csv|html|sarif|json|ocsf|oscal|junit)\b/;
      expect(modules.filter((module) => far.test(module))).to.deep.equal([]);
      expect(packages).to.deep.equal(["commander", "ignore"]);
      for (const late of NETWORK) expect(builtins).to.not.include(late);
      // What the build has compiled is taken for every part.
      expect(compiled).to.equal(0);
    });

    it("is the same where Node does not take what was compiled", () => {
      // V8 takes nothing that was compiled with other settings.
      const other = loadedBy(analyze, folder(), "--no-opt");
      expect(other.compiled).to.be.greaterThan(0);
      expect(other.stdout).to.equal(run(analyze, folder()).stdout);
    });

    it("is the same without, with an empty, and with a cut off file of what was compiled", () => {
      const whole = run(analyze, folder());
      const copy = join(folder(), "dist/src");
      cpSync(dirname(COMMAND), copy, { recursive: true });
      symlinkSync(resolve("node_modules"), join(folder(), "node_modules"), "junction");
      const name = readdirSync(join(copy, "command")).find((one) => one.endsWith(".bin")) ?? "";
      const file = join(copy, "command", name);
      const bytes = readFileSync(file);
      const spoil: Readonly<Record<string, () => void>> = {
        "cut off": () => writeFileSync(file, bytes.subarray(0, bytes.length / 2)),
        empty: () => writeFileSync(file, ""),
        "of something else": () => writeFileSync(file, Buffer.alloc(bytes.length, "x")),
        absent: () => rmSync(file),
      };
      for (const [how, does] of Object.entries(spoil)) {
        does();
        const { stdout, stderr, status } = spawnSync(
          process.execPath,
          [join(copy, basename(COMMAND)), ...analyze],
          { cwd: folder(), encoding: "utf8" },
        );
        expect({ stdout, stderr, status }, how).to.deep.equal({
          stdout: whole.stdout,
          stderr: whole.stderr,
          status: whole.status,
        });
      }
    }).timeout(20_000);
  });

  it("judges in a thread, whose modules lie elsewhere", () => {
    const scope = "aws/111122223333/us-east-1/ses";
    const identities = Array.from({ length: 520 }, (_, index) => ({
      kind: "aws.ses.identity",
      scope,
      id: `arn:aws:ses:us-east-1:111122223333:identity/${index}.example.com`,
      collectedAt: "2026-11-23T16:00:03Z",
      type: "Domain",
      policies: [],
      verification: "Success",
      dkim: { enabled: true, status: "Success" },
    }));
    const records = [
      {
        kind: "snapshot",
        version: 1,
        startedAt: "2026-11-23T16:00:00Z",
        tool: "postern",
        caller: null,
        parameters: {},
      },
      ...identities,
      { kind: "scope", id: scope, status: "complete", listed: identities.length },
      { kind: "end", finishedAt: "2026-11-23T16:00:41Z" },
    ];
    writeFileSync(join(folder(), "s.jsonl"), records.map((one) => `${JSON.stringify(one)}\n`).join(""));
    const [alone, beside] = ["0", "1"].map((threads) =>
      run(
        ["analyze", "s.jsonl", "--rule", "SES-001", "--now", "2026-11-24T00:00:00Z", "--threads", threads],
        folder(),
      ),
    );
    expect(alone?.stdout, alone?.stderr).to.match(/SES-001 .* 520 /);
    expect(beside).to.deep.include({ stdout: alone?.stdout, stderr: alone?.stderr, status: 0 });
  });

  it("says in one line that a part is missing, with the code of what cannot be written", () => {
    const copy = join(folder(), "src");
    cpSync(COMMAND, join(copy, basename(COMMAND)));
    const { status, stderr } = spawnSync(process.execPath, [join(copy, basename(COMMAND)), "--help"], {
      encoding: "utf8",
    });
    expect(stderr).to.match(
      /^postern: it cannot be loaded: ENOENT[^\n]*Install it again, and run it again\.\n$/,
    );
    expect(status).to.equal(4);
  });

  it("says in one line that too few files may be open", () => {
    const refuses = `data:text/javascript,${encodeURIComponent(`
      import fs from "node:fs";
      const read = fs.readFileSync;
      fs.readFileSync = (path, ...more) => {
        if (String(path).endsWith("start.cjs")) throw new Error("EMFILE: too many open files, open");
        return read(path, ...more);
      };`)}`;
    const { status, stderr } = run(["--help"], folder(), ["--import", refuses]);
    expect(stderr).to.equal(
      "postern: it cannot be loaded: EMFILE: too many open files, open. Allow more, as `ulimit -n 4096`, and run it again.\n",
    );
    expect(status).to.equal(4);
  });

  it("ships the licence of each package that was joined", () => {
    const text = readFileSync(join(PARTS, "LICENSES.txt"), "utf8");
    for (const name of ["commander", "ignore", "unbash", "@aws-sdk/client-ses", "@smithy/core"])
      expect(text).to.match(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+: (?:MIT|ISC|Apache-2\\.0)$`, "m"));
  });
});
