import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types";
import { isUnread, unexpectedAnswer, type Unread } from "../model/fact.ts";
import type { AwsAccess } from "../model/kind.ts";
import type { Caller } from "../model/snapshot.ts";
import { accessWith, ATTEMPTS, isAbort, SLACK, timeIsUp, type AccessOptions } from "./access.ts";
import { assumedRoles } from "./assumed.ts";
import { settingsOf } from "./client-settings.ts";
import { sharedHttp } from "./http.ts";
import { latest } from "./latest.ts";
import { CALL_LIMITS, overdue } from "./limits.ts";
import { pace, type Turn } from "./pace.ts";
import { patience } from "./patience.ts";
import { refusalOf } from "./refusal.ts";
import { attemptsFor, withProfile } from "./profile.ts";
import { renewed } from "./renewed.ts";
import { retryingTransport } from "./retrying.ts";
import type { Attempt } from "./trace.ts";
import { untilAborted } from "./until-aborted.ts";

export interface SessionOptions extends AccessOptions {
  readonly profile?: string;
  /** Is told of every attempt of every call. */
  readonly debug?: (attempt: Attempt) => void;
  /** The region of STS and of whatever has none of its own; `homeRegion` finds it. */
  readonly region?: string;
  /** Assumed for every account; `{account}` is filled in. */
  readonly roleArn?: string;
  readonly externalId?: string;
  /** Names the sessions of the role in AWS's logs; `postern` where absent. */
  readonly roleSessionName?: string;
  /** Where the role of the caller's own account cannot be assumed, that account is read by the caller's own credentials. */
  readonly ownAccountAsCaller?: boolean;
  /** For every client. */
  readonly endpointUrl?: string;
  /** In place of the usual chain; for the embedded AWS. */
  readonly credentials?: AwsCredentialIdentity;
  /** Calls a second that no operation may exceed in one account and region. */
  readonly callsPerSecond?: number;
  /** The part of AWS's limits that is left to the owner's own work, from 0 up to 1; a fifth where absent. */
  readonly ownersShare?: number;
  /** Ends early where the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to, but not including, 1; the system's where absent. */
  readonly random?: () => number;
}

/** How this run speaks to AWS. */
export interface Session {
  /** Who is calling, with the credentials that the session was opened with. */
  caller(): Promise<Caller | Unread>;
  /**
   * Access to one account and region: by the assumed role where there is one, else by the caller's own credentials.
   *
   * `callsPerSecond` is what the service documents for one operation, and what its pace begins with; without it calls
   * go out at once until one is throttled.
   */
  access(account: string, region: string, callsPerSecond?: number): Promise<AwsAccess | Unread>;
  /** Access to the caller's own account by the caller's own credentials, for what concerns the whole organisation. */
  ownAccess(region: string): Promise<AwsAccess | Unread>;
  close(): void;
}

