import { expect } from "chai";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { addIdentity } from "../../src/emulator/world.ts";
import { emulated, REGION, type Emulated } from "../support/emulated.ts";
import { aFolder } from "../support/folder.ts";
import { AWS_ENVIRONMENT } from "../support/killed.ts";
import { COMMAND } from "../support/shell.ts";

/** Identities with a policy of a kilobyte each: more than a file of 64 blocks holds. */
const IDENTITIES = 120;
/** Of 1,024 bytes: the most that a file of the process may have. */
const BLOCKS = 64;

describe("a disk that has no room left for what a scan reads", function () {
  this.timeout(60_000);
  const folder = aFolder();
  let world: Emulated;

  before(function () {
    const { stdout } = spawnSync("bash", ["-c", `ulimit -f ${BLOCKS} && ulimit -f`], { encoding: "utf8" });
    // A shell that cannot limit files, as on Windows.
    if (stdout.trim() !== String(BLOCKS)) this.skip();
  });
  beforeEach(async () => {
    world = await emulated();
    for (let index = 0; index < IDENTITIES; index += 1)
      addIdentity(world.region, `d${String(index).padStart(3, "0")}.example`, {
        policies: { p: JSON.stringify({ Version: "2012-10-17", Statement: [], Id: "x".repeat(1_000) }) },
      });
  });
  afterEach(() => world.emulator.close());

  /** Runs a scan in a process of its own, whose files may have so many blocks. */
  const scan = async (what: readonly string[], blocks: number | "unlimited" = "unlimited") => {
    const { url } = world.emulator;
    const argv =
      `scan -q --endpoint-url ${url} --calls-per-second 10000 --region ${REGION} --now 2026-11-30T12:00:00Z`
        .split(" ")
        .concat(["--fail-on", "never", "--allow", "undecided", "-f", "json=r.json", ...what]);
    const child = spawn(
      "bash",
      ["-c", `ulimit -f ${blocks} && exec "$@"`, "bash", process.execPath, COMMAND, ...argv],
      { cwd: folder(), env: { ...process.env, ...AWS_ENVIRONMENT }, stdio: ["ignore", "ignore", "pipe"] },
    );
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, "close")) as unknown[];
    return { code, said };
  };
  const reads = (): number =>
    world.emulator.log.calls.filter(({ operation }) =>
      ["ListIdentityPolicies", "GetEmailIdentity", "GetEmailIdentityPolicies"].includes(operation),
    ).length;
  const results = (): string => readFileSync(join(folder(), "r.json"), "utf8");

  it("ends with one line and exit 4, and the scan goes on from the journal once there is room", async () => {
    const whole = await scan(["--save-snapshot", "whole.jsonl"]);
    expect(whole.code, whole.said).to.equal(0);
    const wanted = results();

    const cut = await scan(["--save-snapshot", "s.jsonl"], BLOCKS);
    expect(cut.code, cut.said).to.equal(4);
    expect(cut.said).to.match(/what was read cannot be written down: the file would be larger/);
    expect(cut.said).to.match(/go on with `postern scan --resume s\.jsonl`/);
    expect(existsSync(join(folder(), "s.jsonl"))).to.equal(false);
    const had = readFileSync(
      join(folder(), "s.jsonl.partial", `aws.111122223333.${REGION}.ses.jsonl`),
      "utf8",
    ).split("\n").length;
    expect(had, "lines that were kept").to.be.greaterThan(30);

    world.emulator.log.clear();
    const resumed = await scan(["--resume", "s.jsonl"]);
    expect(resumed.code, resumed.said).to.equal(0);
    expect(results()).to.equal(wanted);
    expect(readFileSync(join(folder(), "s.jsonl"))).to.deep.equal(
      readFileSync(join(folder(), "whole.jsonl")),
    );
    // What stood whole in the journal was not asked for again; one identity in a hundred is read twice.
    expect(reads()).to.be.at.most((IDENTITIES - had + 3) * 1.1 + 5);
  });
});
