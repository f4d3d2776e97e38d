import { expect } from "chai";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { random } from "../../proof/random.ts";
import { inFolder } from "../support/folder.ts";
import { KEY, type Emulated } from "../support/emulated.ts";
import { HEAVY } from "../support/heavy.ts";
import { COMMAND } from "../support/shell.ts";
import { arnOf, exposedWorld, fixing, openPolicy, policiesIn } from "../support/fixing.ts";

const NAMES = ["a.example", "b.example", "c.example", "d.example"];

/** Moments at which the process is killed. */
const MOMENTS = HEAVY ? 50 : 2;

/** Milliseconds that a write of the process takes. */
const SLOW = 100;

/** Runs an apply as a process of its own and kills it so long after its first call to AWS. */
const killed = async (world: Emulated, folder: string, after: number): Promise<void> => {
  const before = world.emulator.log.calls.length;
  const child = spawn(
    process.execPath,
    [
      COMMAND,
      "fix",
      "apply",
      "postern.plan.json",
      "--yes",
      "--endpoint-url",
      world.emulator.url,
      "--calls-per-second",
      "1000",
    ],
    {
      cwd: folder,
      stdio: "ignore",
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: KEY.accessKeyId,
        AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
        AWS_EC2_METADATA_DISABLED: "true",
      },
    },
  );
  const ended = once(child, "exit");
  while (world.emulator.log.calls.length === before && child.exitCode === null) await wait(5);
  expect(child.exitCode, "it ended before its first call").to.equal(null);
  await wait(after);
  child.kill("SIGKILL");
  await ended;
};

describe("postern fix apply, killed at any moment", function () {
  this.timeout(MOMENTS * 60_000);

  it("leaves each policy old or new, a journal that tells which, and a run that can be repeated", async () => {
    const r = random(7);
    let interrupted = 0;
    for (let moment = 0; moment < MOMENTS; moment += 1) {
      const world = await exposedWorld(NAMES);
      try {
        await inFolder({}, async (folder) => {
          const argv = ["plan", "--region", "eu-west-1", "--to-account", "444455556666"];
          expect((await fixing(world, folder, argv)).code).to.equal(0);
          const quick = world.emulator.faults.add({
            operation: "PutIdentityPolicy",
            effect: { kind: "slow", ms: SLOW },
          });
          await killed(world, folder, r.below(SLOW * NAMES.length));
          quick();
          // What it had sent arrives: an undo that is quicker than that would come before it.
          await wait(2 * SLOW);
          const begun = begunIn(folder);
          if (new Set(begun).size < NAMES.length) interrupted += 1;
          for (const name of NAMES) {
            const isOld = policiesIn(world, name)["mail"] === openPolicy(name);
            const isNew =
              policiesIn(world, name)["mail"] === openPolicy(name).replace('"*"', '{"AWS":"444455556666"}');
            expect(isOld || isNew, `${moment} ${name}`).to.equal(true);
            if (isNew) expect(begun, `${moment}`).to.include(arnOf(name));
          }
          const again = await fixing(world, folder, ["apply", "postern.plan.json", "--yes"]);
          expect(again.code, again.stderr + again.stdout).to.equal(0);
          for (const name of NAMES) expect(policiesIn(world, name)["mail"]).not.to.equal(openPolicy(name));
          const undone = await fixing(world, folder, ["undo", "postern-backup/journal.jsonl", "--yes"]);
          expect(undone.code, undone.stderr + undone.stdout).to.equal(0);
          for (const name of NAMES) expect(policiesIn(world, name)["mail"]).to.equal(openPolicy(name));
        });
      } finally {
        await world.emulator.close();
      }
    }
    expect(interrupted, "runs that were cut short").to.be.greaterThan(0);
  });
});

const begunIn = (folder: string): readonly string[] => {
  const path = join(folder, "postern-backup", "journal.jsonl");
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { readonly event: string; readonly resource: { readonly id: string } })
    .filter(({ event }) => event === "begun")
    .map(({ resource }) => resource.id);
};