/** Opens a session; nothing is called yet. Its profile is that of the process until it is closed. */
export const openSession = (options: SessionOptions): Session => {
  const region = options.region ?? "us-east-1";
  const limits = options.limits ?? CALL_LIMITS;
  const signals = [options.signal, ...(options.deadline === undefined ? [] : [options.deadline])];
  const http = sharedHttp(signals, limits, options.debug);
  const leaveProfile = withProfile(options.credentials === undefined ? options.profile : undefined);
  const { turn, ready } = pace({
    clock: options.clock,
    sleep: options.sleep,
    random: options.random ?? Math.random,
    ...(options.callsPerSecond === undefined ? {} : { ceiling: options.callsPerSecond }),
    ...(options.ownersShare === undefined ? {} : { ownersShare: options.ownersShare }),
  });
  const shared = {
    requestHandler: http.handler(),
    maxAttempts: () => attempts(),
    ...(options.endpointUrl === undefined ? {} : { endpoint: options.endpointUrl }),
  };
  const attempts = once(() =>
    options.credentials === undefined ? attemptsFor(options.profile) : Promise.resolve(ATTEMPTS),
  );
  const settings = once(async () => {
    const { STSClient } = await import("@aws-sdk/client-sts");
    return settingsOf(new STSClient({ ...shared, region }));
  });
  const own = once(() => ownCredentials(options, shared, region));
  const callers = new Map<string, Promise<Caller | Unread>>();
  const patienceWith = latest(() => patience(limits));

  const configFor = async (account: string | null, at: string): Promise<Record<string, unknown>> => ({
    ...(await settings()),
    ...shared,
    region: at,
    credentials: await credentialsFor(account),
  });
  const roleOf = (account: string): string => (options.roleArn ?? "").replaceAll("{account}", account);
  const assumed = assumedRoles(() => configFor(null, region), {
    RoleSessionName: options.roleSessionName ?? "postern",
    ...(options.externalId === undefined ? {} : { ExternalId: options.externalId }),
  });
  const credentialsFor = (account: string | null): Promise<AwsCredentialIdentityProvider> =>
    account === null || options.roleArn === undefined ? own() : Promise.resolve(assumed(roleOf(account)));
  const callerOf = (account: string | null): Promise<Caller | Unread> => {
    const key = account ?? "";
    const known =
      callers.get(key) ??
      untilAborted(
        account !== null && options.roleArn !== undefined
          ? entered(account)
          : configFor(null, region).then(identify),
        signals,
        limits.callWithin + SLACK,
      ).catch(unidentified);
    callers.set(key, known);
    return known;
  };

  /** A session of a role is one of the account that the role's ARN names: there is nothing to ask once it was assumed. */
  const entered = async (account: string): Promise<Caller> => {
    await (
      await credentialsFor(account)
    )();
    const arn = roleOf(account);
    return { account: arn.split(":")[4] ?? "", arn };
  };
  const unidentified = (error: unknown): Unread => {
    options.signal.throwIfAborted();
    if (options.deadline?.aborted === true) return { unread: timeIsUp("GetCallerIdentity") };
    return { unread: refusalOf(operationOf(error), isAbort(error) ? overdue(limits.callWithin) : error) };
  };

  /** @param role the account whose role is assumed; null for the caller's own credentials */
  const accessAs = async (
    role: string | null,
    account: string,
    at: string,
    callsPerSecond?: number,
  ): Promise<AwsAccess> => {
    const documented =
      callsPerSecond === undefined ? undefined : callsPerSecond * (limits.timesDocumentedRate ?? 1);
    const config = await configFor(role, at);
    const most = await attempts();
    const clientConfig = (largestAnswer?: number): Record<string, unknown> => ({
      ...config,
      retryStrategy: retryingTransport(most),
      ...(largestAnswer === undefined ? {} : { requestHandler: http.handler(largestAnswer) }),
    });
    const place = { account, region: at };
    const means = {
      clientConfig,
      paced: (operation: string): Promise<Turn> => turn(`${account}/${at}`, operation, documented),
      ready: (operation: string): Promise<void> => ready(`${account}/${at}`, operation, documented),
      patience: patienceWith(`${account}/${at}`),
      isTraced: options.debug !== undefined,
    };
    return accessWith(place, means, options);
  };

  return {
    caller: () => callerOf(null),
    access: async (account, at, callsPerSecond) => {
      const caller = await callerOf(account);
      const isRefused = isUnread(caller);
      if (isRefused && options.ownAccountAsCaller === true) {
        const own = await callerOf(null);
        if (!isUnread(own) && own.account === account) return accessAs(null, account, at, callsPerSecond);
      }
      if (isRefused) return caller;
      if (caller.account !== account) return { unread: foreign(account, caller) };
      return accessAs(account, account, at, callsPerSecond);
    },
    ownAccess: async (at) => {
      const caller = await callerOf(null);
      return isUnread(caller) ? caller : accessAs(null, caller.account, at);
    },
    close: () => {
      leaveProfile();
      http.close();
    },
  };
};

/** A profile may ask SSO or STS for its credentials: those calls go the way of all others, but SSO has a region of its own. */
const ownCredentials = async (
  { credentials, profile }: SessionOptions,
  clientConfig: object,
  region: string,
): Promise<AwsCredentialIdentityProvider> => {
  if (credentials !== undefined) return () => Promise.resolve(credentials);
  const { fromNodeProviderChain } = await import("@aws-sdk/credential-providers");
  return renewed(
    fromNodeProviderChain({
      clientConfig,
      parentClientConfig: { region },
      ...(profile === undefined ? {} : { profile }),
    }),
  );
};

const identify = async (config: Record<string, unknown>): Promise<Caller | Unread> => {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  try {
    const { Account, Arn } = await new STSClient(config).send(new GetCallerIdentityCommand({}));
    return Account === undefined || Arn === undefined
      ? unexpectedAnswer("GetCallerIdentity", "account")
      : { account: Account, arn: Arn };
  } catch (error) {
    return { unread: refusalOf(operationOf(error), error) };
  }
};

/** Credentials are fetched by the first call that needs them, so its error may be another's. */
const operationOf = (error: unknown): string =>
  error instanceof Error && /AssumeRole|sts:AssumeRole/.test(error.message)
    ? "AssumeRole"
    : "GetCallerIdentity";

const foreign = (account: string, caller: Caller): Unread["unread"] => ({
  operation: "GetCallerIdentity",
  code: "OtherAccount",
  message: `These credentials are of account ${caller.account}, not of ${account}; give a role with --role-arn.`,
  attempts: 1,
});

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
};
