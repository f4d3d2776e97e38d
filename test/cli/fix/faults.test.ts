import { expect } from "chai";
import { inFolder } from "../../support/folder.ts";
import type { Emulated } from "../../support/emulated.ts";
import { eventsIn, exposedWorld, fixing, openPolicy, policiesIn } from "../../support/fixing.ts";
import { TO, NARROW } from "./asked.ts";

describe("postern fix against faults", () => {
  let world: Emulated;
  beforeEach(async () => (world = await exposedWorld(["a.example"])));
  afterEach(() => world.emulator.close());

  const afterFault = (
    effect: Parameters<Emulated["emulator"]["faults"]["add"]>[0]["effect"],
    times: number,
    run: (folder: string, code: number, stdout: string) => Promise<void>,
  ): Promise<void> =>
    inFolder({}, async (folder) => {
      await fixing(world, folder, ["plan", "--region", "eu-west-1", ...TO]);
      world.emulator.faults.add({ operation: "PutIdentityPolicy", effect, times });
      const { code, stdout } = await fixing(world, folder, ["apply", "postern.plan.json", "--yes"]);
      await run(folder, code, stdout);
    });

  const calls = (): number =>
    world.emulator.log.calls.filter(({ operation }) => operation === "PutIdentityPolicy").length;

  it("reads after a lost answer and does not write twice", () =>
    afterFault({ kind: "cut", when: "after" }, 1, async (folder, code) => {
      expect(code).to.equal(0);
      expect(calls()).to.equal(1);
      expect(policiesIn(world, "a.example")).to.deep.equal({ mail: NARROW });
      expect(eventsIn(folder)).to.deep.equal(["begun", "found", "verified"]);
      await Promise.resolve();
    }));

  for (const effect of [
    { kind: "throttle" },
    { kind: "cut", when: "before" },
    { kind: "error", status: 503 },
  ] as const)
    it(`writes again after ${effect.kind} when the old text is still there`, () =>
      afterFault(effect, 2, async (folder, code) => {
        expect(code).to.equal(0);
        expect(calls()).to.equal(3);
        expect(policiesIn(world, "a.example")).to.deep.equal({ mail: NARROW });
        expect(eventsIn(folder)).to.deep.equal(["begun", "written", "verified"]);
        await Promise.resolve();
      }));

  it("gives up after some tries, leaves the old policy, and can be run again", () =>
    afterFault({ kind: "error", status: 500 }, 5, async (folder, code, stdout) => {
      expect(code).to.equal(4);
      expect(stdout).to.contain("FAILED");
      expect(policiesIn(world, "a.example")).to.deep.equal({ mail: openPolicy("a.example") });
      expect(eventsIn(folder)).to.deep.equal(["begun", "lost"]);
      const undone = await fixing(world, folder, ["undo", "postern-backup/journal.jsonl", "--yes"]);
      expect(undone.code, undone.stdout).to.equal(0);
      const again = await fixing(world, folder, ["apply", "postern.plan.json", "--yes"]);
      expect(again.code).to.equal(0);
      expect(policiesIn(world, "a.example")).to.deep.equal({ mail: NARROW });
    }));

  it("does not try a refused write again", () =>
    afterFault({ kind: "refuse" }, 9, async (folder, code, stdout) => {
      expect(code).to.equal(4);
      expect(stdout).to.contain("AccessDenied");
      expect(calls()).to.equal(1);
      expect(eventsIn(folder)).to.deep.equal(["begun", "refused"]);
      await Promise.resolve();
    }));

  it("can be undone after a write that could not be checked", () =>
    inFolder({}, async (folder) => {
      await fixing(world, folder, ["plan", "--region", "eu-west-1", ...TO]);
      const remove = world.emulator.faults.add({
        operation: "GetIdentityPolicies",
        effect: { kind: "refuse" },
        after: 1,
      });
      const applied = await fixing(world, folder, ["apply", "postern.plan.json", "--yes"]);
      expect(applied.code).to.equal(4);
      expect(applied.stdout).to.contain("UNVERIFIED");
      expect(eventsIn(folder)).to.deep.equal(["begun", "written", "unverified"]);
      remove();
      expect(await fixing(world, folder, ["undo", "postern-backup/journal.jsonl", "--yes"])).to.include({
        code: 0,
      });
      expect(policiesIn(world, "a.example")).to.deep.equal({ mail: openPolicy("a.example") });
    }));

  it("lets one of two applies at once through", () =>
    inFolder({}, async (folder) => {
      await fixing(world, folder, ["plan", "--region", "eu-west-1", ...TO]);
      world.emulator.faults.add({ operation: "PutIdentityPolicy", effect: { kind: "slow", ms: 300 } });
      const both = await Promise.all(
        [1, 2].map(() => fixing(world, folder, ["apply", "postern.plan.json", "--yes"])),
      );
      expect(both.map(({ code }) => code)).to.have.members([0, 4]);
      expect(both.map(({ stderr }) => stderr).join("")).to.contain("has been using it since");
      expect(policiesIn(world, "a.example")).to.deep.equal({ mail: NARROW });
    }));
});
