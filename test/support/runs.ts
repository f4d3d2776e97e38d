import { CALL_LIMITS } from "../../src/aws/limits.ts";
import { keepManifest } from "../../src/continuous/manifest.ts";
import { mergeRun, type MergeOptions } from "../../src/continuous/merge.ts";
import type { ObjectStore } from "../../src/continuous/object-store.ts";
import { bytesOf } from "../../src/continuous/object-store.ts";
import { planRun } from "../../src/continuous/plan.ts";
import type { RunPlan, Shard, ShardOutcome } from "../../src/continuous/run.ts";
import { scanShard, type ShardOptions } from "../../src/continuous/scan-shard.ts";
import { startEmulator, type Emulator } from "../../src/emulator/start.ts";
import { addAccount, addIdentity, addKey, addOrganization } from "../../src/emulator/world.ts";
import type { ResultsRecord } from "../../src/model/results.ts";
import type { SnapshotRecord } from "../../src/model/snapshot.ts";
import type { LiveOptions } from "../../src/reading.ts";
import { scan } from "../../src/scan.ts";
import { collected } from "./collected.ts";
import { KEY } from "./emulated.ts";

export const NOW = "2026-11-30T12:00:00Z";

export const MANAGEMENT = "111122223333";
export const REGIONS: readonly string[] = ["eu-west-1", "us-east-1"];

/** An account id of an organisation, by its number. */
export const memberId = (index: number): string => String(222200000000 + index);

/** Every third policy is open, the others let in one account. */
export const policyOf = (index: number): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Sid: `s${index}`,
      Effect: "Allow",
      Principal: index % 3 === 0 ? "*" : { AWS: `arn:aws:iam::${MANAGEMENT}:root` },
      Action: "ses:SendEmail",
      Resource: "*",
    },
  });

/** An organisation on loopback: identity `n` of each region has an open policy where `n` can be divided by 3. */
export const organisation = async (
  members: number,
  identities: (account: number) => number,
): Promise<Emulator> => {
  const emulator = await startEmulator();
  const accounts = [MANAGEMENT, ...Array.from({ length: members }, (_, index) => memberId(index))];
  for (const [at, id] of accounts.entries()) {
    const account = addAccount(emulator.world, { id, name: `a${at}`, regions: REGIONS });
    account.roles.set("Audit", { name: "Audit", trusted: [MANAGEMENT] });
    for (const region of account.regions.values())
      for (let index = 0; index < identities(at); index += 1)
        addIdentity(region, `d${index}.a${at}.example`, {
          policies: index % 2 === 0 ? { p: policyOf(index) } : {},
        });
  }
  addKey(emulator.world, { ...key(), account: MANAGEMENT, user: "scanner" });
  addOrganization(emulator.world, "o-example0000", MANAGEMENT);
  return emulator;
};

const key = (): { readonly id: string; readonly secret: string } => ({
  id: KEY.accessKeyId,
  secret: KEY.secretAccessKey,
});

/** How that organisation is read: every account by its role, with a clock that stands. */
export const readingOf = ({ url }: Pick<Emulator, "url">): LiveOptions => ({
  endpointUrl: url,
  credentials: KEY,
  region: "eu-west-1",
  limits: { ...CALL_LIMITS, timesDocumentedRate: 5_000 },
  organization: { units: [] },
  roleArn: "arn:aws:iam::{account}:role/Audit",
  random: () => 0.5,
  now: NOW,
  clock: () => NOW,
});

/** What a scan of it gives on one machine: snapshot and results, line by line. */
export const scanned = async (options: LiveOptions): Promise<Told> =>
  told((through) => scan({ ...options, through }));

/** What a run gives that is merged. */
export const merged = async (
  run: string,
  store: ObjectStore,
  options?: Partial<MergeOptions>,
): Promise<Told> => told((through) => mergeRun(run, store, { now: NOW, ...options, through }));

export interface Told {
  readonly snapshot: readonly string[];
  readonly results: readonly string[];
}

type Through = (records: AsyncIterable<SnapshotRecord>) => AsyncIterable<SnapshotRecord>;

const told = async (results: (through: Through) => AsyncIterable<ResultsRecord>): Promise<Told> => {
  const snapshot: string[] = [];
  const through: Through = async function* (records) {
    for await (const record of records) {
      snapshot.push(JSON.stringify(record));
      yield record;
    }
  };
  const records = await collected(results(through));
  return { snapshot, results: records.map((record) => JSON.stringify(record)) };
};

/** The shards of a plan, in its order. */
export const shardsOf = async (plan: RunPlan, store: ObjectStore): Promise<readonly Shard[]> => {
  const object = await store.get(plan.shards.key);
  if (object === null) throw new Error("there is no list of shards");
  const text = (await bytesOf(object)).toString();
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Shard);
};

/** Reads a shard and what it hands back, as a state machine does; a function that throws is a failure. */
export const readThrough = async (
  shard: Shard,
  store: ObjectStore,
  options: () => ShardOptions,
): Promise<readonly ShardOutcome[]> => {
  const outcomes: ShardOutcome[] = [];
  for (let next: Shard | null = shard; next !== null;) {
    const { scope, part, run }: Shard = next;
    try {
      const summary = await scanShard(next, store, options());
      outcomes.push(summary);
      next = summary.next;
    } catch (error) {
      const cause = error instanceof Error ? error.message : "";
      outcomes.push({ kind: "failed", version: 1, run, scope, part, error: "Lambda.Unknown", cause });
      next = null;
    }
  }
  return outcomes;
};

/** Plans, reads every shard in the order given, and gathers; answers what the functions have told. */
export const ran = async (
  run: string,
  store: ObjectStore,
  options: LiveOptions,
  shardOptions: (shard: Shard) => Partial<ShardOptions> = () => ({}),
): Promise<readonly ShardOutcome[]> => {
  const plan = await planRun(run, store, options);
  const outcomes: ShardOutcome[] = [];
  for (const shard of (await shardsOf(plan, store)).toReversed())
    outcomes.push(...(await readThrough(shard, store, () => ({ ...options, ...shardOptions(shard) }))));
  await keepManifest(run, store, () => outcomes, NOW);
  return outcomes;
};
