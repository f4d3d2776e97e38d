import { expect } from "chai";
import { execFileSync, spawn } from "node:child_process";
import { createHash, generateKeyPairSync } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { readSums, sumsText } from "../../src/exporters/bundle/sums.ts";
import { addIdentity } from "../../src/emulator/world.ts";
import { postern, type Outcome } from "../support/command.ts";
import { emulated, KEY } from "../support/emulated.ts";
import { endedProcess } from "../support/ended-process.ts";
import { aFolder } from "../support/folder.ts";
import { AWS_VARIABLES, variables } from "../support/variables.ts";

const SCOPE = "aws/111122223333/us-east-1/ses";

const policy = (principal: string | object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "ses:SendEmail", Resource: "*" }],
  });

const identity = (name: string, document: string): object => ({
  kind: "aws.ses.identity",
  scope: SCOPE,
  id: `arn:aws:ses:us-east-1:111122223333:identity/${name}`,
  collectedAt: "2026-11-23T16:00:03Z",
  type: "Domain",
  policies: [{ name: "Policy-1", document }],
  verification: "Success",
  dkim: { enabled: true, status: "Success" },
});

const SNAPSHOT = [
  {
    kind: "snapshot",
    version: 1,
    startedAt: "2026-11-23T16:00:00Z",
    tool: "postern 0.1.0",
    caller: { account: "111122223333", arn: "arn:aws:sts::111122223333:assumed-role/Audit/me" },
    parameters: {},
  },
  identity("a.example.com", policy("*")),
  identity("b.example.com", policy({ AWS: "arn:aws:iam::111122223333:root" })),
  { kind: "scope", id: SCOPE, status: "complete", listed: 2 },
  { kind: "end", finishedAt: "2026-11-23T16:00:41Z" },
]
  .map((record) => `${JSON.stringify(record)}\n`)
  .join("");

const keyPair = (): { readonly secret: string; readonly open: string } => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    secret: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    open: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
};

