import { setTimeout as wait } from "node:timers/promises";
import { assess } from "./assess/assess.ts";
import { checkProfile, credentialProblem } from "./aws/credential-problem.ts";
import { homeRegion } from "./aws/home-region.ts";
import { isKnownRegion, nearestRegion } from "./aws/regions.ts";
import { openSession, type Session, type SessionOptions } from "./aws/session.ts";
import { interruptible } from "./interruptible.ts";
import { judgingOf, type JudgingOptions } from "./judging.ts";
import { isUnread } from "./model/fact.ts";
import type { AnyKind } from "./model/kind.ts";
import { problem } from "./model/problem.ts";
import type { ResultsRecord } from "./model/results.ts";
import type { Caller, SnapshotRecord } from "./model/snapshot.ts";
import type { Journals } from "./snapshot/journals.ts";
import { continued, REDACTED, SET } from "./continued.ts";
import { awsSource } from "./sources/aws/aws-source.ts";
import type { Progress } from "./sources/aws/read-scope.ts";
import { VERSION } from "./version.ts";

export type ConnectionOptions = Partial<
  Pick<
    SessionOptions,
    | "profile"
    | "region"
    | "roleArn"
    | "externalId"
    | "endpointUrl"
    | "credentials"
    | "callsPerSecond"
    | "ownersShare"
    | "signal"
    | "limits"
    | "waiting"
    | "random"
    | "debug"
  >
> & {
  /** Milliseconds after which nothing more is asked: what is missing then is unread. */
  readonly timeout?: number;
};

export interface ScanOptions extends ConnectionOptions, JudgingOptions {
  /** Accounts to read through `roleArn`; where none is given, the role's own, else the caller's. */
  readonly accounts?: readonly string[];
  /** All enabled ones where none is given. */
  readonly regions?: readonly string[];
  readonly excludedRegions?: readonly string[];
  /** The lanes to read resources by, by service: `{ ses: ["v1", "v2"] }`. All where absent. */
  readonly lanes?: Readonly<Record<string, readonly string[]>>;
  /** Scopes read at a time. */
  readonly concurrency?: number;
  readonly progress?: (event: Progress) => void;
  /** A step between source and judge: it may add places, save the snapshot, count. */
  readonly through?: (records: AsyncIterable<SnapshotRecord>) => AsyncIterable<SnapshotRecord>;
  /** The time, for the snapshot's timestamps; the system's where absent. */
  readonly clock?: () => string;
  /** Keeps what is read at once, and gives back what an earlier run has read. */
  readonly journals?: Journals;
  /** Is told of scopes that an earlier run has read, and that are not read now. */
  readonly unplanned?: (scopes: readonly string[]) => void;
}

const SCOPES_AT_A_TIME = 32;

/**
 * Reads live accounts and judges them; yields the results stream.
 *
 * @throws a usage problem where there are no credentials, or they are refused, or a region is not known. What is
 * refused later is data of the results.
 */
export async function* scan(given: ScanOptions): AsyncIterable<ResultsRecord> {
  const options = continued(given, given.journals?.head ?? null, `postern ${VERSION}`);
  const judging = await judgingOf(options);
  checkRegions([...(options.regions ?? []), ...(options.excludedRegions ?? [])]);
  checkLanes(options.lanes ?? {}, judging.kinds);
  const regions = [...new Set(options.regions)];
  // Where the consumer stops early, the scopes that are being read have to stop too.
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const region = await homeRegion(options, regions);
  const session = connect({ ...options, region, signal }, options.clock);
  try {
    const caller = await callerOf(session, options);
    const source = awsSource({
      session,
      caller,
      accounts: accountsOf(options, caller),
      regions: regions.length === 0 ? null : regions,
      excludedRegions: options.excludedRegions ?? [],
      kinds: judging.kinds.filter(({ service }) =>
        judging.rules.some(({ rule }) => rule.meta.service === service),
      ),
      ...(options.lanes === undefined ? {} : { lanes: options.lanes }),
      ...(options.random === undefined ? {} : { random: options.random }),
      concurrency: options.concurrency ?? SCOPES_AT_A_TIME,
      homeRegion: region,
      tool: `postern ${VERSION}`,
      now: options.clock ?? systemTime,
      parameters: parametersOf(options),
      ...(options.progress === undefined ? {} : { progress: options.progress }),
      ...(options.journals === undefined ? {} : { journals: options.journals }),
      ...(options.unplanned === undefined ? {} : { unplanned: options.unplanned }),
    });
    const records = source.read(signal);
    const results = assess(options.through === undefined ? records : options.through(records), judging);
    yield* interruptible(results, signal);
  } finally {
    ended.abort();
    session.close();
  }
}

