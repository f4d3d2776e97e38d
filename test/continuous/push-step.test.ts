import { expect } from "chai";
import type { Pushed } from "../../src/continuous/push-step.ts";
import { newHub } from "../../src/emulator/services/security-hub/hub.ts";
import type { Emulator } from "../../src/emulator/start.ts";
import { organisationMachine, type OrganisationMachine } from "../support/organisation-machine.ts";
import { MANAGEMENT, memberId, organisation, readingOf, REGIONS } from "../support/runs.ts";

const RUN = "2026-11-30";

describe("the push after a run over an organisation", () => {
  let emulator: Emulator;
  let machine: OrganisationMachine;
  beforeEach(async () => {
    emulator = await organisation(2, () => 4);
    for (const account of emulator.world.accounts.values()) {
      account.roles.set("Push", { name: "Push", trusted: [MANAGEMENT] });
      for (const region of account.regions.values()) region.hub = newHub(0);
    }
    machine = await organisationMachine(emulator, readingOf(emulator), { PusherRoleName: "Push" });
  });
  afterEach(() => emulator.close());

  const hubOf = (account: string, region: string) =>
    emulator.world.accounts.get(account)?.regions.get(region)?.hub?.findings;
  /** Open findings of SES-003, in all accounts and regions. */
  const open = (): readonly string[] =>
    [...emulator.world.accounts.keys()].flatMap((account) =>
      REGIONS.flatMap((region) =>
        [...(hubOf(account, region)?.values() ?? [])]
          .map(({ finding }) => finding)
          .filter(
            ({ GeneratorId, RecordState }) => GeneratorId === "postern/SES-003" && RecordState === "ACTIVE",
          )
          .map(() => `${account} ${region}`),
      ),
    );
  const imports = (): number =>
    emulator.log.calls.filter(({ operation }) => operation === "BatchImportFindings").length;

  it("writes each finding into its own account and region, by the role that pushes", async () => {
    expect(await machine.run({ run: RUN })).to.deep.include({ status: "SUCCEEDED" });
    const everywhere = [MANAGEMENT, memberId(0), memberId(1)].flatMap((account) =>
      REGIONS.map((region) => `${account} ${region}`),
    );
    expect(open()).to.deep.equal(everywhere);
    const sent = imports();
    expect(await machine.run({ run: RUN })).to.deep.include({ status: "SUCCEEDED" });
    expect(imports()).to.equal(sent);
  });

  it("hands itself back behind an account, and goes on there", async () => {
    const stops: unknown[] = [];
    const execution = await machine.run({ run: RUN }, async (step, event, invoke) => {
      const answer = await invoke(event);
      if (step === "push") stops.push((answer as { readonly pushed: Pushed }).pushed);
      return answer;
    });
    expect(execution.status).to.equal("SUCCEEDED");
    expect(stops).to.deep.equal([{ next: null, hubs: 6, failed: 0, reasons: [] }]);
    const fresh = await organisationMachine(
      emulator,
      readingOf(emulator),
      { PusherRoleName: "Push" },
      undefined,
      0,
    );
    stops.length = 0;
    await fresh.run({ run: RUN }, async (step, event, invoke) => {
      const answer = await invoke(event);
      if (step === "push") stops.push((answer as { readonly pushed: Pushed }).pushed.next);
      return answer;
    });
    expect(stops).to.deep.equal([MANAGEMENT, memberId(0), memberId(1), null]);
    expect(fresh.calls.get("push")).to.equal(4);
  });

  it("pushes what it can where an account lets nobody in or has no Security Hub, and fails with the reasons", async () => {
    emulator.world.accounts.get(memberId(0))?.roles.delete("Push");
    const region = emulator.world.accounts.get(memberId(1))?.regions.get("us-east-1");
    if (region !== undefined) region.hub = null;
    const execution = await machine.run({ run: RUN });
    expect(execution).to.deep.include({ status: "FAILED", error: "Postern.NotPushed" });
    expect(execution)
      .to.have.property("cause")
      .that.matches(/222200000000 eu-west-1: .*AccessDenied.*; 222200000001 us-east-1: .*InvalidAccess/);
    expect(open()).to.deep.equal([
      ...REGIONS.map((name) => `${MANAGEMENT} ${name}`),
      `${memberId(1)} eu-west-1`,
    ]);
  });

  it("pushes nothing where no role is named, or the event is not its own", async () => {
    const silent = await organisationMachine(emulator, readingOf(emulator));
    expect(await silent.run({ run: RUN })).to.deep.include({ status: "SUCCEEDED" });
    expect(silent.calls.has("push")).to.equal(false);
    expect(open()).to.deep.equal([]);
    const execution = await machine.run({ run: "another" }, (step, event, invoke) =>
      invoke(step === "push" ? { run: "another", pushed: { next: 7 } } : event),
    );
    expect(execution).to.deep.include({ status: "FAILED", error: "Postern.Usage" });
    expect(execution)
      .to.have.property("cause")
      .that.matches(/how far an earlier push came/);
  });
});
