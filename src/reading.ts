import type { AssessOptions } from "./assess/assess.ts";
import { homeRegion } from "./aws/home-region.ts";
import { isKnownRegion } from "./aws/regions.ts";
import type { Session } from "./aws/session.ts";
import { callerOf, checkRegions, connect, systemTime, type ConnectionOptions } from "./connection.ts";
import { joined, judgingOf, type JudgingOptions } from "./judging.ts";
import { isUnread } from "./model/fact.ts";
import type { Kind } from "./model/kind.ts";
import { problem } from "./model/problem.ts";
import type { Trust } from "./model/trust.ts";
import { ownTrust, populationOf, type AccountOptions, type Population } from "./population.ts";
import { REDACTED, SET } from "./resume.ts";
import type { AwsSourceOptions } from "./sources/aws/aws-source.ts";
import type { Progress } from "./sources/aws/read-scope.ts";
import { listRegions } from "./sources/aws/regions.ts";
import { VERSION } from "./version.ts";

/** Which live accounts are read, and how. */
export interface LiveOptions extends ConnectionOptions, JudgingOptions, AccountOptions {
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
  /** The time, for the snapshot's timestamps; the system's where absent. */
  readonly clock?: () => string;
}

/** A session, and all that was found out before the first scope is read. */
export interface OpenReading {
  /** With the trust that follows from whose accounts these are. */
  readonly judging: AssessOptions;
  readonly ownTrust: Partial<Trust>;
  readonly source: AwsSourceOptions;
  close(): void;
}

const SCOPES_AT_A_TIME = 32;

/**
 * Connects and asks who calls, which accounts are meant and whom they trust; reads no scope.
 *
 * @throws a usage problem where there are no credentials, or they are refused, or a region is not known.
 */
export const openReading = async (options: LiveOptions, signal: AbortSignal): Promise<OpenReading> => {
  const judging = await judgingOf(options);
  checkLanes(options.lanes ?? {}, judging.kinds);
  const regions = [...new Set(options.regions)];
  const region = await homeRegion(options, regions);
  const session = connectAs({ ...options, region, signal });
  try {
    const caller = await callerOf(session, options);
    const population = await populationOf(session, caller, options, region);
    const own = await ownTrust(session, population, options, region);
    await checkAsked(session, population, options, region);
    const source: AwsSourceOptions = {
      session,
      caller,
      accounts: population.accounts,
      ...(population.broke === null
        ? {}
        : { unlisted: { account: caller.account, refusal: population.broke } }),
      inactive: inactiveIn(population, options),
      regions: regions.length === 0 ? null : regions,
      excludedRegions: options.excludedRegions ?? [],
      kinds: readKinds(judging),
      ...(options.lanes === undefined ? {} : { lanes: options.lanes }),
      ...(options.random === undefined ? {} : { random: options.random }),
      concurrency: options.concurrency ?? SCOPES_AT_A_TIME,
      homeRegion: region,
      tool: TOOL,
      now: options.clock ?? systemTime,
      parameters: parametersOf(options),
      ...(options.progress === undefined ? {} : { progress: options.progress }),
    };
    return {
      judging: { ...judging, trust: joined(judging.trust, own) },
      ownTrust: own,
      source,
      close: () => session.close(),
    };
  } catch (error) {
    session.close();
    throw error;
  }
};

/** Members of the organisation that are not active, and that the user did not exclude. */
const inactiveIn = (
  { organization }: Population,
  { excludedAccounts = [] }: LiveOptions,
): NonNullable<AwsSourceOptions["inactive"]> =>
  (organization?.members ?? [])
    .filter(({ id, isActive }) => !isActive && !excludedAccounts.includes(id))
    .map(({ id, state }) => ({ account: id, state }));

/** This version, as a snapshot's head names it. */
export const TOOL: string = `postern ${VERSION}`;

/** A session that reads accounts as the options say. */
export const connectAs = (options: LiveOptions): Session =>
  connect({ ...options, ownAccountAsCaller: options.organization !== undefined }, options.clock);

/** The kinds that a rule judges; others need not be read. */
export const readKinds = ({ kinds, rules }: Pick<AssessOptions, "kinds" | "rules">): readonly Kind[] =>
  kinds.filter(({ service }) => rules.some(({ rule }) => rule.meta.service === service));

/**
 * A region that this version does not know may be new: where an account names it, it is read.
 *
 * @throws a usage problem that names the nearest region.
 */
const checkAsked = async (
  session: Session,
  { accounts: [first] }: Population,
  { regions = [], excludedRegions = [] }: Pick<LiveOptions, "regions" | "excludedRegions">,
  home: string,
): Promise<void> => {
  const unknown = [...regions, ...excludedRegions].filter((region) => !isKnownRegion(region));
  if (unknown.length === 0) return;
  const access = first === undefined ? null : await session.access(first, home);
  const list = access === null || isUnread(access) ? null : await listRegions(access);
  const named = list?.source === "ListRegions" ? [...list.enabled, ...list.off] : [];
  checkRegions(unknown.filter((region) => !named.includes(region)));
};

/** @throws a usage problem that names the lanes of the service. */
const checkLanes = (wanted: NonNullable<LiveOptions["lanes"]>, kinds: readonly Kind[]): void => {
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
export const parametersOf = (options: LiveOptions): Readonly<Record<string, unknown>> => ({
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
