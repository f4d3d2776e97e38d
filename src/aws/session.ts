import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types";
import { isUnread, unexpectedAnswer, type Refusal, type Unread } from "../model/fact.ts";
import type { AwsAccess } from "../model/kind.ts";
import type { Caller } from "../model/snapshot.ts";
import { sharedHttp } from "./http.ts";
import { CALL_LIMITS, overdue, type CallLimits } from "./limits.ts";
import { pace } from "./pace.ts";
import { patience, type Patience } from "./patience.ts";
import { refusalOf } from "./refusal.ts";
import { renewed } from "./renewed.ts";
import { untilAborted } from "./until-aborted.ts";

export interface SessionOptions {
  readonly profile?: string;
  /** The region of STS and of whatever has none of its own; `homeRegion` finds it. */
  readonly region?: string;
  /** Assumed for every account; `{account}` is filled in. */
  readonly roleArn?: string;
  readonly externalId?: string;
  /** For every client. */
  readonly endpointUrl?: string;
  /** In place of the usual chain; for the embedded AWS. */
  readonly credentials?: AwsCredentialIdentity;
  /** Calls a second for one operation in one account and region, in place of the rate that a kind states. */
  readonly callsPerSecond?: number;
  /** Ends the run: what was asked comes to nothing. */
  readonly signal: AbortSignal;
  /** Ends the asking: from then on every call is a refusal, and the run goes on with what it has. */
  readonly deadline?: AbortSignal;
  readonly limits?: CallLimits;
  /** Is told of a call that keeps the run waiting, now and then. */
  readonly waiting?: (wait: Wait) => void;
  readonly now: () => string;
  readonly clock: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** A call that has not been answered for a while. */
interface Wait {
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly seconds: number;
}

/** How this run speaks to AWS. */
export interface Session {
  /** Who is calling, with the credentials that the session was opened with. */
  caller(): Promise<Caller | Unread>;
  /**
   * Access to one account and region: by the assumed role where there is one, else by the caller's own credentials.
   *
   * `callsPerSecond` is what the service documents for one operation; without it calls are not paced.
   */
  access(account: string, region: string, callsPerSecond?: number): Promise<AwsAccess | Unread>;
  close(): void;
}

/** Some services document one call a second, so that throttling is normal: the SDK's three attempts are too few. */
const ATTEMPTS = 8;

/** Opens a session; nothing is called yet. */
export const openSession = (options: SessionOptions): Session => {
  const region = options.region ?? "us-east-1";
  const limits = options.limits ?? CALL_LIMITS;
  const signals = [options.signal, ...(options.deadline === undefined ? [] : [options.deadline])];
  const http = sharedHttp(signals, limits);
  const turn = pace({ clock: options.clock, sleep: options.sleep });
  const shared = {
    requestHandler: http.handler(),
    maxAttempts: ATTEMPTS,
    ...(options.endpointUrl === undefined ? {} : { endpoint: options.endpointUrl }),
  };
  const own = once(() => ownCredentials(options, shared, region));
  const callers = new Map<string, Promise<Caller | Unread>>();
  const assumed = new Map<string, Promise<AwsCredentialIdentityProvider>>();
  const patiences = new Map<string, Patience>();
  const patienceWith = (place: string): Patience => {
    const known = patiences.get(place) ?? patience(limits);
    patiences.set(place, known);
    return known;
  };

  const configFor = async (account: string | null, at: string): Promise<Record<string, unknown>> => ({
    ...shared,
    region: at,
    credentials: await credentialsFor(account),
  });
  const credentialsFor = (account: string | null): Promise<AwsCredentialIdentityProvider> => {
    if (account === null || options.roleArn === undefined) return own();
    const roleArn = options.roleArn.replaceAll("{account}", account);
    const known = assumed.get(roleArn) ?? assume(roleArn);
    assumed.set(roleArn, known);
    return known;
  };
  const assume = async (roleArn: string): Promise<AwsCredentialIdentityProvider> => {
    const { fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
    const params = {
      RoleArn: roleArn,
      RoleSessionName: "postern",
      ...(options.externalId === undefined ? {} : { ExternalId: options.externalId }),
    };
    const masterCredentials = await own();
    return renewed(
      fromTemporaryCredentials({ masterCredentials, params, clientConfig: { ...shared, region } }),
    );
  };
  const callerOf = (account: string | null): Promise<Caller | Unread> => {
    const key = account ?? "";
    const known =
      callers.get(key) ??
      untilAborted(configFor(account, region).then(identify), signals, limits.callWithin + SLACK).catch(
        unidentified,
      );
    callers.set(key, known);
    return known;
  };

  const unidentified = (error: unknown): Unread => {
    options.signal.throwIfAborted();
    if (options.deadline?.aborted === true) return { unread: timeIsUp("GetCallerIdentity") };
    return { unread: refusalOf("GetCallerIdentity", isAbort(error) ? overdue(limits.callWithin) : error) };
  };

  return {
    caller: () => callerOf(null),
    access: async (account, at, callsPerSecond) => {
      const caller = await callerOf(account);
      if (isUnread(caller)) return caller;
      if (caller.account !== account) return { unread: foreign(account, caller) };
      const config = await configFor(account, at);
      const clientConfig = (largestAnswer?: number): Record<string, unknown> =>
        largestAnswer === undefined ? config : { ...config, requestHandler: http.handler(largestAnswer) };
      const perSecond = options.callsPerSecond ?? callsPerSecond;
      const paced = async (operation: string): Promise<void> => {
        if (perSecond !== undefined) await turn(`${account}/${at}/${operation}`, perSecond);
      };
      const place = { account, region: at };
      return accessWith(place, { clientConfig, paced, patience: patienceWith(`${account}/${at}`) }, options);
    },
    close: () => http.close(),
  };
};

interface Means {
  readonly clientConfig: AwsAccess["clientConfig"];
  readonly paced: (operation: string) => Promise<void>;
  readonly patience: Patience;
}

const accessWith = (
  place: Pick<AwsAccess, "account" | "region">,
  { clientConfig, paced, patience: left }: Means,
  { signal, deadline, limits = CALL_LIMITS, waiting, now, clock }: SessionOptions,
): AwsAccess => ({
  ...place,
  signal,
  now,
  clientConfig,
  call: async (operation, send) => {
    signal.throwIfAborted();
    const ends = deadline === undefined ? [signal] : [signal, deadline];
    if (deadline?.aborted !== true) await untilAborted(paced(operation), ends);
    signal.throwIfAborted();
    const refusal = deadline?.aborted === true ? timeIsUp(operation) : left.lost(operation);
    if (refusal !== null) return { unread: refusal };
    const begun = clock();
    const watch = waitWatch({ operation, ...place }, waiting, limits.toldEvery);
    try {
      const value = await untilAborted(send(), ends, limits.callWithin + SLACK);
      left.answered();
      return { value };
    } catch (error) {
      signal.throwIfAborted();
      if (deadline?.aborted === true) return { unread: timeIsUp(operation) };
      left.failed(clock() - begun);
      return { unread: refusalOf(operation, isAbort(error) ? overdue(limits.callWithin) : error) };
    } finally {
      clearInterval(watch);
    }
  },
});

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";

/** Milliseconds for the handler to say itself that the time is over. */
const SLACK = 200;

const timeIsUp = (operation: string): Refusal => ({
  operation,
  code: "TimeIsUp",
  message: "The time that the run was given is over.",
  attempts: 0,
});

const waitWatch = (
  call: Omit<Wait, "seconds">,
  waiting: ((wait: Wait) => void) | undefined,
  every: number,
): NodeJS.Timeout | undefined => {
  if (waiting === undefined) return undefined;
  let seconds = 0;
  return setInterval(() => {
    seconds += every / 1000;
    waiting({ ...call, seconds });
  }, every);
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
