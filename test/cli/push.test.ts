import { expect } from "chai";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { assembled, aFinding, aRun, stream } from "../support/findings.ts";
import { emulated, type Emulated, KEY } from "../support/emulated.ts";
import { endedProcess } from "../support/ended-process.ts";
import { inFolder } from "../support/folder.ts";
import { postern, type Outcome } from "../support/command.ts";

const FINDINGS = [
  aFinding(),
  aFinding({ resource: { name: "b.example" } }),
  aFinding({ status: "SUCCESS", resource: { name: "c.example" } }),
  aFinding({ resource: { region: "eu-west-1" } }),
];

const JSONL = stream(FINDINGS)
  .map((record) => `${JSON.stringify(record)}\n`)
  .join("");

const without = (word: string): string =>
  JSONL.split("\n")
    .filter((line) => !line.includes(word))
    .join("\n");

/** The keys stand in the environment of the whole process, so that pushes at the same time share one use of them. */
const withKeys = async <T>(act: () => Promise<T>): Promise<T> => {
  const keys = {
    AWS_ACCESS_KEY_ID: KEY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const saved = { ...process.env };
  Object.assign(process.env, keys);
  try {
    return await act();
  } finally {
    for (const name of Object.keys(keys))
      if (saved[name] === undefined) delete process.env[name];
      else process.env[name] = saved[name];
  }
};

describe("postern push security-hub", () => {
  let world: Emulated;
  beforeEach(async () => (world = await emulated()));
  afterEach(() => world.emulator.close());

  const imports = (): number =>
    world.emulator.log.calls.filter(({ operation }) => operation === "BatchImportFindings").length;

  const pushed = (
    cwd: string,
    argv: readonly string[],
    stdin = "",
    signal = new AbortController().signal,
  ): Promise<Outcome> =>
    postern(["push", "security-hub", "--endpoint-url", world.emulator.url, ...argv], { cwd, stdin, signal });

  const push = (...given: Parameters<typeof pushed>): Promise<Outcome> => withKeys(() => pushed(...given));

  it("refuses results of which findings or coverage were left out: what is missing would be closed", async () => {
    const files = { "cut.jsonl": without('"name":"b.example"'), "bare.jsonl": without('"kind":"coverage"') };
    await inFolder(files, async (folder) => {
      const cut = await push(folder, ["cut.jsonl"]);
      expect(cut.code, cut.stderr).to.equal(2);
      expect(cut.stderr).to.match(
        /cut\.jsonl: SES-003 has 1 findings of failure .* counts 2: the results were cut/,
      );
      const bare = await push(folder, ["bare.jsonl"]);
      expect(bare.stderr).to.match(/the coverage of aws\S+ is missing/);
      expect(imports()).to.equal(0);
    });
  });

  it("says in a dry run what it then does, with the same numbers by account and region", () =>
    inFolder({ "r.jsonl": JSONL }, async (folder) => {
      const dry = await push(folder, ["r.jsonl", "--dry-run"]);
      expect(dry).to.include({ code: 0, stderr: "" });
      expect(imports()).to.equal(0);
      const done = await push(folder, ["r.jsonl"]);
      expect(done).to.include({ code: 0, stderr: "" });
      expect(imports()).to.equal(2);
      expect(done.stdout).to.equal(
        [
          "Security Hub:",
          "  111122223333 eu-west-1       1 created",
          "  111122223333 us-east-1       2 created, 1 passes not sent",
          "  in all                       3 created, 1 passes not sent",
          "",
        ].join("\n"),
      );
      expect(dry.stdout.split("\n").slice(1)).to.deep.equal(done.stdout.split("\n").slice(1));
    }));

  it("takes results as one object, and from stdin", () =>
    inFolder({ "r.json": JSON.stringify(assembled(FINDINGS)) }, async (folder) => {
      expect((await push(folder, ["r.json"])).stdout).to.contain("3 created");
      expect((await push(folder, ["-"], JSONL)).stdout).to.contain("3 left alone");
    }));

  it("reports failures one by one, exits 4, and takes them again from the file it wrote", () =>
    inFolder({ "r.jsonl": JSONL }, async (folder) => {
      const ids = ["ccc:111122223333:SES-003:SES:us-east-1:b.example"];
      const remove = world.emulator.faults.add({
        effect: { kind: "fail-findings", ids, code: "InvalidInput", message: "no" },
      });
      const failed = await push(folder, ["r.jsonl"]);
      expect(failed.code).to.equal(4);
      expect(failed.stderr.split("\n")).to.deep.equal([
        `postern: 111122223333 us-east-1: ${ids[0] ?? ""} failed: InvalidInput (no)`,
        "postern: what failed is in security-hub-failed.jsonl; send it again with `postern push security-hub --from security-hub-failed.jsonl`",
        "",
      ]);
      expect(failed.stdout).to.contain("1 failed");
      expect(statSync(join(folder, "security-hub-failed.jsonl")).mode & 0o777).to.equal(0o600);
      remove();
      const again = await push(folder, ["--from", "security-hub-failed.jsonl"]);
      expect(again).to.include({ code: 0 });
      expect(again.stdout).to.contain("1 created");
    }));

  it("says how to subscribe, and exits 4", () =>
    inFolder({ "r.jsonl": JSONL }, async (folder) => {
      for (const region of world.account.regions.values()) region.hub = null;
      const { code, stderr } = await push(folder, ["r.jsonl"]);
      expect(code).to.equal(4);
      expect(stderr).to.contain("account 111122223333 is not subscribed to Security Hub in us-east-1");
      expect(stderr).to.contain("aws securityhub enable-security-hub --region us-east-1");
      expect(existsSync(join(folder, "security-hub-failed.jsonl"))).to.equal(false);
    }));

  it("says which role is missing for another account", () =>
    inFolder({}, async (folder) => {
      const results = stream([aFinding({ resource: { account: "444455556666" } })], { run: aRun() });
      writeFileSync(join(folder, "r.jsonl"), results.map((record) => `${JSON.stringify(record)}\n`).join(""));
      const { code, stderr } = await push(folder, ["r.jsonl"]);
      expect(code).to.equal(4);
      expect(stderr).to.contain("444455556666 us-east-1: nothing was sent");
      expect(stderr).to.contain("--role-arn");
    }));

  it("remembers in a ledger what it sent", () =>
    inFolder({ "r.jsonl": JSONL }, async (folder) => {
      await push(folder, ["r.jsonl", "--ledger", "ledger.jsonl"]);
      expect(readFileSync(join(folder, "ledger.jsonl"), "utf8")).to.match(
        /^\{"kind":"ledger","version":1\}\n/,
      );
      expect((await push(folder, ["r.jsonl", "--ledger", "ledger.jsonl"])).stdout).to.contain("3 left alone");
    }));

  for (const option of ["--failed", "--ledger"])
    it(`writes nothing over the results that it sends, with ${option}`, () =>
      inFolder({ "r.jsonl": JSONL }, async (folder) => {
        const { code, stderr } = await push(folder, ["r.jsonl", option, "r.jsonl"]);
        expect(code).to.equal(2);
        expect(stderr).to.contain("r.jsonl: ").and.to.contain("would take the place of an input");
        expect(readFileSync(join(folder, "r.jsonl"), "utf8")).to.equal(JSONL);
      }));

  it("shows what is invisible in a file of failures", () => {
    const finding = { Id: "x", ProductArn: "", AwsAccountId: "9", UpdatedAt: "2026-11-23T16:00:00Z" };
    const disguised = {
      ...finding,
      ProductArn: "arn:aws:securityhub:us-east-1\u001b[2J:9\u202e9:product/9/default",
    };
    const lines = [
      { kind: "failed", version: 1 },
      { action: "create", finding: disguised },
    ];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    return inFolder({ "failed.jsonl": text }, async (folder) => {
      const { stdout, stderr, code } = await push(folder, ["--from", "failed.jsonl"]);
      for (const hidden of ["\u001b", "\u202e"]) expect(stdout + stderr).not.to.contain(hidden);
      expect(stdout).to.contain("9⟨U+202E⟩9 us-east-1⟨U+001B⟩");
      expect(code).to.equal(4);
    });
  });

  it("lets one push at a time use a ledger, and the other says so in one line", () =>
    inFolder({ "r.jsonl": JSONL }, async (folder) => {
      const effect = { kind: "slow", ms: 300 } as const;
      world.emulator.faults.add({ operation: "BatchImportFindings", effect });
      const argv = ["r.jsonl", "--ledger", "ledger.jsonl"];
      const both = await withKeys(() => Promise.all([pushed(folder, argv), pushed(folder, argv)]));
      expect(both.map(({ code }) => code)).to.have.members([0, 4]);
      const refused = both.find(({ code }) => code === 4);
      expect(refused?.stderr).to.match(
        /^postern: .*ledger\.jsonl: process \d+ on .* has been using it .*\n$/,
      );
      expect(refused?.stdout).to.equal("");
      expect(imports()).to.equal(2);
      expect((await push(folder, argv)).stdout).to.contain("3 left alone");
      expect(existsSync(join(folder, "ledger.jsonl.lock"))).to.equal(false);
    }));

  it("takes over the ledger of a push that was killed", () =>
    inFolder({ "r.jsonl": JSONL }, async (folder) => {
      const holder = {
        pid: endedProcess(),
        start: null,
        host: hostname(),
        since: "2026-11-23T16:00:00.000Z",
      };
      writeFileSync(join(folder, "ledger.jsonl.lock"), JSON.stringify(holder));
      expect(await push(folder, ["r.jsonl", "--ledger", "ledger.jsonl"])).to.include({ code: 0, stderr: "" });
    }));

  it("can be interrupted, and goes on where it was", () =>
    inFolder({ "r.jsonl": JSONL }, async (folder) => {
      const slow = world.emulator.faults.add({
        operation: "BatchImportFindings",
        effect: { kind: "slow", ms: 200 },
      });
      const lost = world.emulator.faults.add({
        operation: "BatchImportFindings",
        effect: { kind: "cut", when: "after" },
      });
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 300);
      const begun = performance.now();
      const argv = ["r.jsonl", "--ledger", "ledger.jsonl"];
      const { code } = await push(folder, argv, "", controller.signal);
      expect(code).to.equal(130);
      expect(performance.now() - begun).to.be.lessThan(5_000);
      slow();
      lost();
      const again = await push(folder, argv);
      expect(again.code).to.equal(0);
      const findings = [...world.account.regions.values()].map(({ hub }) => hub?.findings.size);
      expect(findings).to.deep.equal([1, 2]);
    }));

  for (const [what, argv, says] of [
    ["nothing to push", [], /there is nothing to push/],
    ["results and --from together", ["r.jsonl", "--from", "x"], /exclude each other/],
    ["a missing file", ["nowhere.json"], /no such file/],
    [
      "a file that is no list of failures",
      ["--from", "r.jsonl"],
      /r\.jsonl:1: this is not a list of failed findings/,
    ],
    ["an unknown home region", ["r.jsonl", "--home-region", "eu-wset-1"], /Did you mean eu-west-1/],
    ["results that were cut off", ["cut.jsonl"], /cut off/],
  ] as const)
    it(`refuses ${what} in one line`, () =>
      inFolder(
        { "r.jsonl": JSONL, "cut.jsonl": JSONL.split("\n").slice(0, 2).join("\n") },
        async (folder) => {
          const { code, stderr, stdout } = await push(folder, argv);
          expect(code).to.equal(2);
          expect(stderr).to.match(says);
          expect(stderr.trimEnd().split("\n")).to.have.lengthOf(1);
          expect(stdout).to.equal("");
          expect(world.emulator.log.calls).to.deep.equal([]);
        },
      ));
});
