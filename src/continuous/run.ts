import { isCount } from "../model/fact.ts";
import { parseScope, type ScopeId, type ScopeStatus } from "../model/scope.ts";
import type { SnapshotHead } from "../model/snapshot.ts";
import type { Trust } from "../model/trust.ts";
import { isObject } from "../text/is-object.ts";

/** The version of every object that a run writes. */
export const RUN_VERSION = 1;

/** A list in a store: JSON Lines, sorted, and what it has to be to be whole. */
export interface Listed {
  readonly key: string;
  readonly count: number;
  readonly sha256: string;
}

/** What a run is going to read; all of its objects stand below `runs/<run>/`. */
export interface RunPlan {
  readonly kind: "plan";
  readonly version: typeof RUN_VERSION;
  readonly run: string;
  /** The hash of tool, kinds and settings of the reading: a part that was read otherwise is not taken. */
  readonly settings: string;
  readonly head: SnapshotHead;
  /** Who is no stranger because of whose accounts these are. */
  readonly trust: Partial<Trust>;
  /** Of `Shard`, by scope. */
  readonly shards: Listed;
  /** Of closing records: scopes that need not be read, by id. */
  readonly settled: Listed;
}

/** One scope, or as much of it as one function reads before its time is up: parts are numbered from 0. */
export interface Shard {
  readonly run: string;
  readonly settings: string;
  readonly scope: ScopeId;
  readonly part: number;
}

/** What became of a shard, in less than 1 KB. */
export interface ShardSummary {
  readonly kind: "read";
  readonly version: typeof RUN_VERSION;
  readonly run: string;
  readonly scope: ScopeId;
  readonly part: number;
  readonly key: string;
  /** Of the whole object. */
  readonly sha256: string;
  readonly bytes: number;
  /** Resources in this part. */
  readonly resources: number;
  /** Null where the shard handed itself back. */
  readonly status: ScopeStatus | null;
  /** Goes on where this one handed itself back. */
  readonly next: Shard | null;
}

/** A shard that no function could read, as whoever ran it says. */
export interface FailedShard {
  readonly kind: "failed";
  readonly version: typeof RUN_VERSION;
  readonly run: string;
  readonly scope: ScopeId;
  readonly part: number;
  /** As `Lambda.Unknown`. */
  readonly error: string;
  readonly cause: string;
}

export type ShardOutcome = ShardSummary | FailedShard;

/** What came of a run's shards. */
export interface Manifest {
  readonly kind: "manifest";
  readonly version: typeof RUN_VERSION;
  readonly run: string;
  /** The hash of the plan's bytes. */
  readonly plan: string;
  readonly finishedAt: string;
  /** Of `ShardOutcome`, by scope and part. */
  readonly parts: Listed;
}

const isText = (value: unknown): value is string => typeof value === "string";

const isScopeId = (value: unknown): value is ScopeId => isText(value) && parseScope(value) !== null;

const isSha256 = (value: unknown): value is string => isText(value) && /^[0-9a-f]{64}$/.test(value);

export const isShard = (value: unknown): value is Shard =>
  isObject(value) &&
  isText(value["run"]) &&
  isSha256(value["settings"]) &&
  isScopeId(value["scope"]) &&
  isCount(value["part"]);

export const isShardOutcome = (value: unknown): value is ShardOutcome => {
  if (!isObject(value) || value["version"] !== RUN_VERSION || !isText(value["run"])) return false;
  if (!isScopeId(value["scope"]) || !isCount(value["part"])) return false;
  if (value["kind"] === "failed") return isText(value["error"]) && isText(value["cause"]);
  return (
    value["kind"] === "read" &&
    isSha256(value["sha256"]) &&
    isCount(value["bytes"]) &&
    isCount(value["resources"])
  );
};

const isListed = (value: unknown): value is Listed =>
  isObject(value) && isText(value["key"]) && isCount(value["count"]) && isSha256(value["sha256"]);

export const isRunPlan = (value: unknown): value is RunPlan =>
  isObject(value) &&
  value["kind"] === "plan" &&
  value["version"] === RUN_VERSION &&
  isText(value["run"]) &&
  isSha256(value["settings"]) &&
  isObject(value["head"]) &&
  isObject(value["trust"]) &&
  Object.values(value["trust"]).every((list) => Array.isArray(list) && list.every(isText)) &&
  isListed(value["shards"]) &&
  isListed(value["settled"]);

export const isManifest = (value: unknown): value is Manifest =>
  isObject(value) &&
  value["kind"] === "manifest" &&
  value["version"] === RUN_VERSION &&
  isText(value["run"]) &&
  isSha256(value["plan"]) &&
  isText(value["finishedAt"]) &&
  isListed(value["parts"]);
