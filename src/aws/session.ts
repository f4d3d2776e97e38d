import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types";
import { isUnread, unexpectedAnswer, type Unread } from "../model/fact.ts";
import type { AwsAccess } from "../model/kind.ts";
import type { Caller } from "../model/snapshot.ts";
import { sharedHttp } from "./http.ts";
import { pace } from "./pace.ts";
import { refusalOf } from "./refusal.ts";
import { renewed } from "./renewed.ts";

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
  readonly signal: AbortSignal;
  readonly now: () => string;
  readonly clock: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
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
  const http = sharedHttp(options.signal);
  const turn = pace({ clock: options.clock, sleep: options.sleep });
  const shared = {
    requestHandler: http.handler,
    maxAttempts: ATTEMPTS,
    ...(options.endpointUrl === undefined ? {} : { endpoint: options.endpointUrl }),
  };
  const own = once(() => ownCredentials(options, shared, region));
  const callers = new Map<string, Promise<Caller | Unread>>();
  const assumed = new Map<string, Promise<AwsCredentialIdentityProvider>>();

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
    const known = callers.get(key) ?? configFor(account, region).then(identify);
    callers.set(key, known);
    return known;
  };

  return {
    caller: () => callerOf(null),
    access: async (account, at, callsPerSecond) => {
      const caller = await callerOf(account);
      if (isUnread(caller)) return caller;
      if (caller.account !== account) return { unread: foreign(account, caller) };
      const config = await configFor(account, at);
      const perSecond = options.callsPerSecond ?? callsPerSecond;
      const paced = async (operation: string): Promise<void> => {
        if (perSecond !== undefined) await turn(`${account}/${at}/${operation}`, perSecond);
      };
      return accessWith(account, at, config, paced, options);
    },
    close: () => http.close(),
  };
};

const accessWith = (
  account: string,
  region: string,
  config: Record<string, unknown>,
  paced: (operation: string) => Promise<void>,
  { signal, now }: SessionOptions,
): AwsAccess => ({
  account,
  region,
  signal,
  now,
  clientConfig: () => config,
  call: async (operation, send) => {
    signal.throwIfAborted();
    await paced(operation);
    try {
      return { value: await send() };
    } catch (error) {
      signal.throwIfAborted();
      return { unread: refusalOf(operation, error) };
    }
  },
});

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
