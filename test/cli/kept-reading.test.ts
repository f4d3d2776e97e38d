import { expect } from "chai";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { addIdentity, addRegion } from "../../src/emulator/world.ts";
import { awsScopeId } from "../../src/model/scope.ts";
import { openJournals } from "../../src/snapshot/journals.ts";
import { postern, type Outcome } from "../support/command.ts";
import { ACCOUNT, emulated, REGION, type Emulated } from "../support/emulated.ts";
import { aFolder } from "../support/folder.ts";
import { AWS_ENVIRONMENT } from "../support/killed.ts";

const SCOPE = `aws/${ACCOUNT}/${REGION}/ses`;

describe("a scan that is kept and resumed", function () {
  this.timeout(60_000);
  const folder = aFolder();
  const saved: Record<string, string | undefined> = {};
  let world: Emulated;
  before(() => {
    for (const [name, value] of Object.entries(AWS_ENVIRONMENT)) {
      saved[name] = process.env[name];
      process.env[name] = value;
    }
  });
  after(() => {
    for (const [name, value] of Object.entries(saved))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });
  beforeEach(async () => {
    world = await emulated();
    for (const name of ["a.example", "b.example", "c.example"])
      addIdentity(world.region, name, { policies: { p: "{}" } });
  });
  afterEach(() => world.emulator.close());

  const at = (name: string): string => join(folder(), name);
  const linesOf = (name: string): readonly string[] => readFileSync(at(name), "utf8").trimEnd().split("\n");
  const scan = (argv: readonly string[], signal?: AbortSignal): Promise<Outcome> =>
    postern(
      [
        ..."scan -q --calls-per-second 1000 --now 2026-11-30T12:00:00Z -f json=r.json --endpoint-url".split(
          " ",
        ),
        world.emulator.url,
        ...argv,
      ],
      { cwd: folder(), ...(signal === undefined ? {} : { signal }) },
    );
  const reads = (): number =>
    world.emulator.log.calls.filter(({ operation }) =>
      /^(GetEmailIdentity|ListIdentityPolicies)/.test(operation),
    ).length;

  /** Regions that SES was asked in. */
  const asked = (): readonly string[] => [
    ...new Set(
      world.emulator.log.calls
        .filter(({ operation }) => operation !== "GetCallerIdentity")
        .map(({ region }) => region),
    ),
  ];

  /** A scan that was cut off behind its first identity. */
  const cutOff = async (): Promise<void> => {
    await scan(["--save-snapshot", "s.jsonl"]);
    const [head = "", first = ""] = linesOf("s.jsonl");
    mkdirSync(at("s.jsonl.partial"));
    writeFileSync(at("s.jsonl.partial/head.jsonl"), `${head}\n`);
    writeFileSync(
      at(`s.jsonl.partial/${SCOPE.replaceAll("/", ".")}.jsonl`),
      `${JSON.stringify({ kind: "journal", version: 1, scope: SCOPE })}\n${first}\n`,
    );
    world.emulator.log.clear();
  };

  it("goes on from a line that was cut off in the middle", async () => {
    await cutOff();
    const whole = readFileSync(at("s.jsonl"), "utf8");
    appendFileSync(
      at(`s.jsonl.partial/${SCOPE.replaceAll("/", ".")}.jsonl`),
      (linesOf("s.jsonl")[2] ?? "").slice(0, 60),
    );
    await scan(["--resume", "s.jsonl"]);
    expect(readFileSync(at("s.jsonl"), "utf8")).to.equal(whole);
    expect(reads()).to.be.within(2, 3);
    expect(existsSync(at("s.jsonl.partial"))).to.equal(false);
  });

  it("refuses a journal that was changed after it had been closed, in one line", async () => {
    await scan(["--save-snapshot", "s.jsonl"]);
    const [head = "", a = "", b = "", c = "", closing = ""] = linesOf("s.jsonl");
    const journal = `s.jsonl.partial/${SCOPE.replaceAll("/", ".")}.jsonl`;
    const begin = JSON.stringify({ kind: "journal", version: 1, scope: SCOPE });
    for (const lines of [
      [a, closing.replace('"listed":3', '"listed":1'), b, c, closing],
      [b, a, c, closing],
      [a, b.slice(0, 60), c, closing],
    ]) {
      rmSync(at("s.jsonl"), { force: true });
      rmSync(at("r.json"), { force: true });
      mkdirSync(at("s.jsonl.partial"), { recursive: true });
      writeFileSync(at("s.jsonl.partial/head.jsonl"), `${head}\n`);
      writeFileSync(at(journal), [begin, ...lines, ""].join("\n"));
      const { code, stderr } = await scan(["--resume", "s.jsonl"]);
      expect(code, stderr).to.equal(3);
      expect(stderr).to.match(/\.jsonl: the journal was changed after it had been closed\. Remove this file/);
      expect(existsSync(at("r.json"))).to.equal(false);
    }
    rmSync(at(journal));
    await scan(["--resume", "s.jsonl"]);
    expect(linesOf("s.jsonl")).to.deep.include.members([a, b, c, closing]);
  });

  it("does not begin over what an earlier one has read", async () => {
    await cutOff();
    const { code, stderr } = await scan(["--save-snapshot", "s.jsonl"]);
    expect(code).to.equal(2);
    expect(stderr).to.include("Go on with --resume s.jsonl, or remove the folder");
    expect(existsSync(at("s.jsonl.partial"))).to.equal(true);
  });

  it("keeps what was read before Ctrl-C, and says how to go on", async () => {
    world.emulator.faults.add({
      operation: "GetEmailIdentityPolicies",
      subject: "c.example",
      effect: { kind: "slow", ms: 3_000 },
    });
    const ends = new AbortController();
    const journal = at(`s.jsonl.partial/${SCOPE.replaceAll("/", ".")}.jsonl`);
    const watch = setInterval(() => {
      if (existsSync(journal)) ends.abort();
    }, 5);
    const { code, stderr } = await scan(
      ["--save-snapshot", "s.jsonl", "--ses-lanes", "v2-policies"],
      ends.signal,
    );
    clearInterval(watch);
    expect(code).to.equal(130);
    expect(stderr).to.include(
      "what was read is in s.jsonl.partial: go on with `postern scan --resume s.jsonl`",
    );
    expect(existsSync(at("s.jsonl"))).to.equal(false);
    world.emulator.log.clear();
    await scan(["--resume", "s.jsonl"]);
    expect(reads(), "the lanes are those of before").to.be.within(1, 3);
    expect(linesOf("s.jsonl").find((line) => line.includes('"listed":3'))).to.include(
      '"open":["v2-policies"]',
    );
  });

  it("reads again what a finished snapshot lacks, and nothing else", async () => {
    world.emulator.faults.add({
      subject: "b.example",
      effect: { kind: "expire" },
    });
    expect((await scan(["--save-snapshot", "s.jsonl"])).code).to.equal(3);
    expect(linesOf("s.jsonl").filter((line) => line.includes('"ExpiredToken'))).to.have.length.above(0);
    world.emulator.faults.clear();
    world.emulator.log.clear();
    await scan(["--resume", "s.jsonl"]);
    expect(reads()).to.be.within(1, 2);
    expect(linesOf("s.jsonl").filter((line) => line.includes("ExpiredToken"))).to.deep.equal([]);
    const resumed = {
      snapshot: readFileSync(at("s.jsonl"), "utf8"),
      results: readFileSync(at("r.json"), "utf8"),
    };
    await scan(["--save-snapshot", "s.jsonl"]);
    expect(resumed.snapshot).to.equal(readFileSync(at("s.jsonl"), "utf8"));
    expect(resumed.results).to.equal(readFileSync(at("r.json"), "utf8"));
  });

  describe("a finished snapshot of two regions, one of which could not be read", () => {
    const OTHER = "us-east-1";
    const REGIONS = ["--region", REGION, "--region", OTHER];
    const PARTIAL = "s.jsonl.partial";
    const lacking = async (): Promise<void> => {
      addIdentity(addRegion(world.account, OTHER), "d.example", { policies: { p: "{}" } });
      world.emulator.faults.add({ region: OTHER, service: "ses", effect: { kind: "refuse" } });
      expect((await scan(["--save-snapshot", "s.jsonl", ...REGIONS])).code).to.equal(3);
      world.emulator.log.clear();
    };

    it("asks the other region alone, however often it is interrupted", async () => {
      await lacking();
      await scan(["--resume", "s.jsonl", ...REGIONS]);
      expect(asked()).to.deep.equal([OTHER]);
      const ends = new AbortController();
      world.emulator.faults.clear();
      world.emulator.faults.add({ region: OTHER, effect: { kind: "slow", ms: 3_000 } });
      const watch = setInterval(() => {
        if (existsSync(at(`${PARTIAL}/earlier.jsonl`))) ends.abort();
      }, 5);
      expect((await scan(["--resume", "s.jsonl", ...REGIONS], ends.signal)).code).to.equal(130);
      clearInterval(watch);
      expect(existsSync(at(PARTIAL))).to.equal(true);
      world.emulator.faults.clear();
      world.emulator.log.clear();
      expect((await scan(["--resume", "s.jsonl", ...REGIONS])).stderr).not.to.include("begins");
      expect(asked()).to.deep.equal([OTHER]);
      expect(existsSync(at(PARTIAL))).to.equal(false);
      const resumed = [readFileSync(at("s.jsonl"), "utf8"), readFileSync(at("r.json"), "utf8")];
      await scan(["--save-snapshot", "s.jsonl", ...REGIONS]);
      expect(resumed).to.deep.equal([
        readFileSync(at("s.jsonl"), "utf8"),
        readFileSync(at("r.json"), "utf8"),
      ]);
    });

    it("names the line of a resource that somebody has changed, and judges nothing by it", async () => {
      await lacking();
      world.emulator.faults.clear();
      const lines = linesOf("s.jsonl").map((line) => (line.includes("b.example") ? line.slice(0, -5) : line));
      writeFileSync(at("s.jsonl"), `${lines.join("\n")}\n`);
      rmSync(at("r.json"));
      const { code, stderr } = await scan(["--resume", "s.jsonl", ...REGIONS]);
      expect(code).to.equal(3);
      expect(stderr).to.match(
        /earlier\.jsonl:2: a resource of the scope that begins in this line is not as a scan/,
      );
      expect(existsSync(at("r.json"))).to.equal(false);
    });
  });

  it("goes on with a finished snapshot whose scan was killed while it took its journals away", async () => {
    await cutOff();
    rmSync(at("s.jsonl.partial/head.jsonl"));
    const { stderr } = await scan(["--resume", "s.jsonl"]);
    expect(stderr).to.equal("");
    expect(reads()).to.equal(0);
    expect(existsSync(at("s.jsonl.partial"))).to.equal(false);
  });

  it("keeps what was read of an identity that has been deleted since, and reads one that is new", async () => {
    await cutOff();
    world.region.identities.delete("a.example");
    addIdentity(world.region, "0.example", { policies: { p: "{}" } });
    await scan(["--resume", "s.jsonl"]);
    const ids = linesOf("s.jsonl").flatMap((line) => /identity\/([^"]+)/.exec(line)?.[1] ?? []);
    expect(ids).to.deep.equal(["0.example", "a.example", "b.example", "c.example"]);
    expect(linesOf("s.jsonl").find((line) => line.includes('"listed":4'))).to.include('"status":"complete"');
  });

  it("says which scopes it does not take over, where other regions are asked for", async () => {
    await cutOff();
    const { stderr } = await scan(["--resume", "s.jsonl", "--region", "us-east-1"]);
    expect(stderr).to.include(
      `1 scopes of s.jsonl.partial are not asked for now, and are left out: ${SCOPE}`,
    );
    expect(linesOf("s.jsonl")).to.have.length(3);
  });

  it("takes nothing over from another version, or from another AWS", async () => {
    await cutOff();
    const head = at("s.jsonl.partial/head.jsonl");
    const text = readFileSync(head, "utf8");
    writeFileSync(head, text.replace(/postern \d+\.\d+\.\d+/, "postern 0.0.1"));
    const other = await scan(["--resume", "s.jsonl"]);
    expect(other.code).to.equal(2);
    expect(other.stderr).to.include("it was read by postern 0.0.1");
    writeFileSync(head, text.replace('"endpointUrl":"(set)"', '"endpointUrl":null'));
    expect((await scan(["--resume", "s.jsonl"])).stderr).to.include("it was read from AWS");
    expect(readdirSync(at("s.jsonl.partial"))).to.have.length(2);
  });

  it("begins where nothing was read before, and says so", async () => {
    const { stderr } = await scan(["--resume", "new.jsonl"]);
    expect(stderr).to.include("nothing was read for new.jsonl before: the scan begins");
    expect(linesOf("new.jsonl").at(-1)).to.include('"end"');
  });

  it("keeps of many empty scopes that close at a time each one's end", async () => {
    const journals = await openJournals(at("many.jsonl"), "2026-11-30T12:00:00Z");
    await journals.begin({
      kind: "snapshot",
      version: 1,
      startedAt: "2026-11-30T12:00:00Z",
      tool: "postern 0.0.0",
      caller: null,
      parameters: {},
    });
    const ids = Array.from({ length: 40 }, (_, index) => awsScopeId(ACCOUNT, `eu-west-${index + 10}`, "ses"));
    await Promise.all(
      ids.map(async (id) =>
        (await journals.open(id)).close({ kind: "scope", id, status: "complete", listed: 0 }),
      ),
    );
    await journals.leave();
    const again = await openJournals(at("many.jsonl"), "2026-11-30T12:00:00Z");
    await again.leave();
    expect([...again.scopes].sort()).to.deep.equal(ids.toSorted());
  });

  it("counts an identity as gone that an earlier run found gone", async () => {
    await cutOff();
    appendFileSync(
      at(`s.jsonl.partial/${SCOPE.replaceAll("/", ".")}.jsonl`),
      `${JSON.stringify({ kind: "gone", id: `arn:aws:ses:${REGION}:${ACCOUNT}:identity/z.example` })}\n`,
    );
    await scan(["--resume", "s.jsonl"]);
    expect(linesOf("s.jsonl").find((line) => line.includes('"listed":4'))).to.include('"gone":1');
  });

  it("does not write over a report or an input", async () => {
    const { code, stderr } = await scan(["--save-snapshot", "r.json"]);
    expect(code).to.equal(2);
    expect(stderr).to.include("the snapshot and json both want this place");
    await scan([]);
    const other = await scan(["--save-snapshot", "./b.json", "--baseline", "b.json"]);
    expect(other.code).to.equal(2);
    await scan(["-f", "json=b.json"]);
    expect((await scan(["--save-snapshot", "./b.json", "--baseline", "b.json"])).stderr).to.include(
      "the snapshot would take the place of an input",
    );
  });

  it("refuses a folder that holds another's files", async () => {
    mkdirSync(at("s.jsonl.partial"));
    writeFileSync(at("s.jsonl.partial/mine.txt"), "mine");
    const { code, stderr } = await scan(["--save-snapshot", "s.jsonl"]);
    expect(code).to.equal(4);
    expect(stderr).to.include('"mine.txt", which no scan has written');
    expect(readFileSync(at("s.jsonl.partial/mine.txt"), "utf8")).to.equal("mine");
  });
});
