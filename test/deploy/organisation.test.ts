import { expect } from "chai";
import { createHash } from "node:crypto";
import type { Shard, ShardOutcome, ShardSummary } from "../../src/continuous/run.ts";
import { scanShard } from "../../src/continuous/scan-shard.ts";
import type { Planned } from "../../src/continuous/steps.ts";
import type { Emulator } from "../../src/emulator/start.ts";
import {
  organisationMachine,
  type Before,
  type OrganisationMachine,
  type StepName,
} from "../support/organisation-machine.ts";
import { memberId, organisation, readingOf, scanned, type Told } from "../support/runs.ts";

const RUN = "2026-11-30";
const UNREAD = `aws/${memberId(1)}/us-east-1/ses`;

const isScope = (event: unknown, scope: string): boolean => (event as Shard).scope === scope;

/** What the results say of everything but that scope. */
const without = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => !line.includes(UNREAD) && !line.includes('"kind":"summary"'));

/** Calls of SES so far. */
const askedOf = ({ log }: Emulator): number => log.calls.filter(({ service }) => service === "ses").length;

/** Requests about objects so far. */
const requestsOf = ({ log }: Emulator): { readonly puts: number; readonly gets: number } => {
  const named = (name: string): number =>
    log.calls.filter(({ service, operation }) => service === "s3" && operation === name).length;
  return { puts: named("PutObject"), gets: named("GetObject") };
};

