import { expect } from "chai";
import { execFileSync, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSums } from "../../src/exporters/bundle/sums.ts";
import { addIdentity } from "../../src/emulator/world.ts";
import { postern } from "../support/command.ts";
import { emulated, KEY } from "../support/emulated.ts";
import { endedProcess } from "../support/ended-process.ts";
import { AWS_VARIABLES, variables } from "../support/variables.ts";
import { aBundle, SNAPSHOT, policy } from "../support/bundled.ts";

const keyPair = (): { readonly secret: string; readonly open: string } => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    secret: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    open: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
};

describe("evidence bundle", () => {
  const { folder, write, verify, left, inBundle } = aBundle();
  const set = variables(AWS_VARIABLES);

  it("holds report, results, snapshot, formats, settings, environment, README and hashes, for the owner alone", async () => {
    expect((await write()).code).to.equal(1);
    expect(readdirSync(inBundle(""))).to.have.members([
      "README.md",
      "SHA256SUMS",
      "csv",
      "environment.json",
      "findings.asff.json",
      "findings.sarif",
      "report.html",
      "results.json",
      "settings.json",
      "snapshot.jsonl",
    ]);
    expect(statSync(inBundle("report.html")).mode & 0o777).to.equal(0o600);
    expect(statSync(inBundle("SHA256SUMS")).mode & 0o777).to.equal(0o600);
    expect(readFileSync(inBundle("snapshot.jsonl"), "utf8")).to.equal(SNAPSHOT);
  });

  it("prints the hash of the results in the report", async () => {
    await write();
    const [{ sha256 } = { sha256: "" }] = [readSums(readFileSync(inBundle("SHA256SUMS"), "utf8"))]
      .flatMap((sums) => ("wrong" in sums ? [] : sums))
      .filter(({ name }) => name === "results.json");
    expect(readFileSync(inBundle("report.html"), "utf8")).to.include(sha256);
  });

  it("is checked by sha256sum, where there is one", async function () {
    await write();
    try {
      execFileSync("sha256sum", ["--version"]);
    } catch {
      this.skip();
    }
    const said = execFileSync("sha256sum", ["-c", "SHA256SUMS"], { cwd: inBundle(""), encoding: "utf8" });
    expect(said.trim().split("\n")).to.satisfy((lines: string[]) =>
      lines.every((line) => line.endsWith(": OK")),
    );
  });

  it("verifies: every file, and the judgement again", async () => {
    await write();
    const { code, stdout } = await verify();
    expect(stdout).to.match(/^ok {3}files .*\nok {3}signature {2}none\nok {3}results .*byte for byte\n$/);
    expect(code).to.equal(0);
  });

  it("verifies what was read from files without a snapshot, with a baseline and with a configuration", async () => {
    writeFileSync(join(folder(), "policy.json"), policy("*"));
    writeFileSync(
      join(folder(), "own.yaml"),
      "trust:\n  accounts: ['444455556666']\nrules:\n  SES-003:\n    riskLevel: VERY_HIGH\n",
    );
    await postern(["analyze", "policy.json", "-f", "json=before.json"], { cwd: folder() });
    const written = await postern(
      [
        "analyze",
        "policy.json",
        "-o",
        "bundle",
        "--bundle",
        "--config",
        "own.yaml",
        "--baseline",
        "before.json",
      ],
      { cwd: folder() },
    );
    expect(written.code, written.stderr).to.equal(1);
    const { code, stdout } = await verify();
    expect(stdout).to.include("byte for byte");
    expect(code).to.equal(0);
  });

  it("holds the baseline that was read, from a pipe or by the configuration", async function () {
    if (process.platform === "win32") return this.skip();
    writeFileSync(join(folder(), "policy.json"), policy("*"));
    await postern(["analyze", "policy.json", "-f", "json=before.json"], { cwd: folder() });
    const before = readFileSync(join(folder(), "before.json"));
    const bundle = ["analyze", "policy.json", "-o", "bundle", "--bundle"];
    execFileSync("mkfifo", [join(folder(), "pipe")]);
    const writer = spawn("sh", ["-c", "cat before.json > pipe"], { cwd: folder() });
    const piped = await postern([...bundle, "--baseline", "pipe"], { cwd: folder() });
    writer.kill();
    expect(piped.code, piped.stderr).to.equal(1);
    expect(readFileSync(inBundle("baseline.json"))).to.deep.equal(before);
    expect((await verify()).code).to.equal(0);

    rmSync(join(folder(), "bundle"), { recursive: true });
    writeFileSync(join(folder(), "own.yaml"), "baseline: before.json\n");
    const configured = await postern([...bundle, "--config", "own.yaml"], { cwd: folder() });
    expect(configured.code, configured.stderr).to.equal(1);
    expect(readFileSync(inBundle("baseline.json"))).to.deep.equal(before);
    expect((await verify()).code).to.equal(0);
  });

  it("says where it was made in one file only, without secrets", async () => {
    writeFileSync(join(folder(), "key.pem"), keyPair().secret);
    await write("--key", "key.pem");
    const environment: unknown = JSON.parse(readFileSync(inBundle("environment.json"), "utf8"));
    expect(environment).to.include({ kind: "environment", node: process.version });
    for (const name of ["report.html", "results.json", "settings.json", "README.md"])
      expect(readFileSync(inBundle(name), "utf8"), name).to.not.include(process.version);
  });

  describe("that could not be finished", () => {
    it("leaves what was read beside the folder when it is interrupted, and the folder free", async () => {
      const world = await emulated();
      addIdentity(world.region, "read.example.com");
      const stop = new AbortController();
      world.emulator.faults.add({
        service: "ses",
        region: "us-east-1",
        effect: { kind: "slow", ms: 60_000 },
      });
      const part = inBundle(`snapshot.jsonl.${process.pid}.part`);
      const watched = setInterval(() => {
        if (!existsSync(part) || !readFileSync(part, "utf8").includes("read.example.com")) return;
        // The file is about to get another name.
        clearInterval(watched);
        stop.abort();
      }, 20);
      const argv = ["--endpoint-url", world.emulator.url, "--calls-per-second", "1000", "-o", "bundle/"];
      set({ AWS_ACCESS_KEY_ID: KEY.accessKeyId, AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey });
      const around = { cwd: folder(), signal: stop.signal };
      const { code, stderr } = await postern(["scan", "-q", "--bundle", ...argv], around);
      clearInterval(watched);
      await world.emulator.close();
      expect(code, stderr).to.equal(130);
      expect(stderr).to.include("what was read is in bundle.unfinished.jsonl");
      expect(left()).to.deep.equal(["bundle.unfinished.jsonl"]);
      expect(readFileSync(join(folder(), "bundle.unfinished.jsonl"), "utf8")).to.include("read.example.com");
      const again = ["analyze", "bundle.unfinished.jsonl", "-o", "bundle", "--bundle"];
      expect((await postern(again, { cwd: folder() })).code).to.equal(3);
      expect((await verify()).code).to.equal(0);
    });

    it("leaves the folder free when its source breaks off", async () => {
      writeFileSync(join(folder(), "broken.jsonl"), `${SNAPSHOT.split("\n")[0] ?? ""}\n{\n`);
      const argv = ["analyze", "broken.jsonl", "-o", "bundle", "--bundle"];
      const { code, stderr } = await postern(argv, { cwd: folder() });
      expect(code, stderr).to.equal(3);
      expect(left()).to.deep.equal(["bundle.unfinished.jsonl"]);
      expect((await write()).code).to.equal(1);
    });

    it("does not stand in the way when its process was killed", async () => {
      const pid = endedProcess();
      mkdirSync(inBundle(""));
      writeFileSync(inBundle(`snapshot.jsonl.${pid}.part`), "{");
      writeFileSync(inBundle(`report.html.${pid}.part`), "<");
      // Put aside a moment ago, to be replaced by the folder that was ready.
      mkdirSync(inBundle(`csv.${pid}.old.part`));
      mkdirSync(inBundle(`csv.${pid}.part`));
      expect((await write()).code).to.equal(1);
      expect((await verify()).code).to.equal(0);
    });

    it("stands in the way as long as its process runs", async () => {
      mkdirSync(inBundle(""));
      writeFileSync(inBundle(`snapshot.jsonl.${process.pid}.part`), "{");
      const { code, stderr } = await write();
      expect(code).to.equal(4);
      expect(stderr).to.include("the place of a bundle is taken");
    });
  });

  it("is written only into a new or an empty folder, and chooses its own files", async () => {
    mkdirSync(inBundle(""));
    writeFileSync(inBundle("old.html"), "x");
    expect((await write()).code).to.equal(4);
    expect(readdirSync(inBundle(""))).to.deep.equal(["old.html"]);
    expect((await write("-f", "json")).code).to.equal(2);
    const nowhere = await postern(["analyze", "snapshot.jsonl", "--bundle"], { cwd: folder() });
    expect(nowhere.code).to.equal(2);
  });
});
