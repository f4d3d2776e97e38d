import type { CallLimits } from "../../src/aws/limits.ts";
import { gate } from "../../src/cli/gate.ts";
import type { HandedOver } from "../../src/emulator/serve.ts";
import { startEmulator } from "../../src/emulator/start.ts";
import { isProblem } from "../../src/model/problem.ts";
import type { ResultsRecord } from "../../src/model/results.ts";
import { scan } from "../../src/scan.ts";
import { estate, KEY, READER, ROLE } from "./estate.ts";
import { broken } from "./laws.ts";
import { NOW } from "./limits.ts";
import type { Scenario } from "./scenarios.ts";

/** What a scenario came to. */
export interface Ran {
  readonly broken: readonly string[];
  readonly exitCode: number;
  readonly struck: number;
}

/** As the command line ends over such results. */
const exitCodeOf = (records: readonly ResultsRecord[]): number => {
  const watch = gate({ failOn: "HIGH", allow: [] });
  for (const record of records) watch.see(record);
  return watch.code();
};

/** Only a fault in the way of the first question may keep a scan from beginning. */
const mayRefuse = ({ rule }: Scenario): boolean => rule.operation === "GetCallerIdentity";

/** Scans the estate with the fault in the way, and holds the results against the laws. */
export const scanUnder = async (scenario: Scenario, limits: CallLimits): Promise<Ran> => {
  const handedOver: HandedOver[] = [];
  const world = estate();
  const emulator = await startEmulator({
    world,
    faults: [{ effect: { kind: "pages", size: 2 } }],
    handedOver: (answer) => void handedOver.push(answer),
  });
  emulator.faults.add(scenario.rule);
  const who = scenario.run === "scan by role" ? { credentials: READER, roleArn: ROLE } : { credentials: KEY };
  const [, lane] = /^scan by (v.+)$/.exec(scenario.run) ?? [];
  const lanes = lane === undefined ? {} : { lanes: { ses: [lane] } };
  const begun = performance.now();
  const records: ResultsRecord[] = [];
  let refused = false;
  try {
    const options = { endpointUrl: emulator.url, callsPerSecond: 10_000, limits, now: NOW };
    for await (const record of scan({ ...options, ...who, ...lanes })) records.push(record);
  } catch (error) {
    if (!isProblem(error) || error.problem.kind !== "usage") throw error;
    refused = true;
  } finally {
    await emulator.close();
  }
  const exitCode = refused ? 2 : exitCodeOf(records);
  const milliseconds = performance.now() - begun;
  const laws = broken({ records: refused ? null : records, exitCode, milliseconds, handedOver, world });
  return {
    broken: [...(refused && !mayRefuse(scenario) ? ["not begun"] : []), ...laws],
    exitCode,
    struck: emulator.faults.struck(),
  };
};