const systemTime = (): string => new Date().toISOString();

/** A session by the options, with the system's clock; nothing is called yet. */
export const connect = (
  { signal, timeout, ...options }: ConnectionOptions,
  now: () => string = systemTime,
): Session =>
  openSession({
    ...options,
    ...(timeout === undefined ? {} : { deadline: AbortSignal.timeout(timeout) }),
    signal: signal ?? new AbortController().signal,
    now,
    clock: () => performance.now(),
    sleep,
  });

const sleep = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  wait(milliseconds, undefined, { signal }).catch(() => undefined);

/** Who calls. @throws a usage problem that says why nobody does. */
export const callerOf = async (
  session: Session,
  { profile, endpointUrl, credentials }: Pick<ConnectionOptions, "profile" | "endpointUrl" | "credentials">,
): Promise<Caller> => {
  if (profile !== undefined && credentials === undefined) await checkProfile(profile);
  const caller = await session.caller();
  if (!isUnread(caller)) return caller;
  throw await credentialProblem(caller.unread, {
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
  });
};

/** The accounts that are meant: those named, else the role's own, else the caller's. @throws a usage problem. */
export const accountsOf = (
  { accounts = [], roleArn }: Pick<ScanOptions, "accounts" | "roleArn">,
  caller: Caller,
): readonly string[] => {
  const ofRole = roleArn === undefined ? caller.account : accountOfRole(roleArn);
  const foreign = accounts.find((account) => ofRole !== ANY_ACCOUNT && account !== ofRole);
  if (foreign !== undefined) throw foreignAccount(foreign, ofRole, roleArn);
  if (accounts.length > 0) return [...new Set(accounts)].sort();
  if (ofRole !== ANY_ACCOUNT) return [ofRole];
  throw problem({
    what: `${JSON.stringify(roleArn)} stands for a role of each account, and none is named`,
    todo: "Name them with --account.",
    kind: "usage",
  });
};

const foreignAccount = (account: string, own: string, roleArn: string | undefined): Error =>
  problem({
    what:
      roleArn === undefined
        ? `the credentials are of account ${own} and cannot read ${account}`
        : `the role is of account ${own} and cannot read ${account}`,
    todo: `Give a role that each account has: --role-arn 'arn:aws:iam::${ANY_ACCOUNT}:role/NAME'.`,
    kind: "usage",
  });

const ANY_ACCOUNT = "{account}";

const accountOfRole = (roleArn: string): string => {
  const [, account] = /^arn:aws[a-z-]*:iam::(\d{12}|\{account\}):role\/.+$/.exec(roleArn) ?? [];
  if (account !== undefined) return account;
  throw problem({
    what: `${JSON.stringify(roleArn)} is not the ARN of a role`,
    todo: `Give arn:aws:iam::111122223333:role/NAME, or ${ANY_ACCOUNT} in it and --account.`,
    kind: "usage",
  });
};

/** @throws a usage problem that names the nearest region. */
export const checkRegions = (regions: readonly string[]): void => {
  const unknown = regions.find((region) => !isKnownRegion(region));
  if (unknown === undefined) return;
  const nearest = nearestRegion(unknown);
  throw problem({
    what: `the region ${JSON.stringify(unknown)} is not known`,
    todo: nearest === null ? "`aws account list-regions` lists yours." : `Did you mean ${nearest}?`,
    kind: "usage",
  });
};

/** @throws a usage problem that names the lanes of the service. */
const checkLanes = (wanted: NonNullable<ScanOptions["lanes"]>, kinds: readonly AnyKind[]): void => {
  for (const [service, names] of Object.entries(wanted)) {
    const lanes = kinds.find((kind) => kind.service === service)?.lanes ?? [];
    const unknown = names.find((name) => !lanes.includes(name));
    if (unknown === undefined && names.length > 0) continue;
    throw problem({
      what:
        unknown === undefined
          ? `no lane of ${service} is named`
          : `${JSON.stringify(unknown)} is no lane of ${service}`,
      todo: lanes.length === 0 ? "Leave it out." : `Choose from ${lanes.join(", ")}.`,
      kind: "usage",
    });
  }
};

/** What was asked for, for the reader of the results; no secret, no path. */
const parametersOf = (options: ScanOptions): Readonly<Record<string, unknown>> => ({
  accounts: options.accounts ?? [],
  regionsAsked: options.regions ?? [],
  regionsExcluded: options.excludedRegions ?? [],
  roleArn: options.roleArn ?? null,
  externalId: options.externalId === undefined ? null : REDACTED,
  endpointUrl: options.endpointUrl === undefined ? null : SET,
  ...(options.lanes === undefined ? {} : { lanes: options.lanes }),
});
