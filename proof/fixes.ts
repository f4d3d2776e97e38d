/**
 * Plans fixes for very many random failing policies and holds each plan against its laws: no stranger can send any more,
 * nobody can who could not, whoever is named still can, and nothing but the named places is changed.
 *
 *     npm run prove:fix -- --count 20000 --processes 2
 *
 * Prints the share of removals and refusals; exits 1 where a law is broken or too many are refused.
 */
import { fork } from "node:child_process";
import { parseArgs } from "node:util";
import { added, NOTHING, refusals, shown, type Tally } from "./remedy/tally.ts";
import { TARGETS, trial } from "./remedy/trial.ts";

interface Share {
  /** A process takes the seeds from the first on, `step` apart, until it has planned so many. */
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

interface Report {
  readonly tally: Tally;
  readonly broken: readonly string[];
}

/** Refusals are gaps, not faults; more than one in twenty would be too many gaps. */
const MOST_REFUSED = 0.05;
/** A process reports as often as this many sets. */
const BATCH = 50;

const run = async ({ first, step, count }: Share, send: (report: Report) => void): Promise<void> => {
  let report: Report = { tally: NOTHING, broken: [] };
  let done = 0;
  for (let turn = 0; done < count; turn += 1) {
    const { targets } = TARGETS[turn % TARGETS.length] ?? { targets: {} };
    const one = await trial(first + step * turn, targets);
    done += one.tally.planned;
    report = { tally: added(report.tally, one.tally), broken: [...report.broken, ...one.broken] };
    if (turn % BATCH !== BATCH - 1 && done < count) continue;
    send(report);
    report = { tally: NOTHING, broken: [] };
  }
};

const main = (): void => {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "20000" },
      seed: { type: "string", default: "1" },
      processes: { type: "string", default: "2" },
      share: { type: "string" },
    },
  });
  if (values.share !== undefined) {
    void run(JSON.parse(values.share) as Share, (report) => process.send?.(report));
    return;
  }
  const [count, seed, processes] = [Number(values.count), Number(values.seed), Number(values.processes)];
  let tally = NOTHING;
  const broken: string[] = [];
  const began = performance.now();
  const finish = (): void => {
    console.log(`from seed ${seed} on, ${((performance.now() - began) / 1000).toFixed(0)} s`);
    for (const line of [...broken, ...shown(tally), `${broken.length} laws broken`]) console.log(line);
    const tooMany = refusals(tally) > MOST_REFUSED * (tally.planned + refusals(tally));
    if (tooMany) console.log(`more than ${100 * MOST_REFUSED} % are refused`);
    process.exitCode = broken.length > 0 || tooMany || tally.planned < count ? 1 : 0;
  };
  let running = processes;
  for (let index = 0; index < processes; index += 1) {
    const share: Share = { first: seed + index, step: processes, count: Math.ceil(count / processes) };
    // A child inherits the loader, where there is one.
    const worker = fork(import.meta.filename, ["--share", JSON.stringify(share)]);
    worker.on("message", (report: Report) => {
      const before = tally.planned;
      tally = added(tally, report.tally);
      broken.push(...report.broken);
      for (const one of report.broken) console.error(one);
      if (Math.floor(tally.planned / 1000) > Math.floor(before / 1000))
        console.error(`${tally.planned} of ${count}`);
    });
    worker.on("exit", (code) => {
      if (code !== 0) broken.push(`a process ended with ${code ?? "a signal"}`);
      running -= 1;
      if (running === 0) finish();
    });
  }
};

main();
