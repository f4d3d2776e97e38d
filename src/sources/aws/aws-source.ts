import type { Session } from "../../aws/session.ts";
import { isUnread, type Refusal } from "../../model/fact.ts";
import type { AnyKind } from "../../model/kind.ts";
import { awsScopeId, type AwsScope } from "../../model/scope.ts";
import type { Caller, ScopeRecord, SnapshotRecord } from "../../model/snapshot.ts";
import type { Source } from "../../model/source.ts";
import { by } from "../../text/order.ts";
import { inParallel } from "./in-parallel.ts";
import { listRegions, shipped, type RegionList } from "./regions.ts";

export interface AwsSourceOptions {
  readonly session: Session;
  readonly caller: Caller;
  /** 12-digit account ids. */
  readonly accounts: readonly string[];
  /** Null for every enabled region. */
  readonly regions: readonly string[] | null;
  readonly excludedRegions: readonly string[];
  /** Those without `collect` are passed over. */
  readonly kinds: readonly AnyKind[];
  /** The lanes to use, by service; all that a kind has where absent. */
  readonly lanes?: Readonly<Record<string, readonly string[]>>;
  /** From 0 up to, but not including, 1; the system's where absent. */
  readonly random?: () => number;
  /** Scopes read at a time. */
  readonly concurrency: number;
  /** The region in which account-wide questions are asked. */
  readonly homeRegion: string;
  readonly tool: string;
  readonly now: () => string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly progress?: (event: Progress) => void;
}

export type Progress =
  | { readonly kind: "planned"; readonly scopes: number }
  | { readonly kind: "resource"; readonly scope: string }
  | { readonly kind: "closed"; readonly scope: ScopeRecord };

/** A scope and how it is read, or the closing line of one that need not be. */
interface Plan {
  readonly scope: AwsScope;
  readonly kind: Pick<AnyKind, "callsPerSecond">;
  readonly read: NonNullable<AnyKind["collect"]> | ScopeRecord;
}

/** Reads accounts × regions × services; scopes in parallel, handed on in order. */
export const awsSource = (options: AwsSourceOptions): Source => ({
  async *read(signal) {
    const startedAt = options.now();
    const lists = new Map<string, RegionList>();
    for (const account of options.accounts) lists.set(account, await regionsOf(options, account));
    yield {
      kind: "snapshot",
      version: 1,
      startedAt,
      tool: options.tool,
      caller: options.caller,
      parameters: { ...options.parameters, regions: sources(lists) },
    };
    const plans = [...lists].flatMap(([account, list]) => [
      ...unlistedRegions(options, account, list),
      ...plansOf(options, account, list),
    ]);
    options.progress?.({ kind: "planned", scopes: plans.length });
    const reads = plans
      .toSorted(by(({ scope }) => scope.id))
      .map((plan) => () => scopeRecords(plan, options));
    yield* inParallel(reads, options.concurrency, signal);
    yield { kind: "end", finishedAt: options.now() };
  },
});

const sources = (lists: ReadonlyMap<string, RegionList>): Readonly<Record<string, string>> =>
  Object.fromEntries([...lists].map(([account, { source }]) => [account, source]));

const regionsOf = async (options: AwsSourceOptions, account: string): Promise<RegionList> => {
  if (options.regions !== null)
    return { enabled: options.regions, off: [], source: "--region", refusal: null };
  const access = await options.session.access(account, options.homeRegion);
  return isUnread(access) ? shipped(options.homeRegion, access.unread) : listRegions(access);
};

/** Where an account does not tell its regions, some may be missing: that is a scope of its own, which was not read. */
const unlistedRegions = (
  { homeRegion: region }: AwsSourceOptions,
  account: string,
  { refusal }: RegionList,
): readonly Plan[] => {
  if (refusal === null) return [];
  const id = awsScopeId(account, region, "account");
  const scope: AwsScope = { provider: "aws", id, account, region, service: "account" };
  return [{ scope, kind: {}, read: unreadScope(id, refusal) }];
};

const plansOf = (options: AwsSourceOptions, account: string, { enabled, off }: RegionList): readonly Plan[] =>
  options.kinds.flatMap((kind) => {
    const { collect, service } = kind;
    if (collect === undefined) return [];
    return [...enabled, ...off].map((region) => {
      const id = awsScopeId(account, region, service);
      const scope: AwsScope = { provider: "aws", id, account, region, service };
      return { scope, kind, read: unneeded(options, scope, kind, off) ?? collect };
    });
  });

/** The closing line of a scope that is not asked, and why. */
const unneeded = (
  { excludedRegions }: AwsSourceOptions,
  { id, region }: AwsScope,
  kind: AnyKind,
  off: readonly string[],
): ScopeRecord | null => {
  if (excludedRegions.includes(region)) return unasked(id, "excluded", "excluded by --exclude-region");
  if (off.includes(region)) return unasked(id, "excluded", "the region is off in this account");
  if (kind.unavailableIn?.includes(region) === true)
    return unasked(id, "unavailable", `${kind.service} does not exist in this region`);
  return null;
};

const unasked = (id: AwsScope["id"], status: "excluded" | "unavailable", reason: string): ScopeRecord => ({
  kind: "scope",
  id,
  status,
  listed: 0,
  reason,
});

async function* scopeRecords(plan: Plan, options: AwsSourceOptions): AsyncIterable<SnapshotRecord> {
  const { scope, kind, read } = plan;
  if (typeof read !== "function") {
    yield read;
    return;
  }
  const access = await options.session.access(scope.account, scope.region, kind.callsPerSecond);
  const lanes = options.lanes?.[scope.service];
  const how = {
    ...(lanes === undefined ? {} : { lanes }),
    ...(options.random === undefined ? {} : { random: options.random }),
  };
  const records = isUnread(access) ? [unreadScope(scope.id, access.unread)] : read(scope, access, how);
  for await (const record of records) {
    options.progress?.(
      record.kind === "scope" ? { kind: "closed", scope: record } : { kind: "resource", scope: scope.id },
    );
    yield record;
  }
}

const unreadScope = (id: AwsScope["id"], unread: Refusal): ScopeRecord => ({
  kind: "scope",
  id,
  status: "unread",
  listed: 0,
  unread,
});
