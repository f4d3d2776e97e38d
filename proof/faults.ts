/**
 * Puts every kind of fault in the way of every operation of a scan and of a push, over HTTP, and holds what comes of it
 * against what the embedded AWS handed over whole, and what it holds afterwards.
 *
 *     npm run faults [-- --only WORDS]
 *
 * Prints the laws that are broken and the counts; exits 1 where a law is broken, or a fault changed nothing: a scenario
 * in which nothing goes wrong shows nothing.
 */
import { parseArgs } from "node:util";
import type { CallLimits } from "../src/aws/limits.ts";
import { HURRIED, PATIENT } from "./faults/limits.ts";
import { pushUnder } from "./faults/push.ts";
import { scanUnder, type Ran } from "./faults/scan.ts";
import { scenarios, type Scenario } from "./faults/scenarios.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** Scenarios at a time: nearly all of their time is waiting. */
const AT_ONCE = 24;
const FEW = 4;

const inParallel = async (
  some: readonly Scenario[],
  atOnce: number,
  work: (scenario: Scenario) => Promise<void>,
): Promise<void> => {
  const queue = some.values();
  const worker = async (): Promise<void> => {
    for (const scenario of queue) await work(scenario);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};

const ran = (scenario: Scenario, limits: CallLimits): Promise<Ran> =>
  scenario.run === "push" ? pushUnder(scenario, limits) : scanUnder(scenario, limits);

/** What is wrong with a scenario, in words. */
const wrongOf = async (scenario: Scenario, limits: CallLimits): Promise<readonly string[]> => {
  try {
    const { broken, exitCode, struck } = await ran(scenario, limits);
    const end = `${scenario.run === "push" ? "push" : "scan"} ${exitCode}`;
    codes.set(end, (codes.get(end) ?? 0) + 1);
    return struck === 0 ? [...broken, "it changed nothing"] : broken;
  } catch (error) {
    return [String(error)];
  }
};

const { only } = parseArgs({ options: { only: { type: "string" } } }).values;
const wanted = scenarios().filter(({ name }) => only === undefined || name.includes(only));
const doubtful: Scenario[] = [];
const codes = new Map<string, number>();
await inParallel(wanted, AT_ONCE, async (scenario) => {
  if ((await wrongOf(scenario, HURRIED)).length > 0) doubtful.push(scenario);
});
// Emulator and scan share this process: where it is busy, an answer that was handed over is taken in too late, and the
// laws take it for ignored. So what seems broken is run again, a few at a time and for longer; the faults strike as before.
codes.set("run again", doubtful.length);
const failures: string[] = [];
await inParallel(doubtful, FEW, async (scenario) => {
  failures.push(...(await wrongOf(scenario, PATIENT)).map((law) => `${scenario.name}: ${law}`));
});
for (const failure of failures) console.error(failure);
const ends = [...codes]
  .toSorted(([a], [b]) => a.localeCompare(b))
  .map(([code, count]) => `${count} × ${code}`);
console.log(
  `${wanted.length} scenarios, ${failures.length} laws broken; run and exit code: ${ends.join(", ")}`,
);
if (wanted.length === 0 || failures.length > 0) process.exitCode = 1;
