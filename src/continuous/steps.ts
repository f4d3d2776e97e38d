import { isProblem, problem } from "../model/problem.ts";
import type { Summary } from "../model/results.ts";
import type { LiveOptions } from "../reading.ts";
import { isObject } from "../text/is-object.ts";
import { isRunId } from "./keys.ts";
import { keepManifest, readManifest } from "./manifest.ts";
import { mapResults } from "./map-results.ts";
import { mergeRun } from "./merge.ts";
import type { ObjectStore } from "./object-store.ts";
import { planRun, readPlan } from "./plan.ts";
import { checkFormats, openReports } from "./reports.ts";
import { isShard, type ShardSummary } from "./run.ts";
import { scanShard } from "./scan-shard.ts";

/** What the steps of a state machine work with. */
export interface StepOptions {
  readonly store: ObjectStore;
  /** How the organisation is read and judged; the same for every step of a run. */
  readonly reading: LiveOptions;
  /** Of the reports. */
  readonly formats: readonly string[];
}

/** What the step `plan` answers; a state machine reads the shards from the list at the key. */
export interface Planned {
  readonly run: string;
  readonly shards: string;
  readonly count: number;
}

/** Finds out which scopes there are. The event names the run: `{ run }`. */
export const planStep = async (
  event: unknown,
  { store, reading, formats }: StepOptions,
): Promise<Planned> => {
  checkFormats(formats);
  const { run, shards } = await planRun(runIn(event), store, reading);
  return { run, shards: shards.key, count: shards.count };
};

/** Milliseconds that a function keeps back to write what it has read; a part has at most `LARGEST_PART`. */
const TO_WRITE = 60_000;
/** In bytes: a function holds its part in memory several times over. */
const LARGEST_PART = 8 * 1024 * 1024;

/**
 * Reads one shard, which is the event, and hands itself back before its time is up.
 *
 * @param remaining milliseconds that the function has
 */
export const scanShardStep = async (
  event: unknown,
  { store, reading }: StepOptions,
  remaining: number,
): Promise<ShardSummary> => {
  if (!isShard(event))
    throw problem({
      what: "the event is no shard of this version",
      todo: "Read the shards from the list that the plan names.",
      kind: "usage",
    });
  const handBack = AbortSignal.timeout(Math.max(remaining - TO_WRITE, Math.floor(remaining / 2)));
  return scanShard(event, store, { ...reading, handBack, largestPart: LARGEST_PART });
};

/** What the step `keepManifest` answers. */
export interface Gathered {
  readonly run: string;
  /** Parts and failures that were told of. */
  readonly parts: number;
}

/**
 * Writes down what the functions have told. The event has the run and the place of what the Distributed Map has written:
 * `{ run, results: { Bucket, Key } }`; `results: null` where it has written nothing, so that every shard is unread.
 *
 * @param now ISO 8601
 */
export const keepManifestStep = async (
  event: unknown,
  { store }: StepOptions,
  now: string,
): Promise<Gathered> => {
  const run = runIn(event);
  const results = isObject(event) ? event["results"] : undefined;
  const key = isObject(results) ? results["Key"] : null;
  if (results === undefined || (key !== null && typeof key !== "string"))
    throw problem({
      what: "the event does not say where the results of the map run are",
      todo: "Give `results`, with its `Key`, or null.",
      kind: "usage",
    });
  const told = () => (key === null ? [] : mapResults(store, key));
  const { parts } = await keepManifest(run, store, told, now);
  return { run, parts: parts.count };
};

/** What the step `merge` answers: a line for whoever looks at the machine. */
export interface Merged {
  readonly run: string;
  /** Whether everything was read, or the configuration lets pass what was not. */
  readonly complete: boolean;
  /** Why not, the first few. */
  readonly incomplete: readonly string[];
  readonly counts: Summary["counts"];
  readonly reports: readonly string[];
}

const REASONS = 3;
/** In UTF-16 units, of a reason. */
const LONGEST_REASON = 120;

/**
 * Joins and judges what was read, and writes the reports. The clock of the judgement is the end of the reading, so that
 * whoever merges again gets the same bytes.
 */
export const mergeStep = async (
  event: unknown,
  { store, reading, formats }: StepOptions,
): Promise<Merged> => {
  const run = runIn(event);
  const { sha256 } = await readPlan(run, store);
  const { finishedAt } = await readManifest(run, store, sha256);
  const reports = await openReports(run, store, formats);
  let summary: Summary | null = null;
  try {
    for await (const record of mergeRun(run, store, { ...reading, now: finishedAt })) {
      await reports.write(record);
      if (record.kind === "summary") summary = record;
    }
    if (summary === null) throw new Error("the results came to no end");
    const { complete, incomplete, counts } = summary;
    const mayPass = reading.config?.config.allow.includes("unread") === true;
    return {
      run,
      complete: complete || mayPass,
      incomplete: incomplete.slice(0, REASONS).map((line) => line.slice(0, LONGEST_REASON)),
      counts,
      reports: await reports.finish(),
    };
  } catch (error) {
    await reports.discard();
    throw error;
  }
};

export const runIn = (event: unknown): string => {
  const run = isObject(event) ? event["run"] : undefined;
  if (typeof run === "string" && isRunId(run)) return run;
  throw problem({
    what: `the event names no run: ${JSON.stringify(run)?.slice(0, 100) ?? "it has no member run"}`,
    todo: "Give `run`: at most 64 letters, digits, _, = and -, beginning with a letter or digit.",
    kind: "usage",
  });
};

/** A problem under a name by which a state machine tells what it need not try again: `Postern.Usage`, `Postern.Input`, `Postern.Output`. */
export const named = (error: unknown): unknown => {
  if (!isProblem(error)) return error;
  const { what, where, todo, kind } = error.problem;
  const name = `Postern.${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  return Object.assign(new Error(`${where === undefined ? "" : `${where}: `}${what}. ${todo}`), { name });
};
