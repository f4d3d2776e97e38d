import { expect } from "chai";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { random } from "../../proof/random.ts";
import { startEmulator, type Emulator } from "../../src/emulator/start.ts";
import { addAccount, addIdentity, addKey } from "../../src/emulator/world.ts";
import { postern } from "../support/command.ts";
import { KEY } from "../support/emulated.ts";
import { HEAVY } from "../support/heavy.ts";
import { AWS_ENVIRONMENT, happeningsIn, killedAt } from "../support/killed.ts";
import { policyOf } from "../support/runs.ts";

/** Moments at which a scan is killed; `POSTERN_KILLS=100` for more than a gate has time for. */
const MOMENTS = Number(process.env["POSTERN_KILLS"] ?? (HEAVY ? 50 : 3));
const ACCOUNT = "111122223333";
const REGIONS = ["eu-west-1", "us-east-1", "us-west-2"];
const NOW = "2026-11-30T12:00:00Z";

const quiet = (): void => undefined;
let happen = quiet;

const startWorld = async (): Promise<Emulator> => {
  const emulator = await startEmulator({ handedOver: () => happen() });
  const account = addAccount(emulator.world, { id: ACCOUNT, name: "resumed", regions: REGIONS });
  addKey(emulator.world, {
    id: KEY.accessKeyId,
    secret: KEY.secretAccessKey,
    account: ACCOUNT,
    user: "resumed",
  });
  for (const [at, region] of [...account.regions.values()].entries())
    for (let index = 0; index < at * 15; index += 1)
      addIdentity(region, index % 7 === 0 ? `someone${index}@example.com` : `d${index}.example`, {
        policies: index % 2 === 0 ? { p: policyOf(index) } : {},
      });
  return emulator;
};

const scanOf = (emulator: Emulator, what: readonly string[]): readonly string[] =>
  `scan -q --endpoint-url ${emulator.url} --calls-per-second 400 --now ${NOW} -f json=results.json`
    .split(" ")
    .concat(what);

/** Names of the identities whose records stand whole in the journals. */
const journalled = (folder: string): readonly string[] => {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith("aws."))
    .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n").slice(0, -1))
    .flatMap((line) => {
      const { kind, id } = JSON.parse(line) as { readonly kind: string; readonly id?: string };
      return kind === "aws.ses.identity" && id !== undefined ? [id] : [];
    });
};

describe("a scan that is killed and resumed", function () {
  this.timeout(30_000 + MOMENTS * 20_000);
  let emulator: Emulator;
  let folder: string;
  const saved: Record<string, string | undefined> = {};
  const text = (name: string): string => readFileSync(join(folder, name), "utf8");

  before(async () => {
    for (const [name, value] of Object.entries(AWS_ENVIRONMENT)) {
      saved[name] = process.env[name];
      process.env[name] = value;
    }
    emulator = await startWorld();
  });
  after(async () => {
    await emulator.close();
    for (const [name, value] of Object.entries(saved))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "postern-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("gives the results and the snapshot of one that was not, and asks for nothing that it had", async () => {
    const pick = random(17);
    const fresh = scanOf(emulator, ["--save-snapshot", "s.jsonl"]);
    const again = scanOf(emulator, ["--resume", "s.jsonl"]);
    const kill = async (argv: readonly string[], at?: number): Promise<number> => {
      const happenings = happeningsIn([folder]);
      happen = happenings.happen;
      const killed = await killedAt(argv, folder, happenings, { at, pause: pick.below(4) });
      happen = quiet;
      happenings.close();
      if (killed) struck += 1;
      return happenings.seen();
    };
    let struck = 0;
    let spared = 0;

    const things = await kill(fresh);
    const wanted = { results: text("results.json"), snapshot: text("s.jsonl") };
    expect(JSON.parse(wanted.results)).to.have.nested.property("summary");
    expect(readdirSync(folder).sort()).to.deep.equal(["results.json", "s.jsonl"]);

    for (let moment = 0; moment < MOMENTS; moment += 1) {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      await kill(fresh, 1 + pick.below(things));
      if (pick.chance(0.5)) await kill(again, 1 + pick.below(things));
      const had = new Set(journalled(join(folder, "s.jsonl.partial")));
      const calls = emulator.log.calls.length;
      const { code, stderr } = await postern(again, { cwd: folder });
      expect(code, stderr).to.equal(1);
      expect(text("results.json") === wanted.results, `the results of moment ${moment}`).to.equal(true);
      expect(text("s.jsonl") === wanted.snapshot, `the snapshot of moment ${moment}`).to.equal(true);
      expect(readdirSync(folder).sort()).to.deep.equal(["results.json", "s.jsonl"]);
      spared += had.size;
      const reads = emulator.log.calls
        .slice(calls)
        .filter(({ operation }) => /^(GetEmailIdentity|ListIdentityPolicies)/.test(operation));
      // One identity in a hundred is read twice.
      expect(reads.length, "nothing is asked for twice").to.be.at.most((45 - had.size) * 1.1 + 3);
    }
    expect(struck, "processes that were killed").to.be.at.least(MOMENTS / 2);
    expect(spared, "identities that were not read again").to.be.greaterThan(0);
  });
});