describe("the state machine of deploy/organisation.yaml", () => {
  let emulator: Emulator;
  let whole: Told;
  let machine: OrganisationMachine;
  before(async () => {
    emulator = await organisation(2, (account) => account * 4);
    whole = await scanned(readingOf(emulator));
  });
  after(() => emulator.close());
  beforeEach(async () => {
    machine = await organisationMachine(emulator, readingOf(emulator));
  });

  const results = (): readonly string[] =>
    (machine.objects.get(`runs/${RUN}/reports/results.jsonl`) ?? "").trimEnd().split("\n");
  /** The bucket without what Step Functions itself writes there. */
  const ours = (): ReadonlyMap<string, string> =>
    new Map([...machine.objects].filter(([key]) => !key.includes("/results/")));
  const coverageOf = (scope: string): string | undefined =>
    results().find((line) => line.includes('"kind":"coverage"') && line.includes(`"scope":"${scope}"`));
  /** That scope is unread for this reason, everything else is as a scan has it, and the execution does not pass. */
  const expectUnread = async (before: Before, reason: RegExp): Promise<void> => {
    const execution = await machine.run({ run: RUN }, before);
    expect(execution).to.deep.include({ status: "FAILED", error: "Postern.Incomplete" });
    expect(coverageOf(UNREAD)).to.match(reason);
    expect(without(results())).to.deep.equal(without(whole.results));
  };

  it("gives the results of one scan, byte for byte, and every report", async () => {
    const execution = await machine.run({ run: RUN });
    expect(execution).to.deep.include({ status: "SUCCEEDED", children: 6 });
    expect(results()).to.deep.equal(whole.results);
    const files = ["results.jsonl", "findings.asff.json", "findings.csv", "summary.md", "report.html"];
    expect([...machine.objects.keys()].filter((key) => key.includes("/reports/"))).to.have.members(
      files.map((file) => `runs/${RUN}/reports/${file}`),
    );
    expect(machine.objects.get(`runs/${RUN}/reports/report.html`)).to.match(/<\/html>\s*$/);
  });

  it("takes the steps, calls and requests that deploy/README.md counts", async () => {
    const before = requestsOf(emulator);
    const execution = await machine.run({ run: RUN });
    const shards = 6;
    expect(execution.transitions).to.equal(9 + 3 * shards);
    expect([...machine.calls.values()]).to.deep.equal([1, shards, 1, 1]);
    expect(requestsOf(emulator).puts - before.puts).to.equal(10 + shards);
    expect(requestsOf(emulator).gets - before.gets).to.equal(14 + 3 * shards);
  });

  it("names a run by its moment where nobody names it", async () => {
    await machine.run({});
    expect(machine.objects.has("runs/2026-11-30T12-00-00/manifest.json")).to.equal(true);
  });

  it("changes nothing by a second execution over the same keys", async () => {
    await machine.run({ run: RUN });
    const first = ours();
    const calls = askedOf(emulator);
    expect(await machine.run({ run: RUN })).to.deep.include({ status: "SUCCEEDED" });
    expect(ours()).to.deep.equal(first);
    expect(askedOf(emulator)).to.equal(calls);
  });

  it("goes on where a function hands its shard back, and each tells less than 1 KB", async () => {
    const execution = await machine.run({ run: RUN }, (step, event, invoke) =>
      step === "scanShard"
        ? scanShard(event as Shard, machine.store, { ...readingOf(emulator), largestPart: 500 })
        : invoke(event),
    );
    expect(execution.status).to.equal("SUCCEEDED");
    expect(results()).to.deep.equal(whole.results);
    const told = [...machine.objects].filter(
      ([key]) => key.includes("/results/") && key.includes("SUCCEEDED"),
    );
    const outcomes = told.flatMap(([, text]) => text.trimEnd().split("\n"));
    expect(outcomes.some((line) => (JSON.parse(line) as ShardOutcome).part > 1)).to.equal(true);
    for (const line of outcomes) expect(Buffer.byteLength(line)).to.be.lessThan(1_024);
  });

  it("tries a function again that dies in the middle, and gives the same bytes", async () => {
    let deaths = 0;
    const execution = await machine.run({ run: RUN }, async (step, event, invoke) => {
      if (step !== "scanShard" || !isScope(event, UNREAD) || deaths === 2) return invoke(event);
      deaths += 1;
      // The first dies before it has written, the second behind it.
      if (deaths === 2) await invoke(event);
      throw Object.assign(new Error("exit status 137"), { name: "Runtime.ExitError" });
    });
    expect(execution.status).to.equal("SUCCEEDED");
    expect(results()).to.deep.equal(whole.results);
  });

  it("makes a scope unread whose function fails to the end, and says why", async () => {
    await expectUnread((step, event, invoke) => {
      if (step !== "scanShard" || !isScope(event, UNREAD)) return invoke(event);
      throw Object.assign(new Error("out of memory"), { name: "Runtime.OutOfMemory" });
    }, /"status":"unread".*Runtime\.OutOfMemory.*out of memory/);
    expect(machine.calls.get("scanShard")).to.equal(5 + 3);
  });

  it("does not try again what no second attempt mends", async () => {
    await expectUnread(
      (step, event, invoke) =>
        invoke(
          step === "scanShard" && isScope(event, UNREAD)
            ? { ...(event as Shard), settings: "0".repeat(64) }
            : event,
        ),
      /"status":"unread".*Postern\.Usage/,
    );
    expect(machine.calls.get("scanShard")).to.equal(6);
  });

  it("ends a shard that is handed back without end", async () => {
    await expectUnread((step, event, invoke) => {
      if (step !== "scanShard" || !isScope(event, UNREAD)) return invoke(event);
      const { run, scope, part, settings } = event as Shard;
      const sha256 = "0".repeat(64);
      const next = { run, settings, scope, part: part + 1 };
      const read = { kind: "read", version: 1, run, scope, part, key: "", sha256, bytes: 1, resources: 1 };
      return Promise.resolve({ ...read, status: null, next });
    }, /"status":"unread"/);
    expect(machine.calls.get("scanShard")).to.equal(5 + 200);
  });

  /** Cuts the list of shards between planning and reading. */
  const cut =
    (shorter: (list: string) => string): Before =>
    async (step, event, invoke) => {
      const answer = await invoke(event);
      if (step !== "plan") return answer;
      const { shards } = answer as Planned;
      machine.objects.set(shards, shorter(machine.objects.get(shards) ?? ""));
      return answer;
    };

  it("says that a list of shards was cut off behind a line, and judges what it names", async () => {
    const execution = await machine.run(
      { run: RUN },
      cut((list) => list.slice(0, list.trimEnd().lastIndexOf("\n") + 1)),
    );
    expect(execution).to.deep.include({ status: "FAILED", error: "Postern.Incomplete", children: 5 });
    expect(coverageOf("files/run-shards/snapshot")).to.match(
      /has 5 entries of 6: it was cut off, or changed/,
    );
    expect(coverageOf(`aws/${memberId(0)}/us-east-1/ses`)).to.match(/"status":"complete"/);
  });

  it("says that everything is unread where the list of shards was cut off in a line, so that none was begun", async () => {
    const execution = await machine.run(
      { run: RUN },
      cut((list) => list.slice(0, -30)),
    );
    expect(execution).to.deep.include({ status: "FAILED", error: "Postern.Incomplete", children: 0 });
    expect(coverageOf("files/run-shards/snapshot")).to.match(/has 5 entries of 6/);
    expect(coverageOf(`aws/${memberId(0)}/us-east-1/ses`)).to.match(
      /"status":"unread".*No function has told of part 0/,
    );
  });

  /** Changes what lies at that scope before one of the functions behind the map. */
  const changed =
    (when: StepName, change: (text: string) => string): Before =>
    (step, event, invoke) => {
      const key = `runs/${RUN}/${UNREAD}/0000.jsonl`;
      if (step === when) machine.objects.set(key, change(machine.objects.get(key) ?? ""));
      return invoke(event);
    };

  it("does not take an object that was tampered with", () =>
    expectUnread(
      changed("merge", (text) => text.replace("Principal", "principal")),
      /ObjectChanged.*is not what its function has written/,
    ));

  it("does not take an object of a foreign version, though its function tells its hash", () =>
    expectUnread(async (step, event, invoke) => {
      const answer = await invoke(event);
      if (step !== "scanShard" || !isScope(event, UNREAD)) return answer;
      const { key } = answer as ShardSummary;
      const text = (machine.objects.get(key) ?? "").replace('"version":1', '"version":2');
      machine.objects.set(key, text);
      return { ...(answer as ShardSummary), sha256: createHash("sha256").update(text).digest("hex") };
    }, /ForeignVersion.*has version 2, and this is version 1/));

  it("fails where the results of the map are not what the ResultWriter writes, and writes no report", async () => {
    const execution = await machine.run({ run: RUN }, (step, event, invoke) => {
      for (const key of machine.objects.keys())
        if (step === "keepManifest" && key.endsWith("manifest.json")) machine.objects.set(key, "{}");
      return invoke(event);
    });
    expect(execution).to.deep.include({ status: "FAILED", error: "Postern.Input" });
    expect(execution)
      .to.have.property("cause")
      .that.matches(/the manifest of the map run names no ResultFiles/);
    expect(results()).to.deep.equal([""]);
  });

  it("has each name of the environment that its functions read, and hands a run on to all of them", () => {
    const { functions } = machine.deployment;
    expect(functions.map(({ handler }) => handler)).to.deep.equal([
      "index.plan",
      "index.scanShard",
      "index.keepManifest",
      "index.merge",
      "index.push",
    ]);
    const { POSTERN_PUSH_ROLE_ARN: role, POSTERN_PUSH: settings, ...pushing } = functions.at(-1)?.env ?? {};
    expect({ role, settings }).to.deep.equal({ role: "arn:aws:iam::{account}:role/", settings: "" });
    for (const env of [...functions.slice(0, -1).map((one) => one.env), pushing])
      expect(env).to.deep.equal(functions[0]?.env);
    expect(functions[0]?.env["POSTERN_ROLE_ARN"]).to.equal("arn:aws:iam::{account}:role/PosternAudit");
  });
});
