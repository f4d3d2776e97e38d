import { expect } from "chai";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { random, type Random } from "../../proof/random.ts";
import { startEmulator, type Emulator } from "../../src/emulator/start.ts";
import { newHub } from "../../src/emulator/services/security-hub/hub.ts";
import { addAccount, addIdentity, addKey, type Account } from "../../src/emulator/world.ts";
import { postern } from "../support/command.ts";
import { KEY } from "../support/emulated.ts";
import { HEAVY } from "../support/heavy.ts";
import { AWS_ENVIRONMENT, happeningsIn, killedAt } from "../support/killed.ts";

/** Moments at which a process is killed, for each command; `POSTERN_KILLS=100` for more than a gate has time for. */
const MOMENTS = Number(process.env["POSTERN_KILLS"] ?? (HEAVY ? 40 : 2));
/** Processes at a time, each in a folder of its own. */
const LANES = MOMENTS > 2 ? 2 : 1;

const ACCOUNT = "111122223333";

const policy = (sid: string, open = true): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Sid: sid,
      Effect: "Allow",
      Principal: open ? "*" : { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: "ses:SendEmail",
      Resource: "*",
    },
  });

/** One lane: a folder, an AWS, and what happens around the process. */
interface Lane {
  readonly folder: string;
  readonly emulator: Emulator;
  readonly account: Account;
  readonly pick: Random;
  /** Runs the command, killed at the so-manieth thing or to its end; the number of things that happened. */
  readonly kill: (
    argv: readonly string[],
    at?: number,
  ) => Promise<{ readonly killed: boolean; readonly things: number }>;
  readonly run: (argv: readonly string[]) => ReturnType<typeof postern>;
  readonly names: (under?: string) => readonly string[];
}

const quiet = (): void => undefined;

