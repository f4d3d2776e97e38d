/**
 * Puts every kind of fault in the way of every operation of a scan, over HTTP, and holds what comes of it against what
 * the embedded AWS handed over whole.
 *
 *     npm run faults [-- --only WORDS]
 *
 * Prints what is broken and the counts; exits 1 where a law is broken. A fault that never struck is named: it was in the way of a call that was not made.
 */
import { parseArgs } from "node:util";
import { gate } from "../src/cli/gate.ts";
import type { HandedOver } from "../src/emulator/serve.ts";
import { startEmulator } from "../src/emulator/start.ts";
import { isProblem } from "../src/model/problem.ts";
import type { ResultsRecord } from "../src/model/results.ts";
import { scan } from "../src/scan.ts";
import { estate, KEY } from "./faults/estate.ts";
import { broken, type Outcome } from "./faults/laws.ts";
import { scenarios, type Scenario } from "./faults/scenarios.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** Scenarios at a time: nearly all of their time is waiting. */
const AT_ONCE = 24;

/** Milliseconds and bytes; a hundredth of what holds outside. */
const LIMITS = { attemptWithin: 500, callWithin: 1_200, largestAnswer: 500_000, lostWithin: 4_000 };

/** As the command line ends over such results. */
const exitCodeOf = (records: readonly ResultsRecord[]): number => {
  const watch = gate({ failOn: "HIGH", allow: [] });
  for (const record of records) watch.see(record);
  return watch.code();
};

const outcomeOf = async ({
  rule,
}: Scenario): Promise<{ readonly outcome: Outcome; readonly struck: number }> => {
  const handedOver: HandedOver[] = [];
  const world = estate();
  const emulator = await startEmulator({
    world,
    faults: [{ effect: { kind: "pages", size: 2 } }],
    handedOver: (answer) => void handedOver.push(answer),
  });
  emulator.faults.add(rule);
  const begun = performance.now();
  const records: ResultsRecord[] = [];
  let refused = false;
  try {
    const options = { endpointUrl: emulator.url, credentials: KEY, callsPerSecond: 10_000, limits: LIMITS };
    for await (const record of scan({ ...options, now: "2026-11-23T16:00:00Z" })) records.push(record);
  } catch (error) {
    if (!isProblem(error) || error.problem.kind !== "usage") throw error;
    refused = true;
  }
  // Each call that was understood is struck by the small pages too.
  const understood = emulator.log.calls.filter(({ operation }) => operation !== "").length;
  const struck = emulator.faults.struck() - understood;
  const outcome = {
    records: refused ? null : records,
    exitCode: refused ? 2 : exitCodeOf(records),
    milliseconds: performance.now() - begun,
    handedOver,
    world,
  };
  await emulator.close();
  return { outcome, struck };
};

/** Only a fault in the way of the first question may keep a scan from beginning. */
const refusesCaller = ({ rule }: Scenario): boolean => rule.operation === "GetCallerIdentity";

/** On a machine that is busy the first question may be too late by itself: then it is asked again. */
const begun = async (scenario: Scenario): ReturnType<typeof outcomeOf> => {
  for (let attempt = 1; ; attempt += 1) {
    const one = await outcomeOf(scenario);
    if (one.outcome.records !== null || refusesCaller(scenario) || attempt === 5) return one;
  }
};

const { only } = parseArgs({ options: { only: { type: "string" } } }).values;
const wanted = scenarios().filter(({ name }) => only === undefined || name.includes(only));
const failures: string[] = [];
const codes = new Map<number, number>();
const idle: string[] = [];
const queue = wanted.values();
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (const scenario of queue) {
      try {
        const { outcome, struck } = await begun(scenario);
        if (outcome.records === null && !refusesCaller(scenario))
          failures.push(`${scenario.name}: not begun`);
        codes.set(outcome.exitCode, (codes.get(outcome.exitCode) ?? 0) + 1);
        failures.push(...broken(outcome).map((law) => `${scenario.name}: ${law}`));
        if (struck <= 0 && outcome.records !== null) idle.push(scenario.name);
      } catch (error) {
        failures.push(`${scenario.name}: ${String(error)}`);
      }
    }
  }),
);
for (const failure of failures) console.error(failure);
const ends = [...codes].toSorted(([a], [b]) => a - b).map(([code, count]) => `${count} × exit ${code}`);
console.log(`${wanted.length} scenarios, ${failures.length} laws broken: ${ends.join(", ")}`);
if (idle.length > 0) console.log(`${idle.length} never struck: ${idle.join("; ")}`);
if (failures.length > 0) process.exitCode = 1;
