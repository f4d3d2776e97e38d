import type { Hub } from "./services/security-hub/hub.ts";

export type VerificationStatus = "Pending" | "Success" | "Failed" | "TemporaryFailure" | "NotStarted";

/** What mail of an identity SES tells of. */
export type Notification = "Bounce" | "Complaint" | "Delivery";

/** What the owner sets of an identity beside its policies. */
interface IdentitySettings {
  /** Whether bounces and complaints are forwarded as mail. */
  isForwarding: boolean;
  /** The domain of the envelope's sender; null where it is SES's own. */
  mailFrom: { readonly domain: string; readonly isRejecting: boolean } | null;
  configurationSet: string | null;
  /** The selector of the DKIM key that the owner brought; null where SES made the key. */
  ownKey: string | null;
  /** Of the key that SES made. */
  keyLength: string;
  /** ARNs of SNS topics. */
  readonly topics: Map<Notification, string>;
  /** Of which the headers are told too. */
  readonly headers: Set<Notification>;
  readonly tags: Map<string, string>;
}

export interface Identity {
  readonly name: string;
  readonly type: "Domain" | "EmailAddress";
  verification: VerificationStatus;
  dkim: {
    readonly enabled: boolean;
    readonly status: VerificationStatus;
    readonly tokens: readonly string[];
  };
  /** Name → text. What is put here directly is stored unchecked: the way to plant what AWS would reject. */
  readonly policies: Map<string, string>;
  readonly settings: IdentitySettings;
}

export type OptStatus = "ENABLED" | "ENABLING" | "DISABLING" | "DISABLED" | "ENABLED_BY_DEFAULT";

/** What a custom rule of AWS Config says of a resource, under the names that its API has. */
export interface Evaluation {
  readonly ComplianceResourceType: string;
  readonly ComplianceResourceId: string;
  readonly ComplianceType: string;
  readonly Annotation?: string;
  /** Seconds since 1970. */
  readonly OrderingTimestamp: number;
}

/** A custom rule of AWS Config. */
export interface ConfigRule {
  /** By which evaluations are put for it. */
  readonly token: string;
  /** By type and id of the resource. */
  readonly evaluations: Map<string, Evaluation>;
}

/** What one account has in one region. */
export interface Region {
  optStatus: OptStatus;
  readonly identities: Map<string, Identity>;
  /** Null where the account is not subscribed to Security Hub. */
  hub: Hub | null;
  /** By name. */
  configRules?: Map<string, ConfigRule>;
}

interface Role {
  readonly name: string;
  /** Account ids that may assume it. */
  readonly trusted: readonly string[];
  /** Where given, it has to be sent. */
  readonly externalId?: string;
}

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly regions: Map<string, Region>;
  readonly roles: Map<string, Role>;
}

export interface AccessKey {
  readonly id: string;
  /** Null: the signature is taken as right. */
  readonly secret: string | null;
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  /** A session's token, and when it ends in milliseconds since 1970. */
  readonly session?: { readonly token: string; readonly expiresAt: number };
}

type MemberState = "ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE" | "PENDING_ACTIVATION" | "CLOSED";

/** An organisation: its accounts, each in an organisational unit or the root. */
export interface Organization {
  readonly id: string;
  readonly managementAccount: string;
  /** Accounts that may ask about it beside the management account. */
  readonly delegated: Set<string>;
  readonly root: string;
  /** Each unit and what it is in. */
  readonly units: Map<string, string>;
  readonly members: Map<string, { readonly name: string; state: MemberState; parent: string }>;
}

/** A bucket of S3; names are the world's own. */
export interface Bucket {
  /** Account id. */
  readonly owner: string;
  readonly region: string;
  /** Key → text. */
  readonly objects: Map<string, string>;
  /** Whether objects are locked by default: then each needs its checksum. */
  readonly locked?: boolean;
  /** Of objects that were uploaded in parts. */
  etags?: Map<string, string>;
  /** Uploads that were begun, by id. */
  uploads?: Map<string, Upload>;
}

/** A multipart upload that was neither completed nor aborted. */
export interface Upload {
  readonly key: string;
  readonly parts: Map<number, Buffer>;
}

/** Everything that exists; tests read it and change it directly. */
export interface World {
  readonly accounts: Map<string, Account>;
  readonly keys: Map<string, AccessKey>;
  readonly buckets: Map<string, Bucket>;
  organization: Organization | null;
}

export const emptyWorld = (): World => ({
  accounts: new Map(),
  keys: new Map(),
  buckets: new Map(),
  organization: null,
});

/** Makes an organisation of all accounts that there are; every one is active and in the root. */
export const addOrganization = (world: World, id: string, managementAccount: string): Organization => {
  const root = "r-root";
  const organization: Organization = {
    id,
    managementAccount,
    delegated: new Set(),
    root,
    units: new Map(),
    members: new Map(),
  };
  for (const { id: account, name } of world.accounts.values())
    organization.members.set(account, { name, state: "ACTIVE", parent: root });
  world.organization = organization;
  return organization;
};

/** Adds an account whose regions are all enabled by default. */
export const addAccount = (
  world: World,
  options: { readonly id: string; readonly name: string; readonly regions: readonly string[] },
): Account => {
  const account: Account = { id: options.id, name: options.name, regions: new Map(), roles: new Map() };
  for (const name of options.regions) addRegion(account, name);
  world.accounts.set(account.id, account);
  return account;
};

export const addRegion = (
  account: Account,
  name: string,
  optStatus: OptStatus = "ENABLED_BY_DEFAULT",
): Region => {
  const region: Region = { optStatus, identities: new Map(), hub: null };
  account.regions.set(name, region);
  return region;
};

/** The long-term key of an IAM user. */
export const addKey = (
  world: World,
  key: {
    readonly id: string;
    readonly secret: string | null;
    readonly account: string;
    readonly user: string;
  },
): AccessKey => {
  const added: AccessKey = {
    id: key.id,
    secret: key.secret,
    account: key.account,
    arn: `arn:aws:iam::${key.account}:user/${key.user}`,
    userId: `AIDA${key.id.slice(4)}`,
  };
  world.keys.set(added.id, added);
  return added;
};

/** Adds an identity as a verified one with DKIM, or as told. Policies are stored unchecked. */
export const addIdentity = (
  region: Region,
  name: string,
  options: {
    readonly policies?: Readonly<Record<string, string>>;
    readonly verification?: VerificationStatus;
    readonly dkim?: Identity["dkim"];
  } = {},
): Identity => {
  const domain = !name.includes("@");
  const identity: Identity = {
    name,
    type: domain ? "Domain" : "EmailAddress",
    verification: options.verification ?? "Success",
    dkim: options.dkim ?? { enabled: domain, status: domain ? "Success" : "NotStarted", tokens: [] },
    policies: new Map(Object.entries(options.policies ?? {})),
    settings: {
      isForwarding: true,
      mailFrom: null,
      configurationSet: null,
      ownKey: null,
      keyLength: "RSA_2048_BIT",
      topics: new Map(),
      headers: new Set(),
      tags: new Map(),
    },
  };
  region.identities.set(name, identity);
  return identity;
};