const openLane = async (seed: number): Promise<Lane & { readonly close: () => Promise<void> }> => {
  const folder = mkdtempSync(join(tmpdir(), "postern-"));
  mkdirSync(join(folder, "out"));
  let happen = quiet;
  const emulator = await startEmulator({ handedOver: () => happen() });
  const account = addAccount(emulator.world, {
    id: ACCOUNT,
    name: "killed",
    regions: ["eu-west-1", "us-east-1"],
  });
  addKey(emulator.world, {
    id: KEY.accessKeyId,
    secret: KEY.secretAccessKey,
    account: ACCOUNT,
    user: "killed",
  });
  for (const region of account.regions.values()) region.hub = newHub(0);
  const pick = random(seed);
  return {
    folder,
    emulator,
    account,
    pick,
    kill: async (argv, at) => {
      const happenings = happeningsIn([folder, join(folder, "out")].filter((path) => existsSync(path)));
      happen = happenings.happen;
      try {
        const killed = await killedAt(argv, folder, happenings, {
          at,
          pause: pick.chance(0.5) ? 0 : pick.below(4),
        });
        return { killed, things: happenings.seen() };
      } finally {
        happen = quiet;
        happenings.close();
      }
    },
    run: (argv) => postern(argv, { cwd: folder }),
    names: (under = ".") => readdirSync(join(folder, under), { encoding: "utf8" }),
    close: async () => {
      await emulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Whether every file of the folder is as its manifest says. */
const isOneRun = (folder: string): boolean => {
  const manifest = JSON.parse(readFileSync(join(folder, "postern-manifest.json"), "utf8")) as {
    readonly files: readonly { readonly name: string; readonly sha256: string }[];
  };
  return manifest.files.every(
    ({ name, sha256 }) =>
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex") === sha256,
  );
};

const LEFT_OVER = /\.part$|\.lock$|\.old$|unfinished/;

/** Kills at random moments in all lanes together; answers how many processes were killed before their end. */
const atMoments = async (
  lanes: readonly Lane[],
  argvOf: (lane: Lane) => readonly string[],
  prepare: (lane: Lane, moment: number) => void | Promise<void>,
  check: (lane: Lane) => Promise<void>,
): Promise<number> => {
  let struck = 0;
  const moments = Array.from({ length: MOMENTS }, (_, moment) => moment).values();
  await Promise.all(
    lanes.map(async (lane) => {
      await prepare(lane, -1);
      const { things } = await lane.kill(argvOf(lane));
      await check(lane);
      for (const moment of moments) {
        await prepare(lane, moment);
        const { killed } = await lane.kill(argvOf(lane), 1 + lane.pick.below(things));
        if (killed) struck += 1;
        await check(lane);
      }
    }),
  );
  return struck;
};

const words = (line: string): readonly string[] => line.split(" ");

const SEVERAL = "-f json -f html -f csv -f sarif -o out";

const analyze = (): readonly string[] => words(`analyze p.json ${SEVERAL}`);

const scan = ({ emulator: { url } }: Lane): readonly string[] =>
  words(
    `scan -q --endpoint-url ${url} --calls-per-second 1000 --save-snapshot out/snapshot.jsonl ${SEVERAL}`,
  );

/** Goes on with what the killed scan has read. */
const resume = (lane: Lane): readonly string[] =>
  scan(lane).map((word) => (word === "--save-snapshot" ? "--resume" : word));

const push = ({ emulator: { url } }: Lane): readonly string[] =>
  words(`push security-hub results.json --endpoint-url ${url} --ledger ledger.jsonl`);

/** As a person sees it: which findings there are, and how they stand. */
const inHubs = ({ account }: Lane): readonly string[] =>
  [...account.regions.values()]
    .flatMap(({ hub }) => [...(hub?.findings.values() ?? [])])
    .map(({ finding }) => JSON.stringify([finding["Id"], finding["Compliance"], finding["UpdatedAt"]]))
    .sort();

describe("a process that is killed at a random moment", function () {
  this.timeout(20_000 + MOMENTS * 20_000);
  const lanes: (Lane & { readonly close: () => Promise<void> })[] = [];
  const saved: Record<string, string | undefined> = {};

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
    for (let lane = 0; lane < LANES; lane += 1) lanes.push(await openLane(lane + 1));
  });
  afterEach(async () => {
    for (const lane of lanes.splice(0)) await lane.close();
  });

  /** What holds after the kill, and after the next run. */
  const isWholeAgain =
    (argv: (lane: Lane) => readonly string[]) =>
    async (lane: Lane): Promise<void> => {
      const out = join(lane.folder, "out");
      if (existsSync(join(out, "postern-manifest.json")))
        expect(isOneRun(out), "after the kill").to.equal(true);
      const { code, stderr } = await lane.run(argv(lane));
      expect(code, stderr).to.equal(1);
      expect(isOneRun(out), "after the next run").to.equal(true);
      expect([...lane.names(), ...lane.names("out")].filter((name) => LEFT_OVER.test(name))).to.deep.equal(
        [],
      );
    };

  it("analyze leaves the files of one run or no manifest, and nothing after the next run", async () => {
    const struck = await atMoments(
      lanes,
      analyze,
      ({ folder }, moment) => writeFileSync(join(folder, "p.json"), policy(`run${moment}`)),
      isWholeAgain(analyze),
    );
    expect(struck).to.be.at.least(MOMENTS / 2);
  });

  it("scan leaves the files of one run or no manifest, and nothing after the next run", async () => {
    const struck = await atMoments(
      lanes,
      scan,
      ({ account }, moment) => {
        for (const region of account.regions.values())
          for (const name of ["a.example", "b.example"])
            addIdentity(region, name, { policies: { p: policy(`run${moment}`) } });
      },
      async (lane) => {
        await isWholeAgain(resume)(lane);
        const text = readFileSync(join(lane.folder, "out", "snapshot.jsonl"), "utf8");
        expect(text.trimEnd().split("\n").at(-1)).to.include('"kind":"end"');
      },
    );
    expect(struck).to.be.at.least(MOMENTS / 2);
  });

  it("analyze --bundle leaves a whole bundle, or a place that the next run finds free", async () => {
    const argv = ["analyze", "p.json", "--bundle", "-o", "out"];
    const struck = await atMoments(
      lanes,
      () => argv,
      ({ folder }, moment) => {
        rmSync(join(folder, "out"), { recursive: true, force: true });
        mkdirSync(join(folder, "out"));
        writeFileSync(join(folder, "p.json"), policy(`run${moment}`));
      },
      async (lane) => {
        const isSealed = existsSync(join(lane.folder, "out", "SHA256SUMS"));
        const next = await postern(argv, { cwd: lane.folder });
        expect(next.code, next.stderr).to.equal(isSealed ? 4 : 1);
        expect(existsSync(join(lane.folder, "out", "SHA256SUMS")), next.stderr).to.equal(true);
        const verified = await postern(["verify", "out"], { cwd: lane.folder });
        expect(verified.code, verified.stdout + verified.stderr).to.equal(0);
        expect([...lane.names(), ...lane.names("out")].filter((name) => LEFT_OVER.test(name))).to.deep.equal(
          [],
        );
      },
    );
    expect(struck).to.be.at.least(MOMENTS / 2);
  });

  it("push leaves no finding twice and none lost once the next push has ended", async () => {
    const struck = await atMoments(
      lanes,
      push,
      async (lane, moment) => {
        for (const region of lane.account.regions.values())
          for (let index = 0; index < 20; index += 1)
            addIdentity(region, `d${index}.example`, {
              policies: { p: policy("s", (index + moment) % 3 === 0) },
            });
        const now = new Date(Date.UTC(2026, 10, 23) + moment * 60_000).toISOString();
        const { code, stderr } = await lane.run(
          words(
            `scan -q --endpoint-url ${lane.emulator.url} --calls-per-second 10000 --rule SES-003 --now ${now} -f json=results.json`,
          ),
        );
        expect(code, stderr).to.equal(1);
      },
      async (lane) => {
        const { code, stderr } = await lane.run(push(lane));
        expect(code, stderr).to.equal(0);
        const standing = inHubs(lane);
        const results = JSON.parse(readFileSync(join(lane.folder, "results.json"), "utf8")) as {
          readonly findings: readonly { readonly id: string; readonly status: string }[];
        };
        const ids = standing.map((line) => String((JSON.parse(line) as readonly unknown[])[0]));
        expect(new Set(ids).size, "no finding twice").to.equal(ids.length);
        const failing = results.findings.filter(({ status }) => status === "FAILURE");
        for (const { id } of failing)
          expect(
            standing.filter((line) => line.includes(JSON.stringify(id)) && line.includes("FAILED")),
            id,
          ).to.have.length(1);
        // A second witness: without a ledger, Security Hub itself is asked, and nothing is left to do.
        const { stdout } = await postern([...push(lane).slice(0, -2), "--dry-run"], { cwd: lane.folder });
        expect(stdout).not.to.match(/created|updated|reopened|closed/);
        expect(lane.names().filter((name) => LEFT_OVER.test(name))).to.deep.equal([]);
      },
    );
    expect(struck).to.be.at.least(MOMENTS / 2);
  });
});
