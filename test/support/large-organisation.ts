// A program that test/deploy/large-organisation.test.ts joins into one file and starts: 8,500 shards in plain Node, which
// loads packages faster than tests do. Prints one line of JSON.
import { createHash } from "node:crypto";
import { CALL_LIMITS } from "../../src/aws/limits.ts";
import { addRegion } from "../../src/emulator/world.ts";
import type { Shard } from "../../src/continuous/run.ts";
import { scanShard } from "../../src/continuous/scan-shard.ts";
import { memoryStore } from "./memory-store.ts";
import { organisationMachine, type Before, type OrganisationMachine } from "./organisation-machine.ts";
import { organisation, readingOf, REGIONS, scanned } from "./runs.ts";
import type { Execution } from "./state-machine/machine.ts";

/** What the program tells. */
export interface LargeRun {
  readonly executions: readonly Execution[];
  readonly shards: number;
  /** Scopes that were made to fail. */
  readonly failed: number;
  /** Scopes that are unread in the results, and how many of them were made to fail. */
  readonly unread: number;
  readonly unreadOnPurpose: number;
  /** Lines of the results that are not of a failed scope, in the scan and in the run; the first that differs. */
  readonly lines: readonly [scan: number, run: number];
  readonly differing: string | null;
  /** How often functions died in the middle, and shards were handed back. */
  readonly deaths: number;
  readonly handedBack: number;
  /** Whether the second execution left every object as it was. */
  readonly unchanged: boolean;
  /** Milliseconds of the scan, and of each execution. */
  readonly took: readonly number[];
  /** Megabytes at the end. */
  readonly memory: number;
}

/** With the two of the organisation, 17. */
const MORE_REGIONS =
  "af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-south-1 eu-west-2 eu-west-3 sa-east-1 us-west-2".split(
    " ",
  );
const RUN = "large";
const RESULTS = `runs/${RUN}/reports/results.jsonl`;
/** One shard in so many fails to the end, and one dies once; 20 of so many hand themselves back after each few identities. */
const FAILS = 50;
const DIES = 97;
const HANDS_BACK = 89;

const accounts = Number(process.argv[2] ?? 500);

/** The same for a scope each time. */
const numberOf = (scope: string): number => createHash("md5").update(scope).digest().readUInt32BE(0);

const emulator = await organisation(accounts - 1, (account) => (account % 20 === 0 ? 5 : 0));
for (const account of emulator.world.accounts.values())
  for (const region of MORE_REGIONS) addRegion(account, region);
/** A busy machine must not look like an AWS that does not answer. */
const LONG = 3_600_000;
const reading = {
  ...readingOf(emulator),
  limits: { ...CALL_LIMITS, timesDocumentedRate: 5_000, attemptWithin: LONG, callWithin: LONG },
};

const took: number[] = [];
const timed = async <T>(work: Promise<T>): Promise<T> => {
  const began = performance.now();
  const done = await work;
  took.push(Math.round(performance.now() - began));
  return done;
};

const whole = await timed(scanned(reading));
const machine: OrganisationMachine = await organisationMachine(
  emulator,
  reading,
  { ShardsAtATime: "10", Formats: "jsonl" },
  (objects) => Promise.resolve(memoryStore(objects)),
);
const failed = new Set<string>();
const died = new Set<string>();
let handedBack = 0;
const faulty: Before = async (step, event, invoke) => {
  if (step !== "scanShard") return invoke(event);
  const { scope, part } = event as Shard;
  const number = numberOf(scope);
  if (number % FAILS === 0) {
    failed.add(scope);
    throw Object.assign(new Error("the function was broken"), { name: "Runtime.ExitError" });
  }
  if (number % DIES === 0 && !died.has(scope)) {
    died.add(scope);
    // Half of them before anything was written, half of them behind it.
    if (number % 2 === 0) await invoke(event);
    throw Object.assign(new Error("exit status 137"), { name: "Runtime.ExitError" });
  }
  const answer =
    number % HANDS_BACK < 20
      ? await scanShard(event as Shard, machine.store, { ...reading, largestPart: 500 })
      : await invoke(event);
  if (part > 0) handedBack += 1;
  return answer;
};
const ours = (): ReadonlyMap<string, string> =>
  new Map([...machine.objects].filter(([key]) => !key.includes("/results/")));
const isSame = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean =>
  one.size === other.size && [...one].every(([key, text]) => other.get(key) === text);

const first = await timed(machine.run({ run: RUN }, faulty));
const before = ours();
const results = (machine.objects.get(RESULTS) ?? "").trimEnd().split("\n");
const second = await timed(machine.run({ run: RUN }, faulty));

interface Line {
  readonly kind: string;
  readonly scope?: string;
  readonly status?: string;
  readonly resource?: { readonly id: string };
}

/** Scopes that were made to fail, and the identities in them. */
const lost = new Set(
  [...failed].flatMap((scope) => {
    const [, account = "", region = ""] = scope.split("/");
    const there = emulator.world.accounts.get(account)?.regions.get(region);
    const names = [...(there?.identities.keys() ?? [])];
    return [scope, ...names.map((name) => `arn:aws:ses:${region}:${account}:identity/${name}`)];
  }),
);
/** The summary counts what is lost, too. */
const isOfLost = (line: string): boolean => {
  const { kind, scope = "", resource } = JSON.parse(line) as Line;
  return kind === "summary" || lost.has(scope) || lost.has(resource?.id ?? "");
};
const [expected, given] = [whole.results, results].map((lines) => lines.filter((line) => !isOfLost(line)));
const differing = expected?.findIndex((line, index) => line !== given?.[index]) ?? 0;
const firstDifference = (one: string, other: string): string => {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return [one, other].map((line) => line.slice(Math.max(0, at - 200), at + 200)).join("\n");
};
const unread = results
  .map((line) => JSON.parse(line) as Line)
  .flatMap(({ kind, scope = "", status }) => (kind === "coverage" && status === "unread" ? [scope] : []));
const told: LargeRun = {
  executions: [first, second],
  shards: accounts * (REGIONS.length + MORE_REGIONS.length),
  failed: failed.size,
  unread: unread.length,
  unreadOnPurpose: unread.filter((scope) => failed.has(scope)).length,
  lines: [expected?.length ?? 0, given?.length ?? 0],
  differing: differing < 0 ? null : firstDifference(expected?.[differing] ?? "", given?.[differing] ?? ""),
  deaths: died.size,
  handedBack,
  unchanged: isSame(before, ours()),
  took,
  memory: Math.round(process.memoryUsage().rss / 1e6),
};
console.log(JSON.stringify(told));
await emulator.close();
