/**
 * Holds the decision against the enumeration of a bounded world over very many random policies.
 *
 *     npm run prove -- --count 1000000 --seed 1 --threads 2
 *
 * Prints seed, count, rate and the mix; exits 1 on a disagreement or where the mix leaves something out.
 */
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { parseArgs } from "node:util";
import { decideExposure } from "../src/policy/decide/decide.ts";
import { report } from "../test/support/policy/report.ts";
import { CLASSES, FORMS, OPERATORS, tally } from "../test/support/policy/tally.ts";
import { trial } from "../test/support/policy/trial.ts";

interface Share {
  readonly first: number;
  readonly count: number;
}

type Message = { readonly counts: Record<string, number> } | { readonly disagreement: string };

/** A thread reports as often as this many policies. */
const BATCH = 1000;
/** After so many disagreements more of them tell nothing new. */
const ENOUGH = 10;

const run = ({ first, count }: Share, send: (message: Message) => void): void => {
  let counts: Record<string, number> = {};
  for (let index = 0; index < count; index += 1) {
    const one = trial(first + index, decideExposure);
    if (one.disagreement !== null) send({ disagreement: report(one, decideExposure) });
    for (const name of ["policies", ...tally(one, decideExposure)]) counts[name] = (counts[name] ?? 0) + 1;
    if ((index + 1) % BATCH === 0 || index + 1 === count) {
      send({ counts });
      counts = {};
    }
  }
};

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;

/** What a run over so many policies must have met, and has not. */
const missing = (counts: Readonly<Record<string, number>>): readonly string[] => {
  const count = counts["policies"] ?? 0;
  const atLeast = (name: string, share: number): readonly string[] =>
    (counts[name] ?? 0) >= share * count && (counts[name] ?? 0) > 0
      ? []
      : [`${name}: ${percent(counts[name] ?? 0, count)}, wanted ${percent(share, 1)}`];
  return [
    ...["exposed", "cross-account", "restricted", "private"].flatMap((name) =>
      atLeast(`verdict ${name}`, 0.05),
    ),
    ...atLeast("deny decisive", 0.1),
    ...atLeast("broken", 0.01),
    ...OPERATORS.flatMap((name) => atLeast(`operator ${name}`, 0)),
    ...CLASSES.flatMap((name) => atLeast(`class ${name}`, 0)),
    ...FORMS.flatMap((name) => atLeast(`form ${name}`, 0)),
  ];
};

const main = (): void => {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "1000000" },
      seed: { type: "string", default: "1" },
      threads: { type: "string", default: "2" },
    },
  });
  const [count, seed, threads] = [Number(values.count), Number(values.seed), Number(values.threads)];
  const counts: Record<string, number> = {};
  const disagreements: string[] = [];
  const began = performance.now();
  let shown = 0;
  const workers = Array.from({ length: threads }, (_, index): Worker => {
    const [from, to] = [Math.floor((count * index) / threads), Math.floor((count * (index + 1)) / threads)];
    return new Worker(new URL(import.meta.url), { workerData: { first: seed + from, count: to - from } });
  });
  const stop = (): void => {
    for (const worker of workers) void worker.terminate();
  };
  const finish = (): void => {
    const done = counts["policies"] ?? 0;
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `seeds ${seed} to ${seed + count - 1}, ${done} sets of policies, ${seconds.toFixed(0)} s, ${(done / seconds).toFixed(0)}/s`,
    );
    for (const [name, number] of Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
      console.log(`  ${name.padEnd(40)} ${String(number).padStart(9)}  ${percent(number, done)}`);
    const gaps = missing(counts);
    for (const text of disagreements) console.log(text);
    for (const gap of gaps) console.log(`too few: ${gap}`);
    console.log(`${disagreements.length} disagreements`);
    process.exitCode = disagreements.length > 0 || gaps.length > 0 || done < count ? 1 : 0;
  };
  let running = workers.length;
  for (const worker of workers) {
    worker.on("message", (message: Message) => {
      if ("disagreement" in message) {
        disagreements.push(message.disagreement);
        console.error(message.disagreement);
        if (disagreements.length >= ENOUGH) stop();
        return;
      }
      for (const [name, number] of Object.entries(message.counts))
        counts[name] = (counts[name] ?? 0) + number;
      const done = counts["policies"] ?? 0;
      if (done - shown < 50_000) return;
      shown = done;
      console.error(`${done} of ${count}`);
    });
    worker.on("error", (error) => {
      disagreements.push(`a thread failed: ${error.stack ?? error.message}`);
    });
    worker.on("exit", () => {
      running -= 1;
      if (running === 0) finish();
    });
  }
};

if (isMainThread) main();
// A port of a thread has no origin.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
else run(workerData as Share, (message) => parentPort?.postMessage(message));
