/**
 * Holds the decision against the enumeration of a bounded world over very many random policies.
 *
 *     npm run prove -- --count 1000000 --seed 1 --processes 2
 *
 * Prints seed, count, rate and the mix; exits 1 on a disagreement or where the mix leaves something out.
 */
import { fork, type ChildProcess } from "node:child_process";
import { parseArgs } from "node:util";
import { decideExposure, exposureOf } from "../src/policy/decide/decide.ts";
import { report } from "./agreement/report.ts";
import { CLASSES, FORMS, QUESTIONS, tally } from "./agreement/tally.ts";
import { OPERATORS } from "./read-policy.ts";
import { trial } from "./agreement/trial.ts";

interface Share {
  readonly first: number;
  readonly count: number;
}

type Message = { readonly counts: Record<string, number> } | { readonly disagreement: string };

/** A process reports as often as this many policies. */
const BATCH = 1000;
/** After so many disagreements more of them tell nothing new. */
const ENOUGH = 10;

/** A well-formed set at which the limit on the steps was reached: no wrong answer, but one that must be rare. */
const GAVE_UP = "undecided at the limit";
/** In how many sets it may happen once. */
const RARE = 10_000;

const run = ({ first, count }: Share, send: (message: Message) => void): void => {
  let counts: Record<string, number> = {};
  for (let index = 0; index < count; index += 1) {
    const one = trial(first + index, decideExposure);
    const { exposure, reason } = one.reach;
    // With doubts it is an answer about open questions, which has to be right.
    const gaveUp =
      one.disagreement !== null &&
      exposure === "undecided" &&
      reason?.code !== "doubts-together" &&
      one.set.broken === null;
    if (gaveUp) console.error(`seed ${first + index}: undecided, ${one.reach.reason?.says ?? ""}`);
    else if (one.disagreement !== null) send({ disagreement: report(one, decideExposure) });
    for (const name of ["policies", ...tally(one, exposureOf), ...(gaveUp ? [GAVE_UP] : [])])
      counts[name] = (counts[name] ?? 0) + 1;
    if ((index + 1) % BATCH === 0 || index + 1 === count) {
      send({ counts });
      counts = {};
    }
  }
};

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;

/** What a run over so many policies must have met, and has not; and what it has met too often. */
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
    ...((counts[GAVE_UP] ?? 0) * RARE > count
      ? [`${GAVE_UP}: ${counts[GAVE_UP] ?? 0}, at most one in ${RARE} may be`]
      : []),
    ...OPERATORS.flatMap((name) => atLeast(`operator ${name}`, 0)),
    ...CLASSES.flatMap((name) => atLeast(`class ${name}`, 0)),
    ...FORMS.flatMap((name) => atLeast(`form ${name}`, 0)),
    ...QUESTIONS.flatMap((name) => atLeast(`open question ${name}`, 0)),
  ];
};

const main = (): void => {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "1000000" },
      seed: { type: "string", default: "1" },
      processes: { type: "string", default: "2" },
      share: { type: "string" },
    },
  });
  if (values.share !== undefined) {
    run(JSON.parse(values.share) as Share, (message) => process.send?.(message));
    return;
  }
  const [count, seed, processes] = [Number(values.count), Number(values.seed), Number(values.processes)];
  const counts: Record<string, number> = {};
  const disagreements: string[] = [];
  const began = performance.now();
  let shown = 0;
  const workers = Array.from({ length: processes }, (_, index): ChildProcess => {
    const [from, to] = [
      Math.floor((count * index) / processes),
      Math.floor((count * (index + 1)) / processes),
    ];
    const share: Share = { first: seed + from, count: to - from };
    return fork(import.meta.filename, ["--share", JSON.stringify(share)]);
  });
  const stop = (): void => {
    for (const worker of workers) worker.kill();
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
    for (const gap of gaps) console.log(gap);
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
    worker.on("exit", (code) => {
      if (code !== 0 && code !== null) disagreements.push(`a process ended with ${code}`);
      running -= 1;
      if (running === 0) finish();
    });
  }
};

main();
