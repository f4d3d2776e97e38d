import type { Fact, Refusal, Unread } from "./fact.ts";
import type { KindInCode } from "./kind-in-code.ts";
import type { PolicyDocument, Resource } from "./resource.ts";
import type { LanesUsed, ResourceRecord, SnapshotRecord } from "./snapshot.ts";
import type { AwsScope } from "./scope.ts";

/** A configured way to speak to AWS for one scope; aws/ makes it. */
export interface AwsAccess {
  readonly region: string;
  readonly account: string;
  readonly signal: AbortSignal;
  /** The current time as ISO 8601; the only clock a collector has. */
  now(): string;
  /**
   * What a v3 client's constructor takes: region, credentials, endpoint, retries, request handler. Answers larger than
   * `largestAnswer` bytes, 8 MB where it is not given, are refused.
   */
  clientConfig(largestAnswer?: number): Readonly<Record<string, unknown>>;
  /** Resolves once a call of the operation could go out at once. */
  ready(operation: string): Promise<void>;
  /** Waits its turn in the operation's budget, calls, tries again what can be; a refusal comes back as data. */
  call<T>(operation: string, send: () => Promise<T>): Promise<{ readonly value: T } | Unread>;
}

/** What an earlier reading of a scope, which did not come to its end, has found out. */
export interface EarlierReading {
  /** Ids of the resources that were read whole: they are not asked for again. */
  readonly read: ReadonlySet<string>;
  /** Ids of resources that had vanished between list and get. */
  readonly gone: ReadonlySet<string>;
  /** Lanes that were refused for good. */
  readonly retired: LanesUsed["retired"];
}

/** Something that a reading found out and that no record says before the scope is closed. */
export type ReadingNote =
  { readonly kind: "gone"; readonly id: string } | ({ readonly kind: "lane" } & LanesUsed["retired"][number]);

/** How a scope is read, where a kind leaves a choice. */
export interface CollectOptions {
  /** Names of the kind's lanes; all where absent. */
  readonly lanes?: readonly string[];
  /** Ids of the resources to read, whether they are there or not; all that are listed where absent. */
  readonly only?: readonly string[];
  /** From 0 up to, but not including, 1; the system's where absent. */
  readonly random?: () => number;
  /** The scope's closing record counts what it found too; its resources are not yielded again. */
  readonly earlier?: EarlierReading;
  /** Is told how many resources there are to read, once they are listed. */
  readonly listed?: (resources: number) => void;
  /** Is told what a later reading has to know, should this one be cut off. */
  readonly noted?: (note: ReadingNote) => void;
}

/** One call that collecting needs, tried once. */
export interface ProbeResult {
  readonly operation: string;
  /** The IAM action that allows it. */
  readonly action: string;
  /** Null where it was answered. */
  readonly refusal: Refusal | null;
  /** The lane that it belongs to: where another lane is whole, a scan goes without this one. */
  readonly lane?: string;
}

/**
 * A kind of resource: how its records are read, which facts it has, and what may be called to collect it.
 *
 * Without a type it is a kind of some resource: its functions are methods, so that it can stand in one list with others, and
 * they are handed resources that the kind itself has read.
 */
export interface Kind<R extends Resource = Resource> {
  readonly kind: R["kind"];
  readonly service: string;
  /** Singular, for people: "SES identity". */
  readonly title: string;
  /** Each fact and the IAM actions that read it. */
  readonly facts: Readonly<Record<string, readonly string[]>>;
  /** The facts that source code can state; rules that need another are not asked about files. All where absent. */
  readonly inCode?: readonly string[];
  /** How its resources and policies stand in source code; where it is absent, code is not read for it. */
  readonly code?: KindInCode;
  /** The IAM actions that list the resources themselves. */
  readonly permissions: readonly string[];
  /** A record as a resource, or what is wrong with it. */
  read(record: ResourceRecord): R | { readonly problem: string };
  /** The policy documents that evidence may point into. */
  documents(resource: R): readonly PolicyDocument[];
  /** The resource's tags, for exceptions by tag and for owners. */
  tags(resource: R): Fact<Readonly<Record<string, string>>>;
  /** Calls a second that the service allows for one operation in one account and region; not paced where absent. */
  readonly callsPerSecond?: number;
  /** Regions that are known not to have the service; one that is in no list is tried. */
  readonly unavailableIn?: readonly string[];
  /** Ways to read a resource, each of them enough, with quotas of their own: a scan may use several at a time. */
  readonly lanes?: readonly string[];
  /** Yields the scope's resources by id and then its closing line. */
  collect?(scope: AwsScope, aws: AwsAccess, options?: CollectOptions): AsyncIterable<SnapshotRecord>;
  /** Tries each call that collecting needs once, changing nothing. */
  probe?(aws: AwsAccess): Promise<readonly ProbeResult[]>;
}

/** Checks a kind against its resource's type. */
export const defineKind = <R extends Resource>(kind: Kind<R>): Kind => kind;
