import { problem } from "../model/problem.ts";
import { by } from "../text/order.ts";
import { manifestKey } from "./keys.ts";
import { keepList, readList } from "./lists.ts";
import { bytesOf, type ObjectStore } from "./object-store.ts";
import { readPlan } from "./plan.ts";
import {
  isManifest,
  isShard,
  isShardOutcome,
  RUN_VERSION,
  type Listed,
  type Manifest,
  type ShardOutcome,
} from "./run.ts";

/** Shards whose outcomes are sorted at a time: with fewer, they are read once; each further window reads them again. */
const WINDOW = 50_000;

/**
 * Writes down what the functions of a run have told of their shards. Where it says what the last one said, that one
 * stays, so that a second execution changes nothing. Memory is bounded by the outcomes of 50,000 shards.
 *
 * @param outcomes is called for each pass over them: in any order, doubled ones too; what is no outcome of this run is
 * passed over, and its shard is unread
 * @param now ISO 8601; the time at which the reading ended
 */
export const keepManifest = async (
  run: string,
  store: ObjectStore,
  outcomes: () => AsyncIterable<unknown> | Iterable<unknown>,
  now: string,
  { window = WINDOW }: { readonly window?: number } = {},
): Promise<Manifest> => {
  const { plan: planned, sha256: plan } = await readPlan(run, store);
  const windows = await windowsOf(store, planned.shards, window);
  const parts = await keepList(store, run, "parts", async function* () {
    for (const one of windows) yield* await outcomesIn(one, run, outcomes());
  });
  const known = await manifestIn(run, store);
  if (known !== null && known.plan === plan && known.parts.sha256 === parts.sha256) return known;
  const made: Manifest = {
    kind: "manifest",
    version: RUN_VERSION,
    run,
    plan,
    finishedAt: now,
    parts,
  };
  await store.put(manifestKey(run), Buffer.from(`${JSON.stringify(made)}\n`));
  return made;
};

/** Scopes from one on, and before another; null where there is no end to that side. */
interface Window {
  readonly from: string | null;
  readonly to: string | null;
}

const windowsOf = async (store: ObjectStore, shards: Listed, size: number): Promise<readonly Window[]> => {
  if (shards.count <= size) return [{ from: null, to: null }];
  const firsts: string[] = [];
  let seen = 0;
  for await (const { scope } of readList(store, shards, isShard).entries) {
    if (seen > 0 && seen % size === 0) firsts.push(scope);
    seen += 1;
  }
  firsts.sort();
  return [null, ...firsts].map((from, index) => ({ from, to: firsts[index] ?? null }));
};

/** By scope and part. */
const outcomesIn = async (
  { from, to }: Window,
  run: string,
  outcomes: AsyncIterable<unknown> | Iterable<unknown>,
): Promise<readonly ShardOutcome[]> => {
  const found = new Map<string, ShardOutcome>();
  for await (const outcome of outcomes) {
    if (!isShardOutcome(outcome) || outcome.run !== run) continue;
    if ((from !== null && outcome.scope < from) || (to !== null && outcome.scope >= to)) continue;
    const place = placeOf(outcome);
    // What one attempt has read, the failure of another does not undo.
    if (outcome.kind === "read" || !found.has(place)) found.set(place, outcome);
  }
  return [...found.values()].sort(by(placeOf));
};

/** Sorts by scope and then by part. */
const placeOf = ({ scope, part }: ShardOutcome): string => `${scope} ${String(part).padStart(8, "0")}`;

const manifestIn = async (run: string, store: ObjectStore): Promise<Manifest | null> => {
  const object = await store.get(manifestKey(run));
  if (object === null) return null;
  try {
    const value: unknown = JSON.parse((await bytesOf(object)).toString());
    return isManifest(value) && value.run === run ? value : null;
  } catch {
    return null;
  }
};

/** @throws an input problem where there is none, or it is of another plan */
export const readManifest = async (run: string, store: ObjectStore, plan: string): Promise<Manifest> => {
  const where = `${store.name}/${manifestKey(run)}`;
  const manifest = await manifestIn(run, store);
  if (manifest === null)
    throw problem({
      what: "the run has no manifest of this version: nobody has gathered what its functions have told",
      where,
      todo: "Gather it when all shards are done.",
      kind: "input",
    });
  if (manifest.plan === plan) return manifest;
  throw problem({
    what: "the plan is not the one that the run was made by: it was changed since",
    where,
    todo: "Check who else writes there, and begin a new run.",
    kind: "input",
  });
};
