import { setTimeout as wait } from "node:timers/promises";
import { assess } from "./assess/assess.ts";
import { checkProfile, credentialProblem } from "./aws/credential-problem.ts";
import { homeRegion } from "./aws/home-region.ts";
import { isKnownRegion, nearestRegion } from "./aws/regions.ts";
import { openSession, type Session, type SessionOptions } from "./aws/session.ts";
import { interruptible } from "./interruptible.ts";
import { joined, judgingOf, type JudgingOptions } from "./judging.ts";
import { isUnread } from "./model/fact.ts";
import type { Kind } from "./model/kind.ts";
import { problem } from "./model/problem.ts";
import type { ResultsRecord } from "./model/results.ts";
import type { Caller, SnapshotRecord } from "./model/snapshot.ts";
import type { Journals } from "./snapshot/journals.ts";
import { REDACTED, resumed, SET } from "./resume.ts";
import { awsSource } from "./sources/aws/aws-source.ts";
import { listRegions } from "./sources/aws/regions.ts";
import { ownTrust, populationOf, type AccountOptions, type Population } from "./population.ts";
import type { Progress } from "./sources/aws/read-scope.ts";
import { VERSION } from "./version.ts";

export type ConnectionOptions = Partial<
  Pick<
    SessionOptions,
    | "profile"
    | "region"
    | "roleArn"
    | "externalId"
    | "roleSessionName"
    | "endpointUrl"
    | "credentials"
    | "callsPerSecond"
    | "ownersShare"
    | "signal"
    | "limits"
    | "waiting"
    | "random"
    | "debug"
    | "ownAccountAsCaller"
  >
> & {
  /** Milliseconds after which nothing more is asked: what is missing then is unread. */
  readonly timeout?: number;
};

export interface ScanOptions extends ConnectionOptions, JudgingOptions, AccountOptions {
  /** Whether the members of the caller's organisation are no strangers. */
  readonly trustOrganization?: boolean;
  /** Whether the accounts that are read, and all others of the organisation that was listed, are no strangers. */
  readonly trustOwnAccounts?: boolean;
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
  const options = resumed(given, given.journals?.head ?? null, `postern ${VERSION}`);
  const judging = await judgingOf(options);
  checkLanes(options.lanes ?? {}, judging.kinds);
  const regions = [...new Set(options.regions)];
  // Where the consumer stops early, the scopes that are being read have to stop too.
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const region = await homeRegion(options, regions);
  const session = connect(
    { ...options, region, signal, ownAccountAsCaller: options.organization !== undefined },
    options.clock,
  );
  try {
    const caller = await callerOf(session, options);
    const population = await populationOf(session, caller, options, region);
    const trust = joined(judging.trust, await ownTrust(session, population, options, region));
    await checkAsked(session, population, options, region);
    const source = awsSource({
      session,
      caller,
      accounts: population.accounts,
      ...(population.broke === null
        ? {}
        : { unlisted: { account: caller.account, refusal: population.broke } }),
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
    const results = assess(options.through === undefined ? records : options.through(records), {
      ...judging,
      trust,
    });
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

/**
 * A region that this version does not know may be new: where an account names it, it is read.
 *
 * @throws a usage problem that names the nearest region.
 */
const checkAsked = async (
  session: Session,
  { accounts: [first] }: Population,
  { regions = [], excludedRegions = [] }: Pick<ScanOptions, "regions" | "excludedRegions">,
  home: string,
): Promise<void> => {
  const unknown = [...regions, ...excludedRegions].filter((region) => !isKnownRegion(region));
  if (unknown.length === 0) return;
  const access = first === undefined ? null : await session.access(first, home);
  const list = access === null || isUnread(access) ? null : await listRegions(access);
  const named = list?.source === "ListRegions" ? [...list.enabled, ...list.off] : [];
  checkRegions(unknown.filter((region) => !named.includes(region)));
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
const checkLanes = (wanted: NonNullable<ScanOptions["lanes"]>, kinds: readonly Kind[]): void => {
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
  ...(options.organization === undefined ? {} : { organization: options.organization }),
  ...(options.excludedAccounts === undefined || options.excludedAccounts.length === 0
    ? {}
    : { accountsExcluded: options.excludedAccounts }),
  regionsAsked: options.regions ?? [],
  regionsExcluded: options.excludedRegions ?? [],
  roleArn: options.roleArn ?? null,
  externalId: options.externalId === undefined ? null : REDACTED,
  endpointUrl: options.endpointUrl === undefined ? null : SET,
  ...(options.lanes === undefined ? {} : { lanes: options.lanes }),
});
