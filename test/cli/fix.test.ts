import { expect } from "chai";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../src/remedy/plan-file.ts";
import { inFolder } from "../support/folder.ts";
import type { Emulated } from "../support/emulated.ts";
import { arnOf, eventsIn, exposedWorld, fixing, openPolicy, policiesIn } from "../support/fixing.ts";
import { postern } from "../support/command.ts";
import { TO, NARROW } from "./fix/asked.ts";

const planIn = (folder: string): Plan =>
  JSON.parse(readFileSync(join(folder, "postern.plan.json"), "utf8")) as Plan;

describe("postern fix", () => {
  let world: Emulated;
  beforeEach(async () => (world = await exposedWorld(["a.example", "b.example"])));
  afterEach(() => world.emulator.close());

  const inPlanned = (run: (folder: string) => Promise<void>): Promise<void> =>
    inFolder({}, async (folder) => {
      const plan = await fixing(world, folder, ["plan", "--region", "eu-west-1", ...TO]);
      expect(plan, plan.stderr).to.include({ code: 0 });
      await run(folder);
    });

  it("plans what is live without a write, and is the default", () =>
    inFolder({}, async (folder) => {
      const plan = await fixing(world, folder, ["--region", "eu-west-1", ...TO]);
      expect(plan.code).to.equal(0);
      expect(plan.stdout).to.contain('"Principal": {').and.to.contain("444455556666 keeps access.");
      expect(world.emulator.log.calls.map(({ operation }) => operation)).not.to.contain("PutIdentityPolicy");
      expect(planIn(folder).resources.map(({ steps }) => steps[0]?.after)[0]).to.equal(NARROW);
      // Commands stay whole, so that they can be copied.
      const lines = plan.stdout.split("\n").filter((line) => !line.includes("aws ses"));
      for (const line of lines) expect(line.length, line).to.be.at.most(80);
    }));

  it("applies a plan, keeps the originals, and undoes it to the letter", () =>
    inPlanned(async (folder) => {
      const applied = await fixing(world, folder, ["apply", "postern.plan.json", "--yes"]);
      expect(applied, applied.stderr).to.include({ code: 0 });
      expect(applied.stderr).to.contain(
        `postern: 2 applied; to undo: postern fix undo postern-backup/journal.jsonl`,
      );
      expect(policiesIn(world, "a.example")).to.deep.equal({ mail: NARROW });
      expect(eventsIn(folder)).to.deep.equal([
        "begun",
        "written",
        "verified",
        "begun",
        "written",
        "verified",
      ]);
      const backup = join(folder, "postern-backup");
      for (const name of readdirSync(backup))
        expect(statSync(join(backup, name)).mode & 0o777, name).to.equal(0o600);

      const again = await fixing(world, folder, ["apply", "postern.plan.json", "--yes"]);
      expect(again.stdout).to.contain("THERE").and.not.to.contain("APPLIED");

      const undone = await fixing(world, folder, ["undo", "postern-backup/journal.jsonl", "--yes"]);
      expect(undone, undone.stderr).to.include({ code: 0 });
      expect(undone.stderr).to.match(/^postern: \d+ undone$/m);
      for (const name of ["a.example", "b.example"])
        expect(policiesIn(world, name)).to.deep.equal({ mail: openPolicy(name) });

      expect(await fixing(world, folder, ["undo", "postern-backup/journal.jsonl", "--yes"])).to.include({
        code: 0,
        stdout: "Nothing to undo.\n",
      });
      const third = await fixing(world, folder, ["apply", "postern.plan.json", "--yes"]);
      expect(third.code).to.equal(0);
      expect(policiesIn(world, "a.example")).to.deep.equal({ mail: NARROW });
    }));

  it("undoes one identity alone", () =>
    inPlanned(async (folder) => {
      await fixing(world, folder, ["apply", "postern.plan.json", "--yes"]);
      const argv = ["undo", "postern-backup/journal.jsonl", "--yes", "--only", arnOf("b.example")];
      expect(await fixing(world, folder, argv)).to.include({ code: 0 });
      expect(policiesIn(world, "a.example")).to.deep.equal({ mail: NARROW });
      expect(policiesIn(world, "b.example")).to.deep.equal({ mail: openPolicy("b.example") });
    }));

  it("takes a policy away of which nothing is left, and brings it back", () =>
    inFolder({}, async (folder) => {
      const text = openPolicy("a.example").replace('"Principal":"*"', '"Principal":{"AWS":"999988887777"}');
      world.region.identities.get("a.example")?.policies.set("mail", text);
      const plan = await fixing(world, folder, ["plan", "--region", "eu-west-1", "--rule", "SES-004"]);
      expect(plan.stdout)
        .to.contain("delete-identity-policy")
        .and.to.contain("999988887777 loses access, on purpose.");
      await fixing(world, folder, ["apply", "postern.plan.json", "--yes", "--only", arnOf("a.example")]);
      expect(policiesIn(world, "a.example")).to.deep.equal({});
      await fixing(world, folder, ["undo", "postern-backup/journal.jsonl", "--yes"]);
      expect(policiesIn(world, "a.example")).to.deep.equal({ mail: text });
    }));

  it("refuses what somebody changed after the plan, and shows both texts", () =>
    inPlanned(async (folder) => {
      const changed = openPolicy("a.example", "Changed");
      world.region.identities.get("a.example")?.policies.set("mail", changed);
      world.region.identities.get("b.example")?.policies.set("other", openPolicy("b.example"));
      const applied = await fixing(world, folder, ["apply", "postern.plan.json", "--yes"]);
      expect(applied.code).to.equal(4);
      expect(applied.stdout).to.contain("is not the text that was planned against").and.to.contain(changed);
      expect(applied.stdout).to.contain('policy "other" was not there when this was planned');
      expect(policiesIn(world, "a.example")).to.deep.equal({ mail: changed });
      expect(policiesIn(world, "b.example")).to.deep.equal({
        mail: openPolicy("b.example"),
        other: openPolicy("b.example"),
      });
    }));

  it("leaves a policy that somebody changed after the write, and shows the three texts", () =>
    inPlanned(async (folder) => {
      await fixing(world, folder, ["apply", "postern.plan.json", "--yes"]);
      const changed = openPolicy("a.example", "Changed");
      world.region.identities.get("a.example")?.policies.set("mail", changed);
      const undone = await fixing(world, folder, ["undo", "postern-backup/journal.jsonl", "--yes"]);
      expect(undone.code).to.equal(4);
      for (const text of [changed, NARROW, openPolicy("a.example")]) expect(undone.stdout).to.contain(text);
      expect(policiesIn(world, "a.example")).to.deep.equal({ mail: changed });
      expect(policiesIn(world, "b.example")).to.deep.equal({ mail: openPolicy("b.example") });
    }));

  it("asks before it writes, and refuses where nobody can be asked", () =>
    inPlanned(async (folder) => {
      const applied = await fixing(world, folder, ["apply", "postern.plan.json"]);
      expect(applied.code).to.equal(2);
      expect(applied.stderr)
        .to.contain(`${arnOf("a.example")}: Put policy "mail"`)
        .and.to.contain("--yes");
      expect(policiesIn(world, "a.example")).to.deep.equal({ mail: openPolicy("a.example") });
    }));

  it("bounds how much one run may change", () =>
    inPlanned(async (folder) => {
      const applied = await fixing(world, folder, ["apply", "postern.plan.json", "--yes", "--max", "1"]);
      expect(applied.code).to.equal(2);
      expect(applied.stderr).to.contain("changes 2 resources, and --max is 1");
      const one = await fixing(world, folder, [
        "apply",
        "postern.plan.json",
        "--yes",
        "--max",
        "1",
        "--only",
        "2",
      ]);
      expect(one.code).to.equal(0);
      expect(policiesIn(world, "a.example")).to.deep.equal({ mail: openPolicy("a.example") });
      expect(policiesIn(world, "b.example")).not.to.deep.equal({ mail: openPolicy("b.example") });
    }));

  it("verifies a plan offline, and refuses one that was changed, of another version, or none", () =>
    inPlanned(async (folder) => {
      expect(await postern(["fix", "verify", "postern.plan.json"], { cwd: folder })).to.include({
        code: 0,
        stdout: "The plan holds: 2 proved again from its texts alone.\n",
      });
      const text = readFileSync(join(folder, "postern.plan.json"), "utf8");
      for (const [changed, says] of [
        [text.replaceAll("444455556666", "666655554444"), "its hash does not hold"],
        [text.replace('"version": 1', '"version": 2'), "plan version 2 is not known"],
        [text.replace('"now"', '"then"'), '"now" is missing'],
        ["{}", "this is not a plan"],
        ["", "this is not a plan"],
      ] as const) {
        writeFileSync(join(folder, "changed.json"), changed);
        for (const command of ["verify", "apply"]) {
          const outcome = await postern(["fix", command, "changed.json"], { cwd: folder });
          expect(outcome.code, says).to.equal(2);
          expect(outcome.stderr).to.contain(says);
          expect(outcome.stderr.trimEnd().split("\n")).to.have.lengthOf(1);
        }
      }
    }));

  it("says in one line what is wrong with a journal or a backup", () =>
    inPlanned(async (folder) => {
      await fixing(world, folder, ["apply", "postern.plan.json", "--yes"]);
      const path = join(folder, "postern-backup", "journal.jsonl");
      const journal = readFileSync(path, "utf8");
      for (const [text, says] of [
        [journal.slice(0, -10), "cut off in the middle"],
        [journal.replace('"number":2', '"number":3'), "was changed or taken out"],
        [journal.split("\n").toSpliced(1, 1).join("\n"), "was changed or taken out"],
        ["{}\n", "is not a line of a journal"],
      ] as const) {
        writeFileSync(path, text);
        const outcome = await fixing(world, folder, ["undo", "postern-backup/journal.jsonl", "--yes"]);
        expect(outcome.code, says).to.equal(2);
        expect(outcome.stderr).to.contain(says);
      }
      writeFileSync(path, journal);
      const backup = join(folder, "postern-backup");
      for (const name of readdirSync(backup))
        if (name.endsWith(".json")) writeFileSync(join(backup, name), "{}");
      const outcome = await fixing(world, folder, ["undo", "postern-backup/journal.jsonl", "--yes"]);
      expect(outcome.code).to.equal(4);
      expect(outcome.stderr).to.contain("the backup was changed");
      expect(policiesIn(world, "a.example")).to.deep.equal({ mail: NARROW });
    }));

  it("says that an identity is gone, or a policy renamed", () =>
    inPlanned(async (folder) => {
      world.region.identities.delete("a.example");
      const policies = world.region.identities.get("b.example")?.policies;
      policies?.delete("mail");
      policies?.set("post", openPolicy("b.example"));
      const applied = await fixing(world, folder, ["apply", "postern.plan.json", "--yes"]);
      expect(applied.code).to.equal(4);
      expect(applied.stdout)
        .to.contain("There is no identity a.example")
        .and.to.contain('policy "mail" is gone');
    }));

  it("makes the same plan from a snapshot and from results", () =>
    inPlanned(async (folder) => {
      const live = planIn(folder).resources.map(({ steps }) => steps);
      const scanned = await fixing(world, folder, [
        "plan",
        "--region",
        "eu-west-1",
        ...TO,
        "-f",
        "json",
        "-o",
        "x.json",
      ]);
      expect(scanned.code).to.equal(0);
      const lines = planIn(folder).resources.map(({ record }) => JSON.stringify(record));
      writeFileSync(join(folder, "snapshot.jsonl"), `${lines.join("\n")}\n`);
      await postern(["analyze", "snapshot.jsonl", "-f", "json=results.json"], { cwd: folder });
      for (const input of ["snapshot.jsonl", "results.json"]) {
        const plan = await postern(["fix", "plan", input, ...TO, "-f", "json", "-o", "other.json"], {
          cwd: folder,
        });
        expect(plan.code, plan.stderr).to.equal(0);
        expect(
          (JSON.parse(plan.stdout) as Plan).resources.map(({ steps }) => steps),
          input,
        ).to.deep.equal(live);
      }
    }));
});
