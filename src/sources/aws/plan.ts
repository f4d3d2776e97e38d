import type { Session } from "../../aws/session.ts";
import { isUnread, type Refusal } from "../../model/fact.ts";
import type { Kind } from "../../model/kind.ts";
import { awsScopeId, type AwsScope } from "../../model/scope.ts";
import type { ScopeRecord } from "../../model/snapshot.ts";
import { by, byCodeUnits } from "../../text/order.ts";
import { inParallel } from "./in-parallel.ts";
import { listRegions, shipped, type RegionList } from "./regions.ts";

export interface PlanOptions {
  readonly session: Session;
  /** 12-digit account ids. */
  readonly accounts: readonly string[];
  /** Where the accounts themselves could not all be listed: the account that was asked, and why. */
  readonly unlisted?: { readonly account: string; readonly refusal: Refusal };
  /** Accounts of the organisation that are not read because they are not active, and what they are. */
  readonly inactive?: readonly { readonly account: string; readonly state: string }[];
  /** Null for every enabled region. */
  readonly regions: readonly string[] | null;
  readonly excludedRegions: readonly string[];
  /** Those without `collect` are passed over. */
  readonly kinds: readonly Kind[];
  /** Scopes read at a time, and accounts asked for their regions. */
  readonly concurrency: number;
  /** The region in which account-wide questions are asked. */
  readonly homeRegion: string;
}

/** A scope and how it is read, or the closing record of one that need not be. */
export interface PlannedScope {
  readonly scope: AwsScope;
  readonly kind: Pick<Kind, "callsPerSecond">;
  readonly read: NonNullable<Kind["collect"]> | ScopeRecord;
}

export interface Plan {
  /** How the regions of each account are known. */
  readonly regions: Readonly<Record<string, string>>;
  /** Every scope by its id; made anew each time, since an organisation has a hundred thousand of them. */
  scopes(): Iterable<PlannedScope>;
}

/** Which scopes there are: asks each account for its regions, several accounts at a time. */
export const plan = async (options: PlanOptions, signal: AbortSignal): Promise<Plan> => {
  const accounts = [...options.accounts].sort(byCodeUnits);
  const lists = new Map<string, RegionList>();
  const known = new Map<string, RegionList>();
  /** Most accounts of an organisation have the same regions: one list is kept for all of them. */
  const shared = (list: RegionList): RegionList => {
    const key = JSON.stringify(list);
    const one = known.get(key) ?? list;
    known.set(key, one);
    return one;
  };
  const asked = accounts.map(
    (account) =>
      async function* (): AsyncIterable<readonly [string, RegionList]> {
        yield [account, await regionsOf(options, account)];
      },
  );
  for await (const [account, list] of inParallel(asked, options.concurrency, signal))
    lists.set(account, shared(list));
  return {
    regions: Object.fromEntries([...lists].map(([account, { source }]) => [account, source])),
    *scopes() {
      const all = new Set([
        ...accounts,
        ...(options.unlisted === undefined ? [] : [options.unlisted.account]),
        ...(options.inactive ?? []).map(({ account }) => account),
      ]);
      for (const account of [...all].sort(byCodeUnits))
        yield* [
          ...unlistedAccounts(options, account),
          ...inactiveAccount(options, account),
          ...scopesIn(options, account, lists.get(account)),
        ].sort(by(({ scope }) => scope.id));
    },
  };
};

const regionsOf = async (options: PlanOptions, account: string): Promise<RegionList> => {
  if (options.regions !== null)
    return { enabled: options.regions, off: [], source: "--region", refusal: null };
  const access = await options.session.access(account, options.homeRegion);
  return isUnread(access) ? shipped(options.homeRegion, access.unread) : listRegions(access);
};

/** Where an organisation does not tell all its accounts, some may be missing: that is a scope too. */
const unlistedAccounts = (
  { homeRegion: region, unlisted }: PlanOptions,
  account: string,
): readonly PlannedScope[] => {
  if (unlisted?.account !== account) return [];
  const id = awsScopeId(account, region, "organizations");
  const scope: AwsScope = { provider: "aws", id, account, region, service: "organizations" };
  return [{ scope, kind: {}, read: unreadScope(id, unlisted.refusal) }];
};

/** An account that is suspended or being closed: nothing of it is read, and the coverage says so. */
const inactiveAccount = (
  { homeRegion: region, inactive = [] }: PlanOptions,
  account: string,
): readonly PlannedScope[] =>
  inactive
    .filter((one) => one.account === account)
    .map(({ state }) => {
      const id = awsScopeId(account, region, "account");
      const scope: AwsScope = { provider: "aws", id, account, region, service: "account" };
      const reason = `the account is ${state.slice(0, 40)} in its organisation, and not read`;
      return { scope, kind: {}, read: unasked(id, "excluded", reason) };
    });

const scopesIn = (
  options: PlanOptions,
  account: string,
  list: RegionList | undefined,
): readonly PlannedScope[] =>
  list === undefined ? [] : [...unlistedRegions(options, account, list), ...scopesOf(options, account, list)];

/** Where an account does not tell its regions, some may be missing: that is a scope of its own, which was not read. */
const unlistedRegions = (
  { homeRegion: region }: PlanOptions,
  account: string,
  { refusal }: RegionList,
): readonly PlannedScope[] => {
  if (refusal === null) return [];
  const id = awsScopeId(account, region, "account");
  const scope: AwsScope = { provider: "aws", id, account, region, service: "account" };
  return [{ scope, kind: {}, read: unreadScope(id, refusal) }];
};

const scopesOf = (
  options: PlanOptions,
  account: string,
  { enabled, off }: RegionList,
): readonly PlannedScope[] =>
  options.kinds.flatMap((kind) => {
    const { collect, service } = kind;
    if (collect === undefined) return [];
    return [...enabled, ...off].map((region) => {
      const id = awsScopeId(account, region, service);
      const scope: AwsScope = { provider: "aws", id, account, region, service };
      return { scope, kind, read: unneeded(options, scope, kind, off) ?? collect };
    });
  });

/** The closing record of a scope that is not asked, and why. */
const unneeded = (
  { excludedRegions }: PlanOptions,
  { id, region }: AwsScope,
  kind: Kind,
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

export const unreadScope = (id: AwsScope["id"], unread: Refusal): ScopeRecord => ({
  kind: "scope",
  id,
  status: "unread",
  listed: 0,
  unread,
});
