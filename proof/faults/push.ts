import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { CallLimits } from "../../src/aws/limits.ts";
import { openLedger } from "../../src/deliver/security-hub/ledger.ts";
import { pushSecurityHub, type PushOptions, type PushReport } from "../../src/deliver/security-hub/push.ts";
import type { Hub } from "../../src/emulator/services/security-hub/hub.ts";
import { startEmulator, type Emulator } from "../../src/emulator/start.ts";
import { addIdentity, type Region, type World } from "../../src/emulator/world.ts";
import type { Exception } from "../../src/model/exception.ts";
import type { ResultsRecord } from "../../src/model/results.ts";
import { connect } from "../../src/connection.ts";
import { scan } from "../../src/scan.ts";
import { ACCOUNT, estate, KEY, OPEN, POLICY, SHUT } from "./estate.ts";
import { LONGEST } from "./laws.ts";
import { NOW, PATIENT } from "./limits.ts";
import type { Ran } from "./scan.ts";
import type { Scenario } from "./scenarios.ts";

const DAY_BEFORE = "2026-11-22T16:00:00Z";

const ACCEPTED: Exception = {
  rule: "SES-003",
  match: {},
  reason: "agreed",
  approver: "somebody",
  approvedAt: "2026-11-01",
  expires: "2026-12-31",
  ticket: "T-1",
};

/** Two runs, one after the other: between them an identity is shut, one is new, and the risk of one is accepted. */
interface Runs {
  readonly before: readonly ResultsRecord[];
  readonly after: readonly ResultsRecord[];
  /** Findings in each region after both were pushed without a fault. */
  readonly wanted: ReadonlyMap<string, readonly string[]>;
}

const regionsOf = (world: World): ReadonlyMap<string, Region> =>
  world.accounts.get(ACCOUNT)?.regions ?? new Map<string, Region>();

const scanned = async (emulator: Emulator, now: string): Promise<readonly ResultsRecord[]> => {
  const records: ResultsRecord[] = [];
  const options = { endpointUrl: emulator.url, credentials: KEY, callsPerSecond: 10_000, now };
  for await (const record of scan(options)) records.push(record);
  return records;
};

const makeRuns = async (): Promise<Runs> => {
  const world = estate();
  const emulator = await startEmulator({ world });
  try {
    const before = await scanned(emulator, DAY_BEFORE);
    for (const region of regionsOf(world).values()) {
      region.identities.get("e.example")?.policies.set(POLICY, SHUT);
      addIdentity(region, "h.example", { policies: { [POLICY]: OPEN } });
    }
    const after = (await scanned(emulator, NOW)).map((record) =>
      record.kind === "finding" && record.ruleId === "SES-003" && record.resource.name === "c.example"
        ? { ...record, exception: ACCEPTED }
        : record,
    );
    await push(emulator, before, PATIENT);
    await push(emulator, after, PATIENT);
    const wanted = new Map([...regionsOf(world)].map(([name, { hub }]) => [name, shown(hub)]));
    return { before, after, wanted };
  } finally {
    await emulator.close();
  }
};

let runs: Promise<Runs> | null = null;

/** Pauses between rounds are real seconds; a twentieth is enough here. */
const sleep = (milliseconds: number): Promise<void> => setTimeout(milliseconds / 20);

const push = async (
  emulator: Emulator,
  records: readonly ResultsRecord[],
  limits: CallLimits,
  choice: Partial<PushOptions> = {},
): Promise<PushReport> => {
  const session = connect({ endpointUrl: emulator.url, credentials: KEY, limits });
  try {
    return await pushSecurityHub(records, {
      access: session.access,
      clock: Date.now,
      sleep,
      suppressExcepted: true,
      ...choice,
    });
  } finally {
    session.close();
  }
};

/** What a person sees of each finding, sorted. */
const shown = (hub: Hub | null): readonly string[] =>
  [...(hub?.findings.values() ?? [])]
    .map(({ finding }) =>
      JSON.stringify([
        finding["Id"],
        finding["Compliance"],
        finding["Workflow"],
        finding["RecordState"],
        finding["CreatedAt"],
        finding["FirstObservedAt"],
        finding["UpdatedAt"],
      ]),
    )
    .sort();

const idOf = (line: string): string => String((JSON.parse(line) as readonly unknown[])[0]);

/** Pushes the second run with the fault in the way, and then once more without it. */
export const pushUnder = async ({ rule, first }: Scenario, limits: CallLimits): Promise<Ran> => {
  const { before, after, wanted } = await (runs ??= makeRuns());
  const world = estate();
  const emulator = await startEmulator({ world, faults: [{ effect: { kind: "pages", size: 5 } }] });
  const folder = mkdtempSync(join(tmpdir(), "postern-faults-"));
  const withLedger = async (within: CallLimits): Promise<PushReport> => {
    const ledger = await openLedger(join(folder, "ledger.jsonl"), NOW);
    try {
      return await push(emulator, after, within, { ledger });
    } finally {
      await ledger.close();
    }
  };
  try {
    await push(emulator, before, PATIENT);
    const added = [...(first === undefined ? [] : [first]), rule].map((one) => emulator.faults.add(one));
    const begun = performance.now();
    const report = await withLedger(limits);
    const milliseconds = performance.now() - begun;
    const struck = emulator.faults.struck();
    const failed = report.hubs.some(({ refusal, failures }) => refusal !== null || failures.length > 0);
    const wrong = [...regionsOf(world)].flatMap(([name, { hub }]) =>
      brokenAt(name, { shown: shown(hub), wanted: wanted.get(name) ?? [] }, report),
    );
    for (const remove of added) remove();
    const again = await withLedger(PATIENT);
    const left = [...regionsOf(world)].flatMap(([name, { hub }]) =>
      JSON.stringify(shown(hub)) === JSON.stringify(wanted.get(name))
        ? []
        : [`${name} is not as it should be after the next push`],
    );
    return {
      broken: [
        ...(milliseconds > LONGEST ? [`it took ${Math.round(milliseconds)} ms`] : []),
        ...wrong,
        ...left,
        ...again.hubs.flatMap(({ region, refusal, failures }) =>
          refusal === null && failures.length === 0 ? [] : [`the next push failed in ${region}`],
        ),
      ],
      exitCode: failed ? 4 : 0,
      struck,
    };
  } finally {
    await emulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

interface State {
  readonly shown: readonly string[];
  readonly wanted: readonly string[];
}

/** Nothing twice, nothing lost: what is not as it should be is among what the report names, and what it takes for undone is so. */
const brokenAt = (region: string, { shown, wanted }: State, { hubs }: PushReport): readonly string[] => {
  const report = hubs.find((hub) => hub.region === region);
  if (report === undefined) return [`nothing is said of ${region}`];
  const named = new Set(report.failures.map(({ step }) => step.finding.Id));
  const ids = new Set(wanted.map(idOf));
  const missing = wanted.filter((line) => !shown.includes(line)).map(idOf);
  const surelyUndone = report.failures.filter(({ step, unsure }) => !unsure && step.action !== "suppress");
  return [
    ...shown.map(idOf).flatMap((id) => (ids.has(id) ? [] : [`${id} is twice, or of nobody`])),
    ...(report.refusal === null
      ? missing.flatMap((id) => (named.has(id) ? [] : [`${id} is lost in ${region}, and not named`]))
      : []),
    ...surelyUndone.flatMap(({ step }) =>
      shown.some((line) => wanted.includes(line) && idOf(line) === step.finding.Id)
        ? [`${step.finding.Id ?? ""} is said to be undone for certain, and is done`]
        : [],
    ),
  ];
};