describe("evidence bundle", () => {
  const folder = aFolder();
  const set = variables(AWS_VARIABLES);

  const write = async (...more: readonly string[]): Promise<Outcome> => {
    writeFileSync(join(folder(), "snapshot.jsonl"), SNAPSHOT);
    return postern(["analyze", "snapshot.jsonl", "-o", "bundle", "--bundle", ...more], { cwd: folder() });
  };
  const verify = async (...more: readonly string[]): Promise<Outcome> =>
    postern(["verify", "bundle", ...more], { cwd: folder() });
  const left = (): readonly string[] => readdirSync(folder()).filter((name) => name.startsWith("bundle"));
  const inBundle = (name: string): string => join(folder(), "bundle", name);

  /** What a forger does who knows how the list of hashes is made. */
  const listAgain = (): void => {
    const names = readdirSync(inBundle(""), { recursive: true, encoding: "utf8" }).filter(
      (name) => statSync(inBundle(name)).isFile() && !/^SHA256SUMS|\.postern$/.test(name),
    );
    const files = names.map((name) => ({
      name,
      sha256: createHash("sha256")
        .update(readFileSync(inBundle(name)))
        .digest("hex"),
    }));
    writeFileSync(inBundle("SHA256SUMS"), sumsText(files));
  };

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

  describe("notices", () => {
    const attempts: readonly (readonly [string, () => void, RegExp])[] = [
      ["a changed file", () => writeFileSync(inBundle("report.html"), "x"), /report\.html was changed/],
      ["a missing file", () => rmSync(inBundle("csv/gone.csv")), /csv\/gone\.csv is missing/],
      ["a file too many", () => writeFileSync(inBundle("note.txt"), "x"), /note\.txt is not in the list/],
      [
        "a hidden file that is not empty",
        () => writeFileSync(inBundle("csv/.postern"), "x"),
        /\.postern is not in the list/,
      ],
      [
        "a link in place of a file",
        () => {
          cpSync(inBundle("report.html"), join(folder(), "same.html"));
          rmSync(inBundle("report.html"));
          symlinkSync(join(folder(), "same.html"), inBundle("report.html"));
        },
        /report\.html is not a plain file/,
      ],
      ["a link to a folder", () => symlinkSync("/", inBundle("root")), /root is not in the list/],
    ];
    for (const [name, tamper, says] of attempts) {
      it(name, async () => {
        await write();
        tamper();
        const { code, stdout } = await verify();
        expect(stdout).to.match(says);
        expect(stdout).to.not.include("judged again");
        expect(code).to.equal(1);
      });
    }

    const forgeries: readonly (readonly [string, () => void, RegExp])[] = [
      [
        "results that the snapshot does not give",
        () =>
          writeFileSync(
            inBundle("results.json"),
            readFileSync(inBundle("results.json"), "utf8").replace(
              '"status":"FAILURE"',
              '"status":"SUCCESS"',
            ),
          ),
        /SES-003.*is SUCCESS in the bundle, and FAILURE judged again|is SUCCESS in the bundle/,
      ],
      [
        "a snapshot that was made better",
        () =>
          writeFileSync(
            inBundle("snapshot.jsonl"),
            SNAPSHOT.replace('\\"Effect\\":\\"Allow', '\\"Effect\\":\\"Deny'),
          ),
        /is FAILURE in the bundle, and SUCCESS judged again/,
      ],
      [
        "settings that trust somebody else",
        () =>
          writeFileSync(
            inBundle("settings.json"),
            readFileSync(inBundle("settings.json"), "utf8").replace(
              '"accounts": []',
              '"accounts": ["999999999999"]',
            ),
          ),
        /the answer is another/,
      ],
    ];
    for (const [name, forge, says] of forgeries) {
      it(`${name}, although every hash was made again`, async () => {
        await write();
        forge();
        listAgain();
        const { code, stdout } = await verify();
        expect(stdout).to.include("ok   files");
        expect(stdout).to.match(says);
        expect(code).to.equal(1);
      });
    }
  });

  describe("refuses to read", () => {
    const lists: readonly (readonly [string, string, string])[] = [
      ["an absolute path", `${"a".repeat(64)}  /etc/passwd\n`, "leads out of the folder"],
      ["a step up", `${"a".repeat(64)}  csv/../../x\n`, "leads out of the folder"],
      ["a name that stands twice", `${"a".repeat(64)}  x\n`.repeat(2), "stands twice"],
      ["a line that is none", "hello\n", "not a hash and a name"],
      ["an empty list", "", "the list is empty"],
    ];
    for (const [name, text, says] of lists) {
      it(`a list with ${name}`, async () => {
        await write();
        writeFileSync(inBundle("SHA256SUMS"), text);
        const { code, stderr } = await verify();
        expect(stderr).to.include(says);
        expect(code).to.equal(3);
      });
    }

    it("a list that is a link", async () => {
      await write();
      cpSync(inBundle("SHA256SUMS"), join(folder(), "sums"));
      rmSync(inBundle("SHA256SUMS"));
      symlinkSync(join(folder(), "sums"), inBundle("SHA256SUMS"));
      expect((await verify()).code).to.equal(3);
    });

    it("a folder that is none, or a link", async () => {
      expect((await verify()).code).to.equal(2);
      await write();
      symlinkSync(inBundle(""), join(folder(), "link"));
      expect((await postern(["verify", "link"], { cwd: folder() })).code).to.equal(2);
    });

    it("a folder whose name no file system takes", async () => {
      const { code, stderr } = await postern(["verify", "x".repeat(5_000)], { cwd: folder() });
      expect(stderr).to.match(/^postern: .*x: the folder cannot be read: the name is too long\. .*\n$/);
      expect(code).to.equal(3);
    });

    describe("what this user may not read", () => {
      /** Of nobody, on most systems: root may read everything, and is somebody else while these tests run. */
      const NOBODY = 65_534;
      before(function () {
        if (process.seteuid === undefined) this.skip();
      });
      const asNobody = async (): Promise<Outcome> => {
        const isRoot = process.geteuid?.() === 0;
        if (isRoot) process.seteuid?.(NOBODY);
        try {
          return await verify();
        } finally {
          if (isRoot) process.seteuid?.(0);
        }
      };
      const places: Readonly<Record<string, readonly [shut: string, says: RegExp]>> = {
        "the folder above": ["..", /bundle: the folder cannot be read: no permission/],
        "the folder": ["", /bundle: the folder cannot be read: no permission/],
        "a folder in it": ["csv", /csv: the folder cannot be read: no permission/],
        "the list": ["SHA256SUMS", /SHA256SUMS: the file cannot be read: no permission/],
        "a file of the list": ["results.json", /results\.json: the file cannot be read: no permission/],
      };
      for (const [name, [shut, says]] of Object.entries(places))
        it(`${name}, in one line`, async () => {
          await write();
          for (const one of readdirSync(inBundle(""), { recursive: true, encoding: "utf8" }))
            chmodSync(inBundle(one), statSync(inBundle(one)).isDirectory() ? 0o755 : 0o644);
          chmodSync(inBundle(""), 0o755);
          chmodSync(folder(), 0o755);
          const before = statSync(inBundle(shut)).mode;
          chmodSync(inBundle(shut), 0);
          const { code, stdout, stderr } = await asNobody();
          chmodSync(inBundle(shut), before);
          expect(stderr).to.match(/^postern: [^\n]*\n$/);
          expect(stderr).to.match(says);
          expect(stdout).to.equal("");
          expect(code).to.equal(3);
        });
    });

    for (const name of ["results.json", "snapshot.jsonl", "settings.json"])
      it(`a bundle without ${name}, with good hashes`, async () => {
        await write();
        rmSync(inBundle(name));
        listAgain();
        const { code, stderr } = await verify();
        expect(stderr).to.equal(
          `postern: ${name}: this part of the bundle is missing. Get the bundle as it was written.\n`,
        );
        expect(code).to.equal(3);
      });

    it("settings that are none, with good hashes", async () => {
      await write();
      writeFileSync(inBundle("settings.json"), "[]");
      listAgain();
      const { code, stderr } = await verify();
      expect(stderr).to.include("not the settings of a bundle");
      expect(code).to.equal(3);
    });
  });

  describe("signed", () => {
    it("is good by its key, and says by which when it is written and when it is checked", async () => {
      const { secret, open } = keyPair();
      writeFileSync(join(folder(), "key.pem"), secret);
      writeFileSync(join(folder(), "public.pem"), open);
      const written = await write("--key", "key.pem");
      const fingerprint = /SHA256:[A-Za-z0-9+/]{43}/.exec(written.stderr)?.[0] ?? "none";
      const { code, stdout } = await verify("--public-key", "public.pem");
      expect(stdout).to.include(`good, by ${fingerprint}`);
      expect(readFileSync(inBundle("README.md"), "utf8")).to.include(fingerprint);
      expect(code).to.equal(0);
    });

    it("is not good by another key, over another list, or without a signature", async () => {
      const { secret, open } = keyPair();
      writeFileSync(join(folder(), "key.pem"), secret);
      writeFileSync(join(folder(), "public.pem"), open);
      writeFileSync(join(folder(), "other.pem"), keyPair().open);
      await write("--key", "key.pem");
      expect((await verify("--public-key", "other.pem")).stdout).to.match(/BAD {2}signature {2}not by/);
      writeFileSync(inBundle("report.html"), "x");
      listAgain();
      const forged = await verify("--public-key", "public.pem");
      expect(forged.stdout).to.match(/BAD {2}signature {2}not by/);
      expect(forged.code).to.equal(1);
      rmSync(inBundle("SHA256SUMS.sig"));
      expect((await verify("--public-key", "public.pem")).stdout).to.match(/BAD {2}signature {2}none/);
    });

    it("is not good without a key to check it by, once the signature was taken away or spoilt", async () => {
      writeFileSync(join(folder(), "key.pem"), keyPair().secret);
      await write("--key", "key.pem");
      expect((await verify()).code).to.equal(0);
      writeFileSync(inBundle("SHA256SUMS.sig"), "none\n");
      const spoilt = await verify();
      expect(spoilt.stdout).to.match(/BAD {2}signature {2}SHA256SUMS.sig is no signature/);
      expect(spoilt.code).to.equal(1);
      rmSync(inBundle("SHA256SUMS.sig"));
      const { code, stdout } = await verify();
      expect(stdout).to.match(/BAD {2}signature {2}none, and the bundle was signed by SHA256:/);
      expect(code).to.equal(1);
    });

    it("takes no other kind of key, and writes nothing with one", async () => {
      const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      writeFileSync(join(folder(), "ec.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
      const { code, stderr } = await write("--key", "ec.pem");
      expect(stderr).to.include("not an Ed25519 key");
      expect(code).to.equal(2);
      expect(readdirSync(folder())).to.not.include("bundle");
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
