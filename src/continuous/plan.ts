import { judgingOf } from "../judging.ts";
import { problem } from "../model/problem.ts";
import { openReading, type LiveOptions } from "../reading.ts";
import { headOf } from "../sources/aws/aws-source.ts";
import { plan } from "../sources/aws/plan.ts";
import type { ScopeRecord } from "../model/snapshot.ts";
import { isRunId, planKey } from "./keys.ts";
import { keepList } from "./lists.ts";
import { bytesOf, type ObjectStore } from "./object-store.ts";
import { isRunPlan, RUN_VERSION, type RunPlan, type Shard } from "./run.ts";
import { settingsOf, sha256 } from "./settings.ts";

/**
 * Finds out which scopes there are and writes them down as shards. A run that was planned before stays as it is, so that
 * a retry changes nothing.
 *
 * @param run names the run, in the store and to whoever reads it: at most 64 letters, digits, `_`, `=` and `-`
 * @throws a usage problem where nobody may call, or the run was planned with other settings
 */
export const planRun = async (run: string, store: ObjectStore, options: LiveOptions): Promise<RunPlan> => {
  if (!isRunId(run))
    throw problem({
      what: `${JSON.stringify(run)} cannot name a run`,
      todo: "Take at most 64 letters, digits, _, = and -, beginning with a letter or digit.",
      kind: "usage",
    });
  const settings = settingsOf(options, await judgingOf(options));
  return (await earlierPlan(run, store, settings)) ?? (await newPlan(run, store, settings, options));
};

const earlierPlan = async (run: string, store: ObjectStore, settings: string): Promise<RunPlan | null> => {
  const object = await store.get(planKey(run));
  if (object === null) return null;
  const { plan: known } = planIn(await bytesOf(object), run, store);
  if (known.settings === settings) return known;
  throw problem({
    what: `the run ${run} was planned by another version, or with other settings`,
    where: `${store.name}/${planKey(run)}`,
    todo: "Give the run another name.",
    kind: "usage",
  });
};

const newPlan = async (
  run: string,
  store: ObjectStore,
  settings: string,
  options: LiveOptions,
): Promise<RunPlan> => {
  const signal = options.signal ?? new AbortController().signal;
  const { source, ownTrust, close } = await openReading(options, signal);
  try {
    const startedAt = source.now();
    const planned = await plan(source, signal);
    const shards = function* (): Iterable<Shard> {
      for (const { scope, read } of planned.scopes())
        if (typeof read === "function") yield { run, settings, scope: scope.id, part: 0 };
    };
    const settled = function* (): Iterable<ScopeRecord> {
      for (const { read } of planned.scopes()) if (typeof read !== "function") yield read;
    };
    const made: RunPlan = {
      kind: "plan",
      version: RUN_VERSION,
      run,
      settings,
      head: headOf(planned, source, startedAt),
      trust: ownTrust,
      shards: await keepList(store, run, "shards", shards),
      settled: await keepList(store, run, "settled", settled),
    };
    const isFirst = await store.put(planKey(run), Buffer.from(`${JSON.stringify(made)}\n`), {
      ifAbsent: true,
    });
    // Another attempt at the same plan was quicker: its word counts.
    return isFirst ? made : ((await earlierPlan(run, store, settings)) ?? made);
  } finally {
    close();
  }
};

/** The plan of a run as it was written, and the hash of its bytes. @throws a usage or an input problem where there is none. */
export const readPlan = async (
  run: string,
  store: ObjectStore,
): Promise<{ readonly plan: RunPlan; readonly sha256: string }> => {
  const object = isRunId(run) ? await store.get(planKey(run)) : null;
  if (object !== null) return planIn(await bytesOf(object), run, store);
  throw problem({
    what: `there is no plan of a run ${JSON.stringify(run)}`,
    where: store.name,
    todo: "Name a run that was planned there.",
    kind: "usage",
  });
};

const planIn = (
  bytes: Buffer,
  run: string,
  { name }: ObjectStore,
): { readonly plan: RunPlan; readonly sha256: string } => {
  const value = parsed(bytes);
  if (isRunPlan(value) && value.run === run) return { plan: value, sha256: sha256(bytes) };
  throw problem({
    what: "the object is not the plan of this run, or of another version",
    where: `${name}/${planKey(run)}`,
    todo: "Run the version of Postern that wrote it, or plan a new run.",
    kind: "input",
  });
};

const parsed = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString()) as unknown;
  } catch {
    return null;
  }
};
