import {
  type AwsSecurityFinding,
  BatchUpdateFindingsCommand,
  SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { expect } from "chai";
import * as fc from "fast-check";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { hubClient } from "../../src/deliver/security-hub/hub-client.ts";
import type { Previous } from "../../src/deliver/security-hub/known.ts";
import { openLedger } from "../../src/deliver/security-hub/ledger.ts";
import { type PushReport, pushSecurityHub } from "../../src/deliver/security-hub/push.ts";
import { readHub } from "../../src/deliver/security-hub/read-hub.ts";
import { SENT } from "../../src/deliver/security-hub/step.ts";
import { forgetOld, newHub } from "../../src/emulator/services/security-hub/hub.ts";
import type { FaultRule } from "../../src/emulator/faults.ts";
import { productArn } from "../../src/exporters/asff/hub-of.ts";
import { emulated, type Emulated, KEY } from "../support/emulated.ts";
import { ACCOUNT } from "../support/findings.ts";
import { inFolder } from "../support/folder.ts";
import { customerSet, eitherOr, iso, plain, START } from "./held-against-model.ts";
import { histories, type Mishap, REGIONS, resultsOf, type Visit } from "./history.ts";
import { accessTo, Crash, shownIn } from "./hubs.ts";
import { afterVisit, remembered, type Showing } from "./simple-model.ts";

const HOUR = 3_600_000;

interface Way {
  readonly file: string | null;
  readonly home: string | null;
}

/** A run that asks nothing goes nowhere. */
const meetsAll = ({ regions }: Visit, home: string | null): boolean =>
  home !== null && Object.values(regions).some(({ reach }) => reach !== "out");

/** Where the earlier state comes from: Security Hub, each region its own; or a ledger, all in one home region. */
export const overTheWire = (memory: string, home: string | null, count: number): void => {
  describe("histories of Security Hub, over the wire", function () {
    this.timeout(20_000 + count * 800);

    let world: Emulated;
    let clock = START;
    before(async () => (world = await emulated({ clock: () => clock })));
    after(() => world.emulator.close());

    it(`shows what a simple model shows, with ${memory}, over ${count} histories`, async () => {
      await fc.assert(
        fc.asyncProperty(histories, (visits) =>
          inFolder({}, async (folder) => {
            const file = home === null ? null : join(folder, "ledger.jsonl");
            for (const region of world.account.regions.values()) region.hub = newHub(0);
            let model: Showing = new Map();
            clock = START;
            for (const visit of [...visits, ...lastCalm(visits)]) {
              clock += visit.after;
              model = customerSet(remembered(model, clock), visit.customer);
              await letCustomer(world, visit.customer);
              world.emulator.faults.add(faultOf(visit.mishap));
              const clean = await delivered(world, visit, clock, { file, home });
              world.emulator.faults.clear();
              const after = afterVisit(model, visit, clock, meetsAll(visit, home));
              const actual = shownIn(stored(world, clock));
              if (!clean) model = eitherOr(actual, model, after);
              else {
                expect(plain(actual)).to.deep.equal(plain(after));
                model = after;
              }
            }
            await expectNothingToDo(world, visits.at(-1), clock, { file, home });
          }),
        ),
        { numRuns: count },
      );
    });
  });
};

/** The last visit once more, an hour later, with nothing that goes wrong. */
const lastCalm = (visits: readonly Visit[]): readonly Visit[] =>
  visits.slice(-1).map((visit) => ({ ...visit, after: HOUR, mishap: { kind: "none" }, customer: null }));

const stored = ({ account }: Emulated, now: number): readonly AwsSecurityFinding[] =>
  [...account.regions.values()].flatMap(({ hub }) => {
    if (hub === null) return [];
    forgetOld(hub, now);
    return [...hub.findings.values()].map(({ finding }) => finding as object as AwsSecurityFinding);
  });

const faultOf = (mishap: Mishap): FaultRule => {
  switch (mishap.kind) {
    case "none":
    case "crash":
      return { service: "none", effect: { kind: "html" } };
    case "fail": {
      const ids = REGIONS.flatMap((region) =>
        mishap.names.map((name) => `ccc:${ACCOUNT}:SES-003:SES:${region}:${name}`),
      );
      return { service: "securityhub", times: mishap.times, effect: { kind: "fail-findings", ids } };
    }
    case "throttle":
    case "error":
    case "lost":
    case "lost answer":
    case "html":
      return {
        service: "securityhub",
        after: mishap.at - 1,
        times: mishap.times,
        effect: EFFECTS[mishap.kind],
      };
  }
};

const EFFECTS = {
  throttle: { kind: "throttle", code: "TooManyRequestsException", status: 429 },
  error: { kind: "error", when: "after" },
  lost: { kind: "cut", when: "before" },
  "lost answer": { kind: "cut", when: "after" },
  html: { kind: "html" },
} as const;

const letCustomer = async ({ emulator }: Emulated, status: Visit["customer"]): Promise<void> => {
  if (status === null) return;
  for (const region of REGIONS) {
    const hub = emulator.world.accounts.get(ACCOUNT)?.regions.get(region)?.hub;
    const found = [...(hub?.findings.values() ?? [])].map(
      ({ finding }) => finding as object as AwsSecurityFinding,
    );
    if (found.length === 0) continue;
    const client = new SecurityHubClient({ region, endpoint: emulator.url, credentials: KEY });
    const FindingIdentifiers = found.map(({ Id, ProductArn }) => ({ Id, ProductArn }));
    await client.send(new BatchUpdateFindingsCommand({ FindingIdentifiers, Workflow: { Status: status } }));
  }
};

/** Pushes a visit's results; false where it failed in part or ended in the middle. */
const delivered = async (world: Emulated, visit: Visit, now: number, way: Way): Promise<boolean> => {
  try {
    const { hubs } = await push(world, visit, now, way);
    return hubs.every(({ refusal, failures }) => refusal === null && failures.length === 0);
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    // The line that was being written when the power went.
    if (way.file !== null) appendFileSync(way.file, '{"kind":"finding","finding":{"Id":"half');
    return false;
  }
};

const push = async (
  { emulator }: Emulated,
  visit: Visit,
  now: number,
  { file, home }: Way,
): Promise<PushReport> => {
  const underway: Promise<unknown>[] = [];
  let imports = 0;
  let dead = false;
  const ledger = file === null ? {} : { ledger: await openLedger(file, iso(now)) };
  const interrupt = (operation: string, when: "before" | "after"): void => {
    if (dead) throw new Crash();
    if (visit.mishap.kind !== "crash" || operation !== "BatchImportFindings") return;
    if (when === "before") imports += 1;
    dead ||= imports >= visit.mishap.at && (when === "after") === visit.mishap.after;
    if (dead) throw new Crash();
  };
  try {
    return await pushSecurityHub(resultsOf(visit, iso(now)), {
      ...ledger,
      ...(home === null ? {} : { homeRegion: home }),
      access: (account, region) =>
        Promise.resolve(accessTo(emulator.url, account, region, interrupt, underway)),
      clock: () => now,
      sleep: () => Promise.resolve(),
    });
  } finally {
    // What is on its way when the process ends arrives nevertheless.
    await Promise.all(underway);
    await ledger.ledger?.close();
  }
};

/** The same results again: nothing is sent, and a ledger knows what Security Hub would say. */
const expectNothingToDo = async (
  world: Emulated,
  visit: Visit | undefined,
  now: number,
  way: Way,
): Promise<void> => {
  if (visit === undefined) return;
  const calm: Visit = { ...visit, mishap: { kind: "none" } };
  const { hubs } = await push(world, calm, now, way);
  const sent = hubs.flatMap(({ counts }) => SENT.map((action) => counts[action]));
  expect(
    sent.every((count) => count === 0),
    JSON.stringify(hubs),
  ).to.equal(true);
  if (way.file === null) return;
  const ledger = await openLedger(way.file, iso(now));
  const time = { clock: () => now, sleep: () => Promise.resolve() };
  for (const { account, region } of hubs) {
    const hub = { partition: "aws", account, region };
    const read = await readHub(hubClient(accessTo(world.emulator.url, account, region), time), hub, time);
    const remembers = ledger.previous(productArn(hub));
    expect(withoutWorkflow(remembers)).to.deep.equal(withoutWorkflow(read as Previous));
  }
};

/** The ledger does not see what the customer does. */
const withoutWorkflow = (previous: Previous | null): object =>
  Object.fromEntries([...(previous ?? [])].map(([key, { finding }]) => [key, finding] as const));
