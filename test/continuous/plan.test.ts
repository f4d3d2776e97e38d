import { expect } from "chai";
import { folderStore } from "../../src/continuous/folder-store.ts";
import { planRun } from "../../src/continuous/plan.ts";
import type { Emulator } from "../../src/emulator/start.ts";
import { addRegion } from "../../src/emulator/world.ts";
import { problemIn } from "../support/collected.ts";
import { aFolder } from "../support/folder.ts";
import { MANAGEMENT, memberId, organisation, readingOf, REGIONS, shardsOf } from "../support/runs.ts";

describe("planRun", () => {
  const folder = aFolder();
  let emulator: Emulator;
  before(async () => {
    emulator = await organisation(1, () => 0);
    const account = emulator.world.accounts.get(MANAGEMENT);
    if (account !== undefined) addRegion(account, "af-south-1", "DISABLED");
  });
  after(() => emulator.close());
  const store = () => folderStore(folder());

  it("makes a shard of each scope that is to be read, and closes the others", async () => {
    const plan = await planRun("a", store(), readingOf(emulator));
    const expected = [MANAGEMENT, memberId(0)].flatMap((account) =>
      REGIONS.map((region) => ({
        run: "a",
        settings: plan.settings,
        scope: `aws/${account}/${region}/ses`,
        part: 0,
      })),
    );
    expect(await shardsOf(plan, store())).to.deep.equal(expected);
    expect(plan.shards.count).to.equal(4);
    expect(plan.settled.count).to.equal(1);
  });

  it("leaves a run as it was planned first", async () => {
    const options = readingOf(emulator);
    const first = await planRun("a", store(), options);
    const calls = emulator.log.calls.length;
    const again = await planRun("a", store(), { ...options, clock: () => "2027-01-01T00:00:00Z" });
    expect(again).to.deep.equal(first);
    expect(emulator.log.calls.length).to.equal(calls);
    const other = await problemIn(() =>
      planRun("a", store(), { ...options, excludedRegions: ["us-east-1"] }),
    );
    expect(other).to.deep.include({
      what: "the run a was planned by another version, or with other settings",
      kind: "usage",
    });
  });

  it("takes no name that could lead elsewhere, or is too long for a summary", async () => {
    for (const run of ["", "..", "a/b", "-a", "a b", "a".repeat(65)])
      expect((await problemIn(() => planRun(run, store(), readingOf(emulator)))).what).to.match(
        /cannot name a run/,
      );
  });
});
