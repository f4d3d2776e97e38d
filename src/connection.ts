import { setTimeout as wait } from "node:timers/promises";
import { checkProfile, credentialProblem } from "./aws/credential-problem.ts";
import { isKnownRegion, nearestRegion } from "./aws/regions.ts";
import { openSession, type Session, type SessionOptions } from "./aws/session.ts";
import { isUnread } from "./model/fact.ts";
import { problem } from "./model/problem.ts";
import type { Caller } from "./model/snapshot.ts";

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

/** The system's time as ISO 8601. */
export const systemTime = (): string => new Date().toISOString();

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
